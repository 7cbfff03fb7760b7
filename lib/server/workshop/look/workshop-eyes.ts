import 'server-only';
// Looks at a cluster for the workshop: reads it, plans for what was chosen, and judges what steps wait for.
import type { Transport } from '#lib/kube/index.ts';
import type { PlatformsOf } from '#lib/model/images/platform-knowledge.ts';
import type { WorkshopChoices } from '#lib/model/workshop/choices.ts';
import type { ComponentPlan } from '#lib/model/workshop/component-plan.ts';
import type { WorkshopFacts } from '#lib/model/workshop/facts.ts';
import { platformsOfStack } from '#lib/model/workshop/fits.ts';
import { type GateState, gateState } from '#lib/model/workshop/gates.ts';
import type { Journal } from '#lib/model/workshop/journal.ts';
import { type Known, known, notKnown } from '#lib/model/workshop/known.ts';
import { type ObjectRef, objectKey, refOf } from '#lib/model/workshop/object-key.ts';
import { planWorkshop, type WorkshopPlan, workshopAsks } from '#lib/model/workshop/plan.ts';
import { Room } from '#lib/model/workshop/room.ts';
import { stackChoices, suggestedChoices } from '#lib/model/workshop/suggested-choices.ts';
import { componentOf } from '#lib/stack/catalogue.ts';
import type { ComponentId, ManifestObject, StackSecrets, StepId } from '#lib/stack/component.ts';
import { ClusterReader, type KeptReads } from './cluster-reader.ts';
import { KeptAnswers } from './kept-answers.ts';
import { markedPart, partWithoutSecrets, publicPart } from './part-contents.ts';
import { AccessAnswers } from './read-access.ts';
import { type ClusterFacts, nothingKnown, readClusterFacts, readScene, type Sight } from './read-facts.ts';
import { GateReader } from './read-gates.ts';
import type { FilledPart, StackManifests } from './stack-manifests.ts';
import { readObjects } from './stack-objects.ts';
import { StepTries } from './step-tries.ts';
import { NOTHING_WATCHED, type WatchedLists } from './watched-lists.ts';

export interface WorkshopPicture {
  facts: WorkshopFacts;
  choices: WorkshopChoices;
  /** Filled in for them; a Secret that the cluster has is left out. */
  parts: readonly FilledPart[];
  plan: WorkshopPlan;
  /** Steps that the API server tried out, and when: milliseconds since the epoch, by the cluster's clock. */
  triedMs: ReadonlyMap<StepId, number>;
}

export interface LookRequest {
  /** Null for what is suggested. */
  choices: WorkshopChoices | null;
  /** Null where nobody gave any: then a plan shows a Secret that is to come, and it cannot be applied. */
  secrets: StackSecrets | null;
  journal: Known<Journal | null>;
  /** Objects of these steps are read anew, or seconds old; others may be as they were a minute ago. */
  steps: readonly StepId[];
  /** What applying these would do is tried out by the API server. */
  tried: readonly StepId[];
  /** `now`: what was read or tried before does not count; `lately`: what is watched, or was read shortly before, does. */
  of: 'now' | 'lately';
  signal: AbortSignal;
}

export interface WaitingComponent {
  id: ComponentId;
  /** Milliseconds since the epoch, by our clock. */
  sinceMs: number;
}

const OBJECTS_KEPT_MS = 60_000;
/** Of steps that somebody looks at. */
const SHOWN_OBJECTS_KEPT_MS = 10_000;
/** Stands for a token in a plan: a dry run stores nothing. */
const SOME_TOKEN: StackSecrets = { ngrokAuthtoken: 'to-be-given' };

export interface EyesOptions {
  /** What the dashboard watches anyway; without it everything is read. */
  watched?: WatchedLists;
  /** Nobody may act from here: nothing is tried out either. */
  readOnly?: boolean;
}

export class WorkshopEyes {
  readonly #transport: Transport;
  readonly #manifests: StackManifests;
  readonly #registry: PlatformsOf | null;
  readonly #watched: WatchedLists;
  readonly #readOnly: boolean;
  readonly #access: AccessAnswers;
  readonly #tries: StepTries;
  #reads: KeptReads = new KeptAnswers();
  #objects = new KeptAnswers<Known<ManifestObject | null>>();
  /** Until there was a look after it, nothing that was read or watched before counts. */
  #isStale = true;
  /** By component and gate: when it was first seen open, by our clock. */
  readonly #openMs = new Map<string, number>();

  constructor(
    transport: Transport,
    manifests: StackManifests,
    registry: PlatformsOf | null,
    { watched = NOTHING_WATCHED, readOnly = false }: EyesOptions = {},
  ) {
    this.#transport = transport;
    this.#manifests = manifests;
    this.#registry = registry;
    this.#watched = watched;
    this.#readOnly = readOnly;
    this.#access = new AccessAnswers(transport);
    this.#tries = new StepTries(transport);
  }

  /** Nothing that was seen before counts. */
  forget(): void {
    this.#access.forget();
    this.lookAnew();
    this.#openMs.clear();
  }

  /** Much may be another at once: the next look reads everything. */
  lookAnew(): void {
    // A look that is under way keeps the old ones to itself.
    this.#reads = new KeptAnswers();
    this.#objects = new KeptAnswers();
    this.#tries.forget();
    this.#isStale = true;
  }

  async look(request: LookRequest): Promise<WorkshopPicture> {
    const { signal, journal, tried } = request;
    const isNow = request.of === 'now' || this.#isStale;
    this.#isStale = false;
    const cluster = await readClusterFacts(this.#sight(signal, isNow));
    const before = blankFacts(cluster, journal);
    const choices = request.choices ?? suggestedChoices(before);
    const { secrets } = request;
    const isGiven = secrets !== null && secrets.ngrokAuthtoken !== null;
    const all = this.#manifests.parts(stackChoices(choices, before), isGiven ? secrets : SOME_TOKEN);
    const isThere = cluster.server.known;
    const objects = isThere ? await this.#read(all, request, isNow) : new Map();
    const marked = all.map((part) => markedPart(part, objects));
    // A run that was given none applies none: what stands for one is for plans.
    const kept = secrets === null ? objects : null;
    const parts = isGiven ? marked : marked.map((part) => partWithoutSecrets(part, kept));
    const asks = workshopAsks(parts, before);
    const access = isThere ? await this.#access.to(asks, signal) : notKnown('the API server does not answer');
    const steps = this.#readOnly || !isThere ? [] : tried;
    const { nowMs } = cluster;
    const tries = await this.#tries.of({ parts, objects, steps, isAnew: isNow, nowMs, signal });
    const dryRuns = new Map(tries.flatMap(({ answers }) => [...answers]));
    const facts: WorkshopFacts = { ...before, objects, access, dryRuns };
    const plan = planWorkshop({ facts, choices, parts, registry: this.#registry });
    return { facts, choices, parts, plan, triedMs: new Map(tries.map(({ step, atMs }) => [step, atMs])) };
  }

  /** As they would be applied, without what is secret. */
  part(id: ComponentId, { choices, facts }: WorkshopPicture): FilledPart | undefined {
    const part = this.#manifests.part(id, stackChoices(choices, facts), SOME_TOKEN);
    if (part === undefined) return part;
    return publicPart(markedPart(part, facts.objects), facts.namespaces);
  }

  /** What these components wait for, each gate counted from when the one before it opened. */
  async gates(
    waiting: readonly WaitingComponent[],
    facts: WorkshopFacts,
    signal: AbortSignal,
  ): Promise<ReadonlyMap<ComponentId, readonly GateState[]>> {
    const reader = new GateReader(this.#transport, signal);
    const components = await Promise.all(
      waiting.map(async ({ id, sinceMs }) => {
        const component = componentOf(id);
        const gates = component.gates.map(async (gate) => ({ gate, sight: await reader.read(gate) }));
        return { component, sinceMs, gates: await Promise.all(gates) };
      }),
    );
    const room = new Room(facts);
    const nowMs = Date.now();
    return new Map(
      components.map(({ component, sinceMs, gates }) => {
        const platformsOf = platformsOfStack(component.images, this.#registry);
        let beganMs = sinceMs;
        const states = gates.map(({ gate, sight }) => {
          const seen = { ...facts, ...sight.facts, nowMs };
          const ground = { facts: seen, readings: sight.readings, room, platformsOf, sinceMs: beganMs };
          const state = gateState(gate, ground);
          beganMs = this.#openedMs(`${component.id}/${gate.id}`, state, sinceMs, nowMs);
          return state;
        });
        return [component.id, states] as const;
      }),
    );
  }

  /** What those of these steps that were begun wait for, and what of it is there. */
  async gatesOf(
    { plan, facts }: WorkshopPicture,
    steps: readonly StepId[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<ComponentId, readonly GateState[]>> {
    const waiting = plan.steps.flatMap(({ id: step, components, record }) => {
      if (!steps.includes(step)) return [];
      if (record === null || record.state === 'undone' || record.state === 'prepared') return [];
      // What somebody changed since then stands as well, and is looked at.
      const stands = ({ chosen, state, presence }: ComponentPlan) =>
        chosen && (state === 'offered' || state === 'done' || presence.state === 'ours');
      return components.filter(stands).map(({ id }) => ({ id, sinceMs: Date.parse(record.startedAt) }));
    });
    return waiting.length === 0 ? new Map() : this.gates(waiting, facts, signal);
  }

  /** As they are now; where pods could go is told by what is watched, or was read shortly before. */
  async freshGates(
    waiting: readonly WaitingComponent[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<ComponentId, readonly GateState[]>> {
    const scene = await readScene(this.#sight(signal, false));
    const facts = { ...nothingKnown(Date.now(), 'it was not read'), ...scene };
    return this.gates(waiting, blankFacts(facts, notKnown('it was not read')), signal);
  }

  #sight(signal: AbortSignal, isNow: boolean): Sight {
    // What is read now is shared by the looks after it, and what was kept is not looked at.
    const reader = new ClusterReader(this.#transport, signal, this.#reads, isNow);
    return { reader, lists: isNow ? NOTHING_WATCHED : this.#watched };
  }

  #openedMs(key: string, { state }: GateState, sinceMs: number, nowMs: number): number {
    if (state !== 'open') {
      this.#openMs.delete(key);
      return nowMs;
    }
    const openMs = Math.max(this.#openMs.get(key) ?? nowMs, sinceMs);
    this.#openMs.set(key, openMs);
    return openMs;
  }

  async #read(
    parts: readonly FilledPart[],
    { steps, signal }: LookRequest,
    isNow: boolean,
  ): Promise<ReadonlyMap<string, Known<ManifestObject | null>>> {
    const readMs = performance.now();
    const kept = this.#objects;
    const shownMs = isNow ? 0 : SHOWN_OBJECTS_KEPT_MS;
    const objects = new Map<string, Known<ManifestObject | null>>();
    const due: ObjectRef[] = [];
    for (const { component, objects: own } of parts) {
      const mostMs = steps.includes(component.step) ? shownMs : OBJECTS_KEPT_MS;
      for (const ref of own.map(refOf)) {
        const before = kept.get(objectKey(ref), mostMs);
        if (before === null) due.push(ref);
        else objects.set(objectKey(ref), before);
      }
    }
    for (const [key, value] of await readObjects(this.#transport, due, signal)) {
      kept.keep(key, value, readMs);
      objects.set(key, value);
    }
    return objects;
  }
}

function blankFacts(cluster: ClusterFacts, journal: Known<Journal | null>): WorkshopFacts {
  return { ...cluster, journal, access: known([]), objects: new Map(), dryRuns: new Map() };
}
