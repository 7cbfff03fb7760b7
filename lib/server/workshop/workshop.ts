import 'server-only';
// The workshop on a cluster: what is chosen, what would be done, and the one run that is under way from here.
import { StatusError, type Transport } from '#lib/kube/index.ts';
import type { PlatformsOf } from '#lib/model/images/platform-knowledge.ts';
import type { WorkshopChoices } from '#lib/model/workshop/choices.ts';
import type { Journal, RunRecord } from '#lib/model/workshop/journal.ts';
import { type Known, known, knownOr } from '#lib/model/workshop/known.ts';
import { type ComponentId, STEP_IDS, type StackSecrets, type StepId } from '#lib/stack/component.ts';
import { CrashLogs } from '../pods/crash-logs.ts';
import { readJournal } from './journal/journal-store.ts';
import { WorkshopLease } from './journal/workshop-lease.ts';
import { StackManifests } from './look/stack-manifests.ts';
import { undoOrder, undoPlansOf } from './look/undo-plans.ts';
import type { WatchedLists } from './look/watched-lists.ts';
import { type LookRequest, WorkshopEyes, type WorkshopPicture } from './look/workshop-eyes.ts';
import { endWait } from './run/end-wait.ts';
import { Resumption } from './run/resumption.ts';
import { type RunOrder, type RunProgress, WorkshopRun } from './run/workshop-run.ts';

const NO_SECRETS: StackSecrets = { ngrokAuthtoken: null };
const READ_MS = 20_000;
/** Manifests depend on boards and choices alone: those of a page that is open are as it shows them. */
const PICTURE_KEPT_MS = 60_000;

export interface WorkshopParts {
  transport: Transport;
  registry: PlatformsOf | null;
  /** Holds lib/stack. */
  root: string;
  /** In lease and journal: `rack:3000`. What was begun under a name is gone on with by whoever starts under it. */
  identity: string;
  /** Nobody may act through this server. */
  readOnly: boolean;
  /** What is watched anyway. */
  watched?: WatchedLists;
}

/** Whoever shows the workshop. */
export interface WorkshopShow {
  /** What is being done is another. */
  changed: () => void;
  /** The cluster is another, or what is planned for it. */
  poke: () => void;
  /** Resolves once it was looked at since then, at the latest after `mostMs`. */
  whenLooked: (mostMs: number) => Promise<void>;
}

interface LookOrder extends Omit<LookRequest, 'choices' | 'secrets'> {
  /** Somebody else who is at work. */
  heldBy: Known<string | null>;
}

const NOBODY: WorkshopShow = {
  changed: () => undefined,
  poke: () => undefined,
  whenLooked: () => Promise.resolve(),
};

export class Workshop {
  /** What a container printed last that crashed; null until it was read, and where it may not be. */
  readonly crashLog: CrashLogs['of'];
  readonly #parts: WorkshopParts;
  readonly #eyes: WorkshopEyes;
  readonly #lease: WorkshopLease;
  readonly #ended = new AbortController();
  #show = NOBODY;
  readonly #resumption: Resumption;
  #choices: WorkshopChoices | null = null;
  #last: { picture: WorkshopPicture; lookedMs: number } | null = null;
  #run: WorkshopRun | null = null;
  /** Somebody has begun to change something, and it is not a run yet. */
  #isTaken = false;

  constructor(parts: WorkshopParts) {
    this.#parts = parts;
    this.#eyes = new WorkshopEyes(parts.transport, new StackManifests(parts.root), parts.registry, parts);
    this.#lease = new WorkshopLease(parts.transport, parts.identity);
    this.crashLog = new CrashLogs(parts.transport, () => this.#show.changed()).of;
    this.#resumption = new Resumption({
      identity: parts.identity,
      readJournal: () => readJournal(parts.transport, this.#ended.signal),
      goOn: (run) => this.#goOn(run),
    });
  }

  shownBy(show: WorkshopShow): void {
    this.#show = show;
  }

  /** Goes on with what this server was doing when it ended. */
  start(): void {
    if (!this.#parts.readOnly) this.#resumption.begin();
  }

  stop(): void {
    this.#ended.abort();
    this.#resumption.stop();
    this.#run?.end();
    this.#lease.stop();
  }

  /** Of another cluster, or of the same that was reset. */
  forget(): void {
    this.#run?.end();
    this.#lease.forget();
    this.#eyes.forget();
    this.#last = null;
    this.#choices = null;
    this.start();
  }

  get isRunning(): boolean {
    return this.#run !== null;
  }

  /** What is being done from here; null while nothing is. */
  get progress(): RunProgress | null {
    return this.#run;
  }

  /** Somebody else who is at work, as far as can be told at once. */
  async heldBy(signal: AbortSignal): Promise<Known<string | null>> {
    if (this.#run !== null) return known(null);
    return this.#lease.heldBy(AbortSignal.any([this.#ended.signal, signal]));
  }

  /** Somebody else who is at work, once that is sure; `doubted` is told whom it is waited for. */
  whoElse(doubted: (holder: string) => void): Promise<Known<string | null>> {
    return this.#lease.surelyHeldBy(this.#ended.signal, doubted);
  }

  /** For whoever looks with `fresh` alone: as `choose`, and nothing is looked at yet. */
  suppose(choices: WorkshopChoices): void {
    this.#choices = choices;
  }

  readJournal(signal: AbortSignal): Promise<Known<Journal | null>> {
    if (this.#run !== null) return Promise.resolve({ known: true, value: this.#run.journal });
    return readJournal(this.#parts.transport, signal);
  }

  /** For what is chosen; for what is being done where somebody is at work. */
  async look({ heldBy, ...request }: LookOrder): Promise<WorkshopPicture> {
    const choices = this.#chosen(request.journal, heldBy);
    const picture = await this.#eyes.look({ ...request, choices, secrets: null });
    this.#last = { picture, lookedMs: performance.now() };
    return picture;
  }

  /** Much may be another at once: the next look reads everything. */
  lookAnew(): void {
    this.#eyes.lookAnew();
  }

  /** As it is now. Throws StatusError where the cluster does not answer. */
  async fresh(tried: readonly StepId[] = []): Promise<WorkshopPicture> {
    const signal = AbortSignal.any([this.#ended.signal, AbortSignal.timeout(READ_MS)]);
    const [journal, heldBy] = await Promise.all([this.readJournal(signal), this.heldBy(signal)]);
    const picture = await this.look({ journal, heldBy, steps: tried, tried, of: 'now', signal });
    if (!picture.facts.server.known) throw new StatusError(503, 'ServiceUnavailable', picture.facts.server.why);
    return picture;
  }

  /** From now on plans are for these. Throws StatusError 409 while something runs. */
  async choose(choices: WorkshopChoices): Promise<void> {
    await this.#alone(async () => {
      this.#choices = choices;
    });
    this.#show.poke();
    await this.#show.whenLooked(READ_MS);
  }

  /**
   * How it goes is told by the topics. `confirmed` is what somebody said yes to: what is chosen since then does not count.
   * Throws StatusError where it cannot begin.
   */
  async begin(
    does: RunOrder['does'],
    steps: readonly StepId[],
    secrets: StackSecrets = NO_SECRETS,
    confirmed?: WorkshopPicture,
  ): Promise<void> {
    await this.#alone(async () => {
      const picture = confirmed ?? (await this.fresh());
      const all = does === 'apply' ? STEP_IDS : undoOrder(knownOr(picture.facts.journal, null));
      const order = all.filter((id) => steps.includes(id));
      await this.#begin({ does, steps: order, choices: picture.choices, secrets });
    });
  }

  /** What those of these steps that were begun wait for, and what of it is there. */
  gatesOf: WorkshopEyes['gatesOf'] = (...asked) => this.#eyes.gatesOf(...asked);

  /** What taking these steps back would do, in that order. Throws StatusError. */
  async undoPlans(steps: readonly StepId[]) {
    const signal = AbortSignal.any([this.#ended.signal, AbortSignal.timeout(READ_MS)]);
    const journal = await this.readJournal(signal);
    if (!journal.known) throw new StatusError(503, 'ServiceUnavailable', `the journal is not known: ${journal.why}`);
    return undoPlansOf({ transport: this.#parts.transport, signal }, journal.value, steps);
  }

  /** Throws StatusError 404 where nothing runs. */
  cancel(): void {
    if (this.#run === null) throw new StatusError(404, 'NotFound', 'nothing is being done from here');
    this.#run.stop();
  }

  /** Throws StatusError; 409 where that step does not wait, or something else is being done. */
  async skipWait(step: StepId): Promise<void> {
    if (this.#run !== null) return this.#run.skipWait(step);
    await this.#alone(() => endWait(this.#parts.transport, this.#lease, step, this.#ended.signal));
    this.#show.poke();
  }

  /** A component as it would be applied for what was seen last. Throws StatusError where nothing can be read. */
  async partOf(id: ComponentId) {
    const last = this.#last;
    const isLate = last === null || performance.now() - last.lookedMs > PICTURE_KEPT_MS;
    return this.#eyes.part(id, isLate ? await this.fresh() : last.picture);
  }

  /** One at a time of what changes something; what is asked for meanwhile is refused. Throws StatusError 409. */
  async #alone(task: () => Promise<void>): Promise<void> {
    if (this.#run !== null || this.#isTaken) {
      throw new StatusError(409, 'Conflict', 'the workshop is at work: stop it first, or wait');
    }
    this.#isTaken = true;
    try {
      const holder = await this.heldBy(AbortSignal.timeout(READ_MS));
      if (!holder.known) {
        const message = `whether somebody else is at work is not known: ${holder.why}`;
        throw new StatusError(503, 'ServiceUnavailable', message);
      }
      if (holder.value !== null) throw new StatusError(409, 'Conflict', `${holder.value} is working on the workshop`);
      await task();
    } finally {
      this.#isTaken = false;
    }
  }

  async #begin(order: RunOrder): Promise<void> {
    const { transport } = this.#parts;
    const run = new WorkshopRun(
      { transport, eyes: this.#eyes, lease: this.#lease, changed: () => this.#show.changed() },
      order,
    );
    this.#run = run;
    try {
      await run.begin();
    } catch (error) {
      this.#run = null;
      throw error;
    }
    void run.carryOn().then(() => {
      this.#run = null;
      this.#eyes.forget();
      this.#show.poke();
      this.#show.changed();
      // What it could not note is gone on with.
      if (!this.#ended.signal.aborted && run.journal.run !== null) this.#resumption.again();
    });
    this.#show.poke();
  }

  /** Throws StatusError. */
  async #goOn({ does, steps, choices }: RunRecord): Promise<void> {
    // Somebody was faster: what is left of theirs is looked for when it ends.
    if (this.#run !== null) return;
    await this.#alone(async () => {
      await this.#begin({ does, steps, choices, secrets: NO_SECRETS });
      this.#choices = choices;
    });
  }

  /** What somebody chose here, or what the cluster was last worked on with; null for what is suggested. */
  #chosen(journal: Known<Journal | null>, heldBy: Known<string | null>): WorkshopChoices | null {
    const found = knownOr(journal, null);
    const last = found?.steps.filter(({ state }) => state !== 'undone').at(-1);
    const begun = found?.run?.choices;
    const isUnderWay = this.#run !== null || !heldBy.known || heldBy.value !== null;
    // What whoever began it does not go on with can be chosen anew.
    return (isUnderWay ? begun : undefined) ?? this.#choices ?? begun ?? last?.choices ?? null;
  }
}
