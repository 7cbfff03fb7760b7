import 'server-only';
// What is remembered of autoscalers: a ring for each.
import type { ArchReplicas } from '#lib/model/autoscaling/autoscaling-view.ts';
import { desiredReplicasOf } from '#lib/model/autoscaling/desired-replicas.ts';
import { currentNumber } from '#lib/model/autoscaling/timeline.ts';
import { SLOTS, STEP_MS, TimelineRing } from '#lib/model/autoscaling/timeline-ring.ts';
import type { AutoscalerRecord } from '#lib/model/records/records.ts';
import { askPast } from './ask-past.ts';

/** Some 30 KB each. */
const RINGS_MAX = 100;

export interface PastParts {
  clients: Parameters<typeof askPast>[0];
  archOf: (node: string) => string;
}

export class Timelines {
  /** By uid: one made anew under the same name is another. Least lately recorded first. */
  readonly #rings = new Map<string, TimelineRing>();
  readonly #backfilled = new Set<string>();

  /** Makes room for one that somebody looks at. */
  ring(autoscaler: AutoscalerRecord): TimelineRing {
    const uid = autoscaler.metadata?.uid ?? '';
    const ring = this.#rings.get(uid) ?? new TimelineRing();
    this.#rings.delete(uid);
    this.#rings.set(uid, ring);
    const [oldest] = this.#rings.keys();
    if (oldest !== undefined && this.#rings.size > RINGS_MAX) this.#rings.delete(oldest);
    return ring;
  }

  /** Of those there are, the first so many, and what somebody looked at. */
  record(
    autoscaler: AutoscalerRecord,
    byArch: readonly ArchReplicas[] | null,
    { atMs, spanMs }: { atMs: number; spanMs: number },
  ): void {
    const isNew = !this.#rings.has(autoscaler.metadata?.uid ?? '');
    if (isNew && this.#rings.size >= RINGS_MAX) return;
    const desired = desiredReplicasOf(autoscaler);
    this.ring(autoscaler).record({ atMs, spanMs, metric: currentNumber(autoscaler), desired, byArch });
  }

  /** Once for each: what others remember of the hours before; tells whether anything came of it. */
  async backfill(autoscaler: AutoscalerRecord, nowMs: number, parts: PastParts): Promise<boolean> {
    const uid = autoscaler.metadata?.uid ?? '';
    if (parts.clients.length === 0 || this.#backfilled.has(uid)) return false;
    this.#backfilled.add(uid);
    const toMs = Math.floor(nowMs / STEP_MS) * STEP_MS;
    const range = { fromMs: toMs - (SLOTS - 1) * STEP_MS, toMs, stepMs: STEP_MS };
    const past = await askPast(parts.clients, autoscaler, parts.archOf, range);
    if (past !== null) this.#rings.get(uid)?.backfill(past);
    return past !== null;
  }

  /** Those that are gone. */
  keep(uids: ReadonlySet<string>): void {
    for (const known of [this.#rings, this.#backfilled]) {
      for (const uid of known.keys()) if (!uids.has(uid)) known.delete(uid);
    }
  }
}
