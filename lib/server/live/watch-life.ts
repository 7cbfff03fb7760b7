import 'server-only';
// The life of topics that each watch one thing: a watch begins with its topic and ends with it.
import type { TopicName } from '#lib/model/stream.ts';
import type { TopicLife } from './topic-family.ts';

/** What one topic reads for itself. */
export interface TopicWatch {
  rows(): ReadonlyMap<string, unknown>;
  /** Read, and not there. */
  readonly isMissing: boolean;
  watched(isWatched: boolean): void;
  whenRead(mostMs: number): Promise<void>;
  poke(): void;
  restart(): void;
  stop(): Promise<void> | void;
}

export class WatchLife implements TopicLife {
  readonly #make: (name: TopicName, changed: () => void) => TopicWatch | null;
  readonly #watches = new Map<TopicName, TopicWatch>();

  /** `make` gives null for what is no such topic. */
  constructor(make: (name: TopicName, changed: () => void) => TopicWatch | null) {
    this.#make = make;
  }

  /** None of a topic that has not begun. */
  rows(name: TopicName): ReadonlyMap<string, unknown> {
    return this.#watches.get(name)?.rows() ?? new Map();
  }

  begin(name: TopicName, changed: () => void): void {
    const watch = this.#make(name, changed);
    if (watch !== null) this.#watches.set(name, watch);
  }

  end(name: TopicName): void {
    void this.#watches.get(name)?.stop();
    this.#watches.delete(name);
  }

  watched(name: TopicName, isWatched: boolean): void {
    this.#watches.get(name)?.watched(isWatched);
  }

  async whenRead(name: TopicName, mostMs: number): Promise<void> {
    await this.#watches.get(name)?.whenRead(mostMs);
  }

  isMissing(name: TopicName): boolean {
    return this.#watches.get(name)?.isMissing === true;
  }

  poke(): void {
    for (const watch of this.#watches.values()) watch.poke();
  }

  restart(): void {
    for (const watch of this.#watches.values()) watch.restart();
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#watches.values()].map(async (watch) => watch.stop()));
  }
}
