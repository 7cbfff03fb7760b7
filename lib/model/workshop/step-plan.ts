// What a plan comes to for one step: done, ready, or not and why.
import { formatCount } from '#lib/format/count.ts';
import type { ComponentId, StepId } from '#lib/stack/component.ts';
import { command } from '../actions/kubectl.ts';
import { listed } from '../what-if/listed.ts';
import { type AccessAsk, accessTo } from './access.ts';
import { stepOf, type WorkshopChoices } from './choices.ts';
import { type ComponentPlan, type PlanGround, type PlannedPart, planComponent } from './component-plan.ts';
import type { WorkshopFacts } from './facts.ts';
import type { GateState } from './gates.ts';
import { closedGates, lackedBy } from './holding.ts';
import { JOURNAL_ASKS, type Journal, recordOfStep, type StepRecord } from './journal.ts';
import { replicaWarnings } from './replica-room.ts';
import { Room } from './room.ts';
import type { TaintsPlan } from './taints.ts';
import { type TokenAsk, tokenAsk } from './token-ask.ts';

export interface StepPlan {
  id: StepId;
  title: string;
  /**
   * `done`: there is nothing left to do, `by` whom; `unready`: what it makes is there and does not hold now, `why`; `ready`:
   * it can be applied; `blocked`: it cannot, `why`; `nothing`: this cluster has no use for it; `skipped`: it was not chosen.
   */
  state: 'done' | 'unready' | 'ready' | 'blocked' | 'nothing' | 'skipped';
  /** One line. */
  words: string;
  why: readonly string[];
  warnings: readonly string[];
  components: readonly ComponentPlan[];
  /** Of the step `taints` alone. */
  taints: TaintsPlan | null;
  /** What does the same in a terminal. */
  kubectl: readonly string[];
  /** Whether ngrok's token is asked for before it is applied; null where it is not. */
  token: TokenAsk | null;
  /** What the journal says of it; null where it was never begun, or that is not known. */
  record: Pick<StepRecord, 'state' | 'startedAt' | 'endedAt' | 'message'> | null;
}

const TOLERATIONS = /\.tolerations(\W|$)/;
/** Tainting reads a node and patches it. */
export const TAINT_ASKS: readonly AccessAsk[] = ['get', 'patch'].map((verb) => ({
  verb,
  group: '',
  resource: 'nodes',
  namespace: null,
  name: null,
}));

/** With one architecture nothing can land on a board of another. */
function nothingChosenText({ nodes }: WorkshopFacts): string {
  const archs = new Set(nodes.known ? nodes.value.map(({ hardware }) => hardware.architecture) : []);
  const [only] = archs;
  if (archs.size !== 1 || only === undefined) return 'No architecture is chosen: every board takes pods of any kind.';
  return `Every board is ${only}: there is nothing to keep apart.`;
}

export function taintStep(plan: TaintsPlan, facts: WorkshopFacts, { taints: choice }: WorkshopChoices): StepPlan {
  const base = { ...stepBase('taints', facts), taints: plan, warnings: plan.warnings, kubectl: plan.kubectl };
  if (plan.blocked !== null) return { ...base, state: 'blocked', words: plan.blocked, why: [plan.blocked] };
  if (choice === null) {
    return { ...base, state: 'nothing', words: nothingChosenText(facts) };
  }
  const coming = plan.boards.filter(({ state }) => state === 'add');
  if (coming.length === 0) {
    const isThere = plan.boards.some(({ state }) => state === 'same' || state === 'kept');
    const has = plan.boards.filter(({ state }) => state === 'same' || state === 'kept').length;
    const words = isThere
      ? `${formatCount(has, 'board')} ${has === 1 ? 'has its taint' : 'have their taints'}.`
      : 'There is no board of these architectures to taint.';
    return { ...base, state: isThere ? 'done' : 'nothing', words };
  }
  const { missing } = accessTo([...TAINT_ASKS, ...JOURNAL_ASKS], facts.access);
  if (missing.length > 0) {
    const words = `You may not ${listed(missing)}.`;
    return { ...base, state: 'blocked', words, why: [words], kubectl: [] };
  }
  return { ...base, state: 'ready', words: `${formatCount(coming.length, 'board')} to taint` };
}

export function componentStep(
  id: StepId,
  own: readonly PlannedPart[],
  ground: PlanGround,
  parts: readonly PlannedPart[],
): StepPlan {
  const tried = tryOut(ground);
  const components = own.map((part) => planComponent(part, tried));
  const base = { ...stepBase(id, ground.facts), components, token: tokenAsk(components) };
  const chosen = components.filter((one) => one.chosen);
  const refused = chosen.filter(({ state }) => state === 'not-offered');
  const offered = chosen.filter(({ state }) => state === 'offered');
  const unsure = chosen.flatMap((one) => one.unsure);
  if (chosen.length === 0) keep(ground, tried);
  if (chosen.length === 0) return { ...base, state: 'skipped', words: 'not chosen' };
  // Extras stand alone; what else is in one step needs the rest of it.
  const isBlocked = refused.length > 0 && (stepOf(id).choose !== 'any' || offered.length === 0);
  if (isBlocked) {
    for (const one of components) {
      if (isThere(one)) ground.there.add(one.id);
      if (one.state === 'theirs') ground.theirs.add(one.id);
    }
    const why = refused.flatMap(({ blocked }) => blocked);
    return {
      ...base,
      components: withheld(components, refused),
      state: 'blocked',
      words: why[0] ?? '',
      why,
      warnings: unsure,
    };
  }
  keep(ground, tried);
  const words = chosen.map(({ title, words: own }) => (chosen.length === 1 ? own : `${title}: ${own}`)).join('; ');
  const warnings = [
    ...(base.record?.state === 'applied' ? outdated(offered) : []),
    ...unsure,
    ...refused.flatMap(({ blocked }) => blocked),
    ...(id === 'autoscaler' ? replicaWarnings(parts, ground.facts, ground.room, ground.registry) : []),
  ];
  if (offered.length === 0) {
    const why = lackedBy(chosen, ground.facts, ground.registry);
    return why[0] === undefined
      ? { ...base, state: 'done', words, warnings }
      : { ...base, state: 'unready', words: why[0], why, warnings };
  }
  const kubectl = offered.map(({ id: component }) => {
    return command('kubectl', 'apply', '--server-side', '--field-manager=bramble', '-f', `${component}.yaml`);
  });
  return { ...base, state: 'ready', words, warnings, kubectl };
}

/** Why a step that was applied is to be done again. */
function outdated(offered: readonly ComponentPlan[]): string[] {
  return offered.map(({ title, words, objects }) => {
    const changed = objects.filter(({ change }) => change === 'change').length;
    const fields = objects.flatMap((object) => (object.change === 'change' ? object.fields : []));
    const isForTaints =
      objects.every(({ change }) => change === 'change' || change === 'same') &&
      fields.every(({ path }) => TOLERATIONS.test(path));
    return isForTaints
      ? `${title} was applied, and the taints that are there or chosen ask for other tolerations, which let its pods onto tainted boards: ${formatCount(changed, 'object')} to change.`
      : `${title} was applied, and is not as this plan has it: ${words}.`;
  });
}

/** What a step that cannot be done would have brought is neither there for others nor takes their room. */
function tryOut(ground: PlanGround): PlanGround {
  const { room, there, theirs, comes } = ground;
  return {
    ...ground,
    room: new Room(ground.facts, room),
    there: new Set(there),
    theirs: new Set(theirs),
    comes: new Set(comes),
  };
}

function keep(ground: PlanGround, { room, there, theirs, comes }: PlanGround): void {
  ground.room = room;
  for (const id of there) ground.there.add(id);
  for (const id of theirs) ground.theirs.add(id);
  for (const name of comes) ground.comes.add(name);
}

function isThere({ state, presence }: ComponentPlan): boolean {
  return state === 'theirs' || presence.state === 'ours';
}

/** Half of a step is not offered; what is there is. */
function withheld(components: readonly ComponentPlan[], refused: readonly ComponentPlan[]): ComponentPlan[] {
  const words = `Its step needs ${listed(refused.map(({ title }) => title))} as well, which cannot be made.`;
  return components.map((one) => {
    return one.state === 'offered' ? { ...one, state: 'not-offered', words, blocked: [words] } : one;
  });
}

export function stepBase(id: StepId, { journal }: WorkshopFacts): Omit<StepPlan, 'state' | 'words'> {
  const record = journal.known && journal.value !== null ? notedOf(journal.value, id) : null;
  return {
    id,
    title: stepOf(id).title,
    why: [],
    warnings: [],
    components: [],
    taints: null,
    kubectl: [],
    token: null,
    record,
  };
}

/** As gates of it show that were looked at: what was made counts as done while they are open. */
export function heldTo(step: StepPlan, gates: ReadonlyMap<ComponentId, readonly GateState[]>): StepPlan {
  if (step.state !== 'done') return step;
  const why = step.components
    .filter(({ state }) => state === 'done')
    .flatMap(({ id }) => closedGates(gates.get(id) ?? []));
  return why[0] === undefined ? step : { ...step, state: 'unready', words: why[0], why };
}

/** What a journal says of a step, for people. */
export function notedOf(journal: Journal, id: StepId): StepPlan['record'] {
  const noted = recordOfStep(journal, id);
  if (noted === null) return null;
  return { state: noted.state, startedAt: noted.startedAt, endedAt: noted.endedAt, message: noted.message };
}
