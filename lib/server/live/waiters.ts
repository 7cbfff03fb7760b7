import 'server-only';

// Whoever waits for something to be read, each for at most a while of their own.

export class Waiters {
  readonly #looks = new Set<() => void>();

  /** Resolves at the first `tell` for which `isThere` holds, at the latest after `mostMs`. */
  wait(mostMs: number, isThere: () => boolean = () => true): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#looks.delete(look);
        resolve();
      };
      const look = () => {
        if (isThere()) done();
      };
      const timer = setTimeout(done, mostMs);
      this.#looks.add(look);
    });
  }

  /** Something may be there now. */
  tell(): void {
    for (const look of this.#looks) look();
  }
}
