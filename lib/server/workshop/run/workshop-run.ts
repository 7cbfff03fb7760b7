import 'server-only';
// One run: steps applied or undone one after the other, up to the first that fails; what is left of it is in the journal.
import { isStatusError, StatusError, type Transport } from '#lib/kube/index.ts';
import type { WorkshopChoices } from '#lib/model/workshop/choices.ts';
import { type Journal, JournalError, type RunRecord, recordOfStep, withStep } from '#lib/model/workshop/journal.ts';
import { TOKEN_STEP } from '#lib/model/workshop/token-ask.ts';
import type { StackSecrets, StepId } from '#lib/stack/component.ts';
import { ensureNamespace, removeNamespace } from '../journal/journal-namespace.ts';
import { JournalStore } from '../journal/journal-store.ts';
import type { WorkshopLease } from '../journal/workshop-lease.ts';
import type { WorkshopEyes } from '../look/workshop-eyes.ts';
import { applyStep, prepareSecrets } from './apply-step.ts';
import { patiently } from './patience.ts';
import { type RunGround, recordFor, refusalOf, StepFailure } from './run-ground.ts';
import { undoStep } from './undo-step.ts';

export interface RunParts {
  transport: Transport;
  eyes: WorkshopEyes;
  lease: WorkshopLease;
  /** What is being done, and every change of the journal. */
  changed: () => void;
}

/** A run as it is now. */
export interface RunProgress {
  readonly does: RunRecord['does'];
  readonly journal: Journal;
  /** Null before the first. */
  readonly step: StepId | null;
  /** What is being done right now; '' before it begins. */
  readonly words: string;
  /** Of what is awaited: why it is not there. '' where nothing is. */
  readonly why: string;
}

export interface RunOrder {
  does: RunRecord['does'];
  steps: readonly StepId[];
  choices: WorkshopChoices;
  secrets: StackSecrets;
}

const STOPPED: Readonly<Record<RunRecord['does'], string>> = {
  apply: 'It was stopped while it was being applied. What is done of it stays, and it can be gone on with.',
  undo: 'It was stopped while it was being taken back. What is left of it stays, and it can be gone on with.',
};

export class WorkshopRun implements RunProgress {
  readonly #parts: RunParts;
  readonly #order: RunOrder;
  /** Somebody wants it to stop; what is done then is still noted. */
  readonly #stop = new AbortController();
  /** It can no longer be noted: another one may be at work, or the process ends. */
  readonly #end = new AbortController();
  readonly #store: JournalStore;
  readonly #skipped = new Set<StepId>();
  #step: StepId | null = null;
  #words = '';
  #why = '';

  constructor(parts: RunParts, order: RunOrder) {
    this.#parts = parts;
    this.#order = order;
    this.#store = new JournalStore(parts.transport, this.#end.signal);
  }

  get does(): RunRecord['does'] {
    return this.#order.does;
  }

  get journal(): Journal {
    return this.#store.journal;
  }

  get step(): StepId | null {
    return this.#step;
  }

  get words(): string {
    return this.#words;
  }

  get why(): string {
    return this.#why;
  }

  stop(): void {
    this.#stop.abort();
  }

  /** Without a word to the cluster: whoever comes after goes on. */
  end(): void {
    this.#end.abort();
    this.#parts.lease.stop();
  }

  /** Throws StatusError 409 where that step does not wait. */
  skipWait(step: StepId): void {
    const isWaiting = this.#step === step && recordOfStep(this.journal, step)?.state === 'waiting';
    if (this.does !== 'apply' || !isWaiting) throw new StatusError(409, 'Conflict', `${step} does not wait now`);
    this.#skipped.add(step);
  }

  /** Throws StatusError where it cannot begin: somebody else is at work, or the journal cannot be kept. */
  async begin(): Promise<void> {
    const { transport, lease } = this.#parts;
    const { signal } = this.#end;
    await ensureNamespace(transport, signal);
    await lease.take(signal, () => this.end());
    try {
      const { does, steps, choices, secrets } = this.#order;
      await patiently(() => this.#store.open(), signal);
      // Before it counts as begun: it is nowhere else, and a server that ends later goes on without it.
      if (secrets.ngrokAuthtoken !== null && steps.includes(TOKEN_STEP)) {
        this.#step = TOKEN_STEP;
        await prepareSecrets(this.#ground(), TOKEN_STEP);
      }
      const run = { does, steps, choices, by: lease.identity, startedAt: new Date().toISOString() };
      await patiently(() => this.#store.write({ ...this.#store.journal, run }), signal);
    } catch (error) {
      await lease.release();
      throw refusalOf(error);
    }
  }

  /** After `begin`. Never rejects; how it went is in the journal, or it can be gone on with. */
  async carryOn(): Promise<void> {
    const ground = this.#ground();
    const { steps } = this.#order;
    try {
      for (const [index, step] of steps.entries()) {
        const run = this.#store.journal.run;
        if (run !== null)
          await patiently(
            () => this.#store.write({ ...this.#store.journal, run: { ...run, steps: steps.slice(index) } }),
            this.#end.signal,
          );
        this.#step = step;
        this.#told(`begins with ${step}`);
        if (!(await this.#done(ground, step))) break;
      }
      await this.#close();
    } catch (error) {
      // Nobody could note it: the run is still in the journal, and is gone on with.
      if (!this.#end.signal.aborted) console.error('bramble: workshop: a run broke off:', describe(error));
      this.#parts.lease.stop();
    }
    this.#parts.changed();
  }

  #ground(): RunGround {
    const { transport, eyes } = this.#parts;
    const { choices, secrets } = this.#order;
    return {
      transport,
      eyes,
      choices,
      secrets,
      store: this.#store,
      signal: AbortSignal.any([this.#stop.signal, this.#end.signal]),
      skipped: this.#skipped,
      told: (words, why) => this.#told(words, why),
    };
  }

  /** False where it failed, which is noted. Throws where that could not be. */
  async #done(ground: RunGround, step: StepId): Promise<boolean> {
    try {
      await (this.#order.does === 'apply' ? applyStep(ground, step) : undoStep(ground, step));
      return true;
    } catch (error) {
      if (this.#end.signal.aborted) throw error;
      const isStopped = this.#stop.signal.aborted;
      const state = isStopped ? ('stopped' as const) : ('failed' as const);
      const message = isStopped ? STOPPED[this.#order.does] : messageOf(error);
      const { waited: _, ...rest } = recordOfStep(this.#store.journal, step) ?? recordFor(ground, step);
      // All of it is applied, and only what it waits for is not there.
      const waited = this.does === 'apply' && rest.state === 'waiting' ? { waited: true as const } : {};
      const record = { ...rest, ...waited, state, message, endedAt: new Date().toISOString() };
      await patiently(() => this.#store.write(withStep(this.#store.journal, record)), this.#end.signal);
      return false;
    }
  }

  async #close(): Promise<void> {
    const { transport, lease } = this.#parts;
    const { signal } = this.#end;
    const { journal } = this.#store;
    if (this.#order.does === 'undo' && journal.steps.every(({ state }) => state === 'undone')) {
      // A server that ends in between sees by the journal that there is something left to remove, and until the end
      // nobody else begins: what they would write would go with the namespace.
      await patiently(() => removeNamespace(transport, signal), signal);
      await patiently(() => this.#store.remove(), signal);
      await patiently(() => lease.remove(), signal);
      return;
    }
    await patiently(() => this.#store.write({ ...journal, run: null }), signal);
    await lease.release();
  }

  #told(words: string, why = ''): void {
    this.#words = words;
    this.#why = why;
    this.#parts.changed();
  }
}

function messageOf(error: unknown): string {
  if (error instanceof StepFailure || error instanceof JournalError) return error.message;
  if (isStatusError(error)) return error.message;
  console.error('bramble: workshop: a step failed:', error);
  return "Something went wrong here: see the server's log.";
}

function describe(error: unknown): unknown {
  return isStatusError(error) ? error.message : error;
}
