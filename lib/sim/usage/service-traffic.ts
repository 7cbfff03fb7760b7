// The requests to one service: how many come, which pods share them, and how many each has had.
// Remembers enough of the past for a rate over the last minute; nothing is counted before somebody asks.
import { type LoadCurve, rateAt, requestsBetween } from './load-curve.ts';

/** How far back rates may reach: a minute before a sample that is up to 15 s old. */
const REMEMBERED_MS = 90_000;

/** From here on this curve says how many requests come; its own time counts from the scenario's first instant. */
interface Epoch {
  fromMs: number;
  curve: LoadCurve;
}

/** From here on these pods, by uid, share them. */
interface Segment {
  fromMs: number;
  pods: ReadonlySet<string>;
}

export class ServiceTraffic {
  readonly #startMs: number;
  #epochs: Epoch[];
  #segments: Segment[];
  /** As it was before the first instant: kept when what lay between is forgotten. */
  readonly #first: { curve: LoadCurve; pods: ReadonlySet<string> };
  /** Requests each pod had before the first segment that is remembered. */
  readonly #before = new Map<string, number>();
  /** Pods that are no more, but still in what is remembered. */
  readonly #gone = new Set<string>();

  constructor(startMs: number, curve: LoadCurve, pods: ReadonlySet<string>) {
    this.#startMs = startMs;
    this.#first = { curve, pods };
    this.#epochs = [{ fromMs: Number.NEGATIVE_INFINITY, curve }];
    this.#segments = [{ fromMs: startMs - REMEMBERED_MS, pods }];
  }

  setCurve(curve: LoadCurve, nowMs: number): void {
    if (this.#epochs.at(-1)?.curve !== curve) this.#epochs.push({ fromMs: nowMs, curve });
  }

  setServing(uid: string, isServing: boolean, nowMs: number): void {
    const last = this.#segments.at(-1);
    if (last === undefined || last.pods.has(uid) === isServing) return;
    const pods = new Set(last.pods);
    if (isServing) pods.add(uid);
    else pods.delete(uid);
    if (last.fromMs === nowMs) this.#segments.pop();
    this.#segments.push({ fromMs: nowMs, pods });
    this.#forget(nowMs);
  }

  /** Every pod that shares it now. */
  setAllServing(uids: ReadonlySet<string>, nowMs: number): void {
    for (const uid of this.#segments.at(-1)?.pods ?? []) if (!uids.has(uid)) this.setServing(uid, false, nowMs);
    for (const uid of uids) this.setServing(uid, true, nowMs);
  }

  /** A pod that is gone has no counter any more. */
  drop(uid: string, nowMs: number): void {
    this.setServing(uid, false, nowMs);
    this.#gone.add(uid);
    this.#forget(nowMs);
  }

  /** Requests per second at an instant. */
  rate(atMs: number): number {
    return rateAt(this.#epochAt(atMs).curve, atMs - this.#startMs);
  }

  /** Requests per second that reach the pod at an instant; null where it takes none. */
  podRate(uid: string, atMs: number): number | null {
    if (atMs < this.#startMs) {
      const { curve, pods } = this.#first;
      return pods.has(uid) ? rateAt(curve, atMs - this.#startMs) / pods.size : null;
    }
    const { pods } = this.#segmentAt(atMs);
    return pods.has(uid) ? this.rate(atMs) / pods.size : null;
  }

  /** Requests per second that came over a while, answered or not. */
  offeredRate(fromMs: number, untilMs: number): number {
    return (this.#requests(fromMs, untilMs) * 1_000) / (untilMs - fromMs);
  }

  /** Requests per second of all pods together over a while; null where none took any: a refused one is not counted. */
  averageRate(fromMs: number, untilMs: number): number | null {
    let total: number | null = null;
    for (const { pods, ...span } of this.#spans(fromMs, untilMs)) {
      if (pods.size > 0) total = (total ?? 0) + this.#requests(span.fromMs, span.untilMs);
    }
    return total === null ? null : (total * 1_000) / (untilMs - fromMs);
  }

  /** Requests per second of one pod over a while; null where it takes none at the end of it. */
  averagePodRate(uid: string, fromMs: number, untilMs: number): number | null {
    if (!this.#segmentAt(untilMs).pods.has(uid)) return null;
    return (this.#shareOf(uid, fromMs, untilMs) * 1_000) / (untilMs - fromMs);
  }

  /** Requests the pod has had in all. */
  counter(uid: string, atMs: number): number {
    if (this.#gone.has(uid)) return 0;
    const [first] = this.#segments;
    return (this.#before.get(uid) ?? 0) + (first === undefined ? 0 : this.#shareOf(uid, first.fromMs, atMs));
  }

  #shareOf(uid: string, fromMs: number, untilMs: number): number {
    let total = 0;
    for (const { pods, ...span } of this.#spans(fromMs, untilMs)) {
      if (pods.has(uid)) total += this.#requests(span.fromMs, span.untilMs) / pods.size;
    }
    return total;
  }

  /** The parts of a while with the same pods. */
  *#spans(fromMs: number, untilMs: number): Iterable<{ fromMs: number; untilMs: number; pods: ReadonlySet<string> }> {
    for (const [index, segment] of this.#segments.entries()) {
      const from = index === 0 ? fromMs : Math.max(fromMs, segment.fromMs);
      const until = Math.min(untilMs, this.#segments[index + 1]?.fromMs ?? untilMs);
      if (from < until) yield { fromMs: from, untilMs: until, pods: segment.pods };
    }
  }

  #requests(fromMs: number, untilMs: number): number {
    let total = 0;
    for (const [index, { fromMs: since, curve }] of this.#epochs.entries()) {
      const from = Math.max(fromMs, since);
      const until = Math.min(untilMs, this.#epochs[index + 1]?.fromMs ?? untilMs);
      if (from < until) total += requestsBetween(curve, from - this.#startMs, until - this.#startMs);
    }
    return total;
  }

  #epochAt(atMs: number): Epoch {
    return this.#epochs.findLast(({ fromMs }) => fromMs <= atMs) ?? (this.#epochs[0] as Epoch);
  }

  #segmentAt(atMs: number): Segment {
    return this.#segments.findLast(({ fromMs }) => fromMs <= atMs) ?? (this.#segments[0] as Segment);
  }

  /** What lies further back than any rate reaches becomes a number for each pod. */
  #forget(nowMs: number): void {
    const horizonMs = nowMs - REMEMBERED_MS;
    for (let next = this.#segments[1]; next !== undefined && next.fromMs <= horizonMs; next = this.#segments[1]) {
      const [oldest] = this.#segments;
      if (oldest === undefined) return;
      const share = this.#requests(oldest.fromMs, next.fromMs) / oldest.pods.size;
      for (const uid of oldest.pods) this.#before.set(uid, (this.#before.get(uid) ?? 0) + share);
      this.#segments.shift();
    }
    for (const uid of this.#gone) {
      if (this.#segments.some(({ pods }) => pods.has(uid))) continue;
      this.#gone.delete(uid);
      this.#before.delete(uid);
    }
    const since = this.#segments[0]?.fromMs ?? nowMs;
    while ((this.#epochs[1]?.fromMs ?? Number.POSITIVE_INFINITY) <= since) this.#epochs.shift();
  }
}
