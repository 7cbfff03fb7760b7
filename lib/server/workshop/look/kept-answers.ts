import 'server-only';
// Answers of the API server that one look after the other may share: each for as long as whoever asks lets it be old.

export class KeptAnswers<T> {
  readonly #answers = new Map<string, { answer: T; readMs: number }>();

  /** Null where there is none that is new enough. */
  get(key: string, mostMs: number): T | null {
    const found = this.#answers.get(key);
    return found !== undefined && performance.now() - found.readMs < mostMs ? found.answer : null;
  }

  keep(key: string, answer: T, readMs = performance.now()): void {
    this.#answers.set(key, { answer, readMs });
  }
}
