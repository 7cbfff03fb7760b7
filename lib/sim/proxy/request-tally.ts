// Requests that came to pods through the API server's proxy: on top of what the cluster's own load makes.

/** Pods remembered; beyond them the one that was asked first is forgotten. */
const PODS_MAX = 10_000;

export class RequestTally {
  readonly #counts = new Map<string, number>();

  /** `key` names one run of a container: a restarted one counts from zero. */
  add(key: string): void {
    this.#counts.set(key, this.of(key) + 1);
    if (this.#counts.size <= PODS_MAX) return;
    const [oldest] = this.#counts.keys();
    if (oldest !== undefined) this.#counts.delete(oldest);
  }

  of(key: string): number {
    return this.#counts.get(key) ?? 0;
  }
}
