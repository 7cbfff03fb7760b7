// Waiting between attempts: exponential with jitter, cut short by a wake-up.

export interface BackoffOptions {
  firstMs: number;
  mostMs: number;
  random?: () => number;
}

export class Backoff {
  readonly #options: BackoffOptions;
  #attempts = 0;

  constructor(options: BackoffOptions) {
    this.#options = options;
  }

  /** After something worked: the next wait is the first one again. */
  reset(): void {
    this.#attempts = 0;
  }

  /** Doubles each time up to `mostMs`, then between half and all of it, so that many clients do not march in step. */
  nextMs(): number {
    const { firstMs, mostMs, random = Math.random } = this.#options;
    const wholeMs = Math.min(mostMs, firstMs * 2 ** Math.min(this.#attempts++, 30));
    return wholeMs / 2 + (random() * wholeMs) / 2;
  }
}

/** Resolves after `delayMs`, or at once when the signal aborts; never rejects. */
export function pause(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, delayMs);
    signal.addEventListener('abort', done, { once: true });
  });
}
