// Whether what was made still holds: what it needs is there, and what it waited for is as it was then.
import { sentence } from '#lib/format/sentence.ts';
import { componentOf, STEPS } from '#lib/stack/catalogue.ts';
import type { StepId } from '#lib/stack/component.ts';
import type { PlatformsOf } from '../images/platform-knowledge.ts';
import { listed } from '../what-if/listed.ts';
import { isChosen, stepOf, type WorkshopChoices } from './choices.ts';
import type { ComponentPlan } from './component-plan.ts';
import type { WorkshopFacts } from './facts.ts';
import { platformsOfStack } from './fits.ts';
import type { GateReadings } from './gate-readings.ts';
import { type GateState, gateState } from './gates.ts';
import { notKnown } from './known.ts';
import { presenceOf } from './presence.ts';
import { Room } from './room.ts';

const NOT_ASKED = notKnown('it was not asked for');
/** What is read for every plan tells of workloads, aggregated APIs and claims. */
const NO_READINGS: GateReadings = {
  measuredNodes: NOT_ASKED,
  established: NOT_ASKED,
  autoscalers: NOT_ASKED,
  answers: new Map(),
};

/** Sentences; none where it holds, as far as can be told without asking further. */
export function lackedBy(
  components: readonly ComponentPlan[],
  facts: WorkshopFacts,
  registry: PlatformsOf | null,
): string[] {
  const made = components.filter(({ state }) => state === 'done').map(({ id }) => componentOf(id));
  const away = made.flatMap(({ title, needs }) => {
    const missing = needs.after.filter((id) => presenceOf(componentOf(id), facts).state === 'absent');
    if (missing.length === 0) return [];
    const titles = missing.map((id) => componentOf(id).title);
    return [`${title} is there, but ${listed(titles)}, which it needs, ${missing.length === 1 ? 'is' : 'are'} not.`];
  });
  if (away.length > 0) return away;
  const room = new Room(facts);
  return made.flatMap(({ images, gates }) => {
    const platformsOf = platformsOfStack(images, registry);
    const ground = { facts, readings: NO_READINGS, room, platformsOf, sinceMs: facts.nowMs };
    return closedGates(gates.map((gate) => gateState(gate, ground)));
  });
}

/** Sentences: what is not as it has to be. */
export function closedGates(states: readonly GateState[]): string[] {
  return states
    .filter(({ state }) => state === 'waiting' || state === 'long' || state === 'failed')
    .map(({ title, words }) => `It is made, but “${title}” does not hold now. ${sentence(words)}`);
}

/** Those of the steps that `kept` names which no longer work once `undone` are: what they need goes, at once or in the end. */
export function stepsNeeding(
  undone: readonly StepId[],
  kept: readonly StepId[],
  choices: WorkshopChoices,
): readonly StepId[] {
  const componentsOf = (id: StepId) => stepOf(id).components.filter((one) => isChosen(one, choices));
  const gone = new Set(undone.flatMap(componentsOf));
  return STEPS.map(({ id }) => id).filter((id) => {
    if (!kept.includes(id) || undone.includes(id)) return false;
    const hit = componentsOf(id).filter((one) => componentOf(one).needs.after.some((needed) => gone.has(needed)));
    for (const one of hit) gone.add(one);
    return hit.length > 0;
  });
}
