// A run as it goes, line by line, until it is done, fails, or is stopped at the terminal.
import { formatAge } from '#lib/format/age.ts';
import { stepOf } from '#lib/model/workshop/choices.ts';
import { EMPTY_JOURNAL, type Journal, recordOfStep } from '#lib/model/workshop/journal.ts';
import type { RunProgress } from '#lib/server/workshop/run/workshop-run.ts';
import type { StepId } from '#lib/stack/component.ts';
import { wrapped } from './layout.ts';
import type { Session } from './session.ts';
import { say } from './terminal.ts';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
/** A terminal and npm each pass on the same one. */
const SAME_SIGNAL_MS = 700;
const EXIT_STOPPED = 130;

export interface Outcome {
  /** As it was noted last. */
  journal: Journal;
  isStopped: boolean;
}

/** `begin` as it is asked of the workshop. Throws what it throws. */
export async function followed({ workshop }: Session, begin: () => Promise<unknown>): Promise<Outcome> {
  const teller = new RunTeller();
  let stoppedMs: number | null = null;
  const stop = () => {
    if (stoppedMs === null && workshop.isRunning) {
      stoppedMs = performance.now();
      say('Stops after what is being done. Ctrl-C once more ends at once.');
      workshop.cancel();
    } else if (stoppedMs === null || performance.now() - stoppedMs > SAME_SIGNAL_MS) {
      process.exit(EXIT_STOPPED);
    }
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  try {
    await new Promise<void>((resolve, reject) => {
      let hasBegun = false;
      const changed = () => {
        if (workshop.progress !== null) teller.tell(workshop.progress);
        else if (hasBegun) resolve();
      };
      workshop.shownBy({ changed, poke: () => undefined, whenLooked: () => Promise.resolve() });
      begin().then(() => {
        hasBegun = true;
        if (!workshop.isRunning) resolve();
      }, reject);
    });
  } finally {
    for (const signal of SIGNALS) process.off(signal, stop);
  }
  teller.end();
  return { journal: teller.journal, isStopped: stoppedMs !== null };
}

/** Says what is new, once. */
class RunTeller {
  journal: Journal = EMPTY_JOURNAL;
  #does: RunProgress['does'] = 'apply';
  #step: StepId | null = null;
  #said = '';
  #why = '';

  tell({ does, journal, step, words, why }: RunProgress): void {
    this.journal = journal;
    this.#does = does;
    if (step !== this.#step) {
      this.end();
      this.#step = step;
      if (step !== null) say('', stepOf(step).title);
    }
    if (words !== this.#said && words !== `begins with ${step}`) say(...wrapped(words, '  '));
    if (why !== '' && why !== this.#why) say(...wrapped(why, '    '));
    this.#said = words;
    this.#why = why;
  }

  /** Of the step that was done last. */
  end(): void {
    if (this.#step === null) return;
    const record = recordOfStep(this.journal, this.#step);
    if (record?.state === 'prepared') return;
    if (record?.state === 'failed') say(...wrapped(record.message ?? 'it failed', '  failed: '));
    else if (record?.state === 'stopped') say(...wrapped(record.message ?? 'it was stopped', '  stopped: '));
    else if (this.#does === 'undo') say('  taken back');
    else if (record === null) say('  nothing to do');
    else if (record.endedAt !== null) say(`  done, in ${tookText(record.startedAt, record.endedAt)}`);
  }
}

function tookText(startedAt: string, endedAt: string): string {
  return formatAge(Date.parse(endedAt) - Date.parse(startedAt));
}
