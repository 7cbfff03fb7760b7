// How many manifests one may ask for in a while, as Docker Hub counts them: GETs of manifests, HEADs are free.
// Follows docs.docker.com/docker-hub/usage/pulls: headers `ratelimit-limit` and `ratelimit-remaining`.

/** Docker Hub's is 100: here a test and a person who starts the dashboard anew share one address. */
export const PULLS_MAX = 1_000;
const WINDOW_SECONDS = 6 * 3_600;

export class RateLimit {
  #since = Number.NEGATIVE_INFINITY;
  #count = 0;

  /** Counts one. `nowMs`: real time. */
  take(nowMs: number): { allowed: boolean; retrySeconds: number; headers: Readonly<Record<string, string>> } {
    if (nowMs - this.#since >= WINDOW_SECONDS * 1_000) {
      this.#since = nowMs;
      this.#count = 0;
    }
    const allowed = this.#count < PULLS_MAX;
    if (allowed) this.#count++;
    const retrySeconds = Math.ceil((this.#since + WINDOW_SECONDS * 1_000 - nowMs) / 1_000);
    return { allowed, retrySeconds, headers: this.headers() };
  }

  headers(): Readonly<Record<string, string>> {
    const window = `;w=${WINDOW_SECONDS}`;
    return {
      'ratelimit-limit': `${PULLS_MAX}${window}`,
      'ratelimit-remaining': `${PULLS_MAX - this.#count}${window}`,
    };
  }
}
