// Requests that clients really sent to pods, through the API server's proxy: what comes on top of a scenario's load.

/** How far back rates may reach: a minute before a sample that is up to 15 s old. */
const REMEMBERED_SECONDS = 90;
const SECOND_MS = 1_000;
/** Pods remembered; beyond them the one that was asked first is forgotten. */
const PODS_MAX = 10_000;

/** Requests by second of the cluster's time. */
type Seconds = Map<number, number>;

export class AskedRequests {
  /** By uid of the pod. */
  readonly #pods = new Map<string, Seconds>();

  add(uid: string, nowMs: number): void {
    const seconds: Seconds = this.#pods.get(uid) ?? new Map<number, number>();
    const second = Math.floor(nowMs / SECOND_MS);
    seconds.set(second, (seconds.get(second) ?? 0) + 1);
    for (const old of seconds.keys()) {
      if (old >= second - REMEMBERED_SECONDS) break;
      seconds.delete(old);
    }
    this.#pods.set(uid, seconds);
    if (this.#pods.size > PODS_MAX) this.#forgetOne();
  }

  drop(uid: string): void {
    this.#pods.delete(uid);
  }

  /** Requests per second that a pod had over a while, by whole seconds; null where it was never asked: nobody counts that. */
  averageRate(uid: string, fromMs: number, untilMs: number): number | null {
    const seconds = this.#pods.get(uid);
    if (seconds === undefined) return null;
    const from = Math.floor(fromMs / SECOND_MS);
    const until = Math.floor(untilMs / SECOND_MS);
    let total = 0;
    for (const [second, count] of seconds) if (second >= from && second < until) total += count;
    return (total * SECOND_MS) / (untilMs - fromMs);
  }

  #forgetOne(): void {
    const [first] = this.#pods.keys();
    if (first !== undefined) this.#pods.delete(first);
  }
}
