import 'server-only';
// Goes on with what was begun under this server's name and is not done: at once, and again at longer and longer
// intervals. Who is refused as often as there are tries leaves it to people: the pages say what was left.
import type { Journal, RunRecord } from '#lib/model/workshop/journal.ts';
import type { Known } from '#lib/model/workshop/known.ts';

/** Doubled with each try in vain. */
const WAIT_MS = 1_000;
const WAIT_MS_MAX = 60_000;
/** About a quarter of an hour of a run that gets no further. */
export const TRIES_MAX = 20;

export interface ResumptionParts {
  identity: string;
  readJournal: () => Promise<Known<Journal | null>>;
  /** Resolves once it goes on. Throws where it cannot. */
  goOn: (run: RunRecord) => Promise<void>;
}

export class Resumption {
  readonly #parts: ResumptionParts;
  #timer: NodeJS.Timeout | null = null;
  #isStopped = false;
  /** Of what is left, as it was tried last. */
  #left = '';
  #tries = 0;
  /** In a row, of a journal that could not be read: an API server may be away for as long as it likes. */
  #unread = 0;

  constructor(parts: ResumptionParts) {
    this.#parts = parts;
  }

  begin(): void {
    this.#left = '';
    this.#tries = 0;
    this.#unread = 0;
    this.#lookIn(0);
  }

  /** What was gone on with broke off. */
  again(): void {
    this.#lookIn(waitMs(this.#tries));
  }

  stop(): void {
    this.#isStopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #lookIn(ms: number): void {
    if (this.#isStopped) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#look(), ms);
    this.#timer.unref();
  }

  async #look(): Promise<void> {
    const journal = await this.#parts.readJournal().catch((error: unknown) => {
      if (this.#isStopped) return null;
      throw error;
    });
    if (this.#isStopped || journal === null) return;
    if (!journal.known) {
      this.#unread += 1;
      return this.#lookIn(waitMs(this.#unread));
    }
    this.#unread = 0;
    const run = journal.value?.run ?? null;
    if (run === null || run.by !== this.#parts.identity) return;
    const noted = journal.value?.steps.find(({ step }) => step === run.steps[0]);
    const left = `${run.does} ${run.steps.join()}, ${noted?.state ?? 'not begun'} with ${noted?.deeds.length ?? 0} deeds`;
    if (left !== this.#left) this.#tries = 0;
    this.#left = left;
    if (this.#tries === TRIES_MAX) {
      return console.error(`bramble: workshop: given up after ${TRIES_MAX} tries: ${left} is left`);
    }
    this.#tries += 1;
    try {
      await this.#parts.goOn(run);
    } catch (error) {
      console.error('bramble: workshop: what was under way could not be gone on with:', String(error));
      this.again();
    }
  }
}

function waitMs(tries: number): number {
  return Math.min(WAIT_MS * 2 ** Math.max(0, tries - 1), WAIT_MS_MAX);
}
