import 'server-only';
// The workshop's topics: what everybody sees of it, looked at while somebody watches.
import type { TopicName } from '#lib/model/stream.ts';
import type { GateState } from '#lib/model/workshop/gates.ts';
import type { Journal, RunRecord } from '#lib/model/workshop/journal.ts';
import { type Known, known, knownOr } from '#lib/model/workshop/known.ts';
import { type ComponentId, STEP_IDS, type StepId } from '#lib/stack/component.ts';
import { LookLoop } from '../live/look-loop.ts';
import type { TopicFamily, TopicLife } from '../live/topic-family.ts';
import type { WorkshopPicture } from './look/workshop-eyes.ts';
import type { Workshop } from './workshop.ts';
import { type Seen, stepTopicRows, workshopTopicRows } from './workshop-rows.ts';

export const WORKSHOP_TOPIC = 'workshop';
/** Ticked in the list only while they have figures: two requests a look, where they were begun. */
const ALWAYS_HELD: readonly StepId[] = ['custom-metrics', 'autoscaler'];
const STEP_PREFIX = `${WORKSHOP_TOPIC}/`;

export class WorkshopTopics implements TopicFamily {
  readonly needs = [];
  readonly subject = null;
  readonly life: TopicLife;
  readonly #workshop: Workshop;
  readonly #loop: LookLoop;
  readonly #changed = new Map<TopicName, () => void>();
  readonly #watched = new Set<TopicName>();
  /** Asked for once, by whoever loads a page: looked at with what is watched. */
  readonly #asked = new Set<TopicName>();
  #picture: WorkshopPicture | null = null;
  /** As it was last seen of a run, until there was a look after its end. */
  #running: Seen | null = null;
  #gates: ReadonlyMap<ComponentId, readonly GateState[]> = new Map();
  /** Steps whose gates and objects were looked at last. */
  #shown: ReadonlySet<StepId> = new Set();
  #heldBy: Known<string | null> = known(null);
  #wasAt = progressText(null);

  constructor(workshop: Workshop) {
    this.#workshop = workshop;
    this.#loop = new LookLoop((signal) => this.#look(signal));
    workshop.shownBy({
      changed: () => this.#tell(),
      poke: () => this.#lookAnew(),
      whenLooked: (mostMs) => this.#loop.whenLooked(mostMs),
    });
    this.life = {
      begin: (name, changed) => void this.#changed.set(name, changed),
      end: (name) => void this.#changed.delete(name),
      watched: (name, isWatched) => this.#setWatched(name, isWatched),
      whenRead: (name, mostMs) => this.#whenRead(name, mostMs),
      isMissing: () => false,
      poke: () => this.#lookAnew(),
      restart: () => this.#forget(),
      stop: () => this.#stop(),
    };
  }

  has(name: TopicName): boolean {
    return name === WORKSHOP_TOPIC || stepOfTopic(name) !== null;
  }

  rows(name: TopicName): ReadonlyMap<string, unknown> {
    const seen = this.#seen();
    if (seen === null) return new Map();
    const step = stepOfTopic(name);
    return step === null ? workshopTopicRows(seen) : stepTopicRows(seen, step);
  }

  async #look(signal: AbortSignal): Promise<void> {
    const steps = [...new Set([...this.#watched, ...this.#asked])].flatMap((name) => stepOfTopic(name) ?? []);
    this.#asked.clear();
    const isAfterRun = this.#workshop.progress === null;
    // In this order: whoever ends notes it, and gives the lease back then.
    const heldBy = await this.#workshop.heldBy(signal);
    const journal = await this.#workshop.readJournal(signal);
    const running = journal.known ? (journal.value?.run ?? null) : null;
    // Whoever is at work, here or elsewhere, has got further: what was read before is no longer so.
    const at = progressText(journal.known ? journal.value : null);
    if (at !== this.#wasAt) this.#workshop.lookAnew();
    this.#wasAt = at;
    const tried = this.#workshop.progress === null && running === null ? steps : [];
    const picture = await this.#workshop.look({ journal, heldBy, steps, tried, signal, of: 'lately' });
    // What was seen last is shown, and said to be old, while the API server does not answer.
    if (!picture.facts.server.known && this.#picture?.facts.server.known === true) return;
    this.#gates = await this.#workshop.gatesOf(picture, [...new Set([...steps, ...ALWAYS_HELD])], signal);
    this.#heldBy = heldBy;
    this.#shown = new Set(steps);
    this.#picture = picture;
    if (isAfterRun) this.#running = null;
    this.#tell();
  }

  #seen(): Seen | null {
    const picture = this.#picture;
    if (picture === null) return null;
    const { progress } = this.#workshop;
    // Its end is shown with what came of it: until then the cluster is known only as it was in the middle.
    const isEnding = progress === null || (progress.journal.run === null && this.#running?.run !== null);
    if (isEnding && this.#running !== null) return this.#running;
    const journal = progress === null ? picture.facts.journal : { known: true as const, value: progress.journal };
    const seen = {
      picture,
      journal,
      gates: this.#gates,
      heldBy: this.#heldBy,
      run: this.#runRecord(knownOr(journal, null)),
      words: progress?.words ?? '',
      crashLog: this.#workshop.crashLog,
    };
    if (progress !== null) this.#running = seen;
    return seen;
  }

  /** One of ours that is not under way will be gone on with: until then nothing is being done. */
  #runRecord(journal: Journal | null): RunRecord | null {
    const run = journal?.run ?? null;
    const isAbandoned = this.#workshop.progress === null && this.#heldBy.known && this.#heldBy.value === null;
    return isAbandoned ? null : run;
  }

  #setWatched(name: TopicName, isWatched: boolean): void {
    if (isWatched) this.#watched.add(name);
    else this.#watched.delete(name);
    this.#loop.watched(this.#watched.size > 0);
    if (isWatched && this.#isNew(name)) this.#loop.poke();
  }

  /** A step's page shows what nobody tried out while it was not looked at. */
  #isNew(name: TopicName): boolean {
    const step = stepOfTopic(name);
    return step !== null && !this.#shown.has(step);
  }

  /** Whoever comes first in a while sees the cluster as it is now; a run tells of itself meanwhile. */
  #whenRead(name: TopicName, mostMs: number): Promise<void> {
    this.#asked.add(name);
    if (this.#isNew(name)) this.#loop.poke();
    return this.#loop.whenLooked(mostMs);
  }

  #lookAnew(): void {
    this.#workshop.lookAnew();
    this.#loop.poke();
  }

  #forget(): void {
    this.#picture = null;
    this.#running = null;
    this.#workshop.forget();
    this.#loop.poke();
  }

  async #stop(): Promise<void> {
    this.#loop.stop();
    this.#workshop.stop();
  }

  #tell(): void {
    for (const changed of this.#changed.values()) changed();
  }
}

function stepOfTopic(name: TopicName): StepId | null {
  if (!name.startsWith(STEP_PREFIX)) return null;
  return STEP_IDS.find((id) => id === name.slice(STEP_PREFIX.length)) ?? null;
}

/** How far the workshop is, as the journal has it. */
function progressText(journal: Journal | null): string {
  const steps = (journal?.steps ?? []).map(({ step, state }) => `${step} ${state}`);
  return [journal?.run == null ? 'at rest' : 'under way', ...steps].join();
}
