// The watches that are open, so that they can be cut all at once.
import type { WatchRegister } from './watch.ts';

export class WatchStreams implements WatchRegister {
  readonly #cuts = new Set<() => void>();
  #closed = false;

  get count(): number {
    return this.#cuts.size;
  }

  add(cut: () => void): () => void {
    this.#cuts.add(cut);
    if (this.#closed) cut();
    return () => this.#cuts.delete(cut);
  }

  cutAll(): void {
    for (const cut of this.#cuts) cut();
  }

  /** Cuts all, and whichever was answered but not begun yet. */
  close(): void {
    this.#closed = true;
    this.cutAll();
  }
}
