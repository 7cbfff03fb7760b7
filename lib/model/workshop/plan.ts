// The whole plan of the workshop: what is found, and for every step what it would do, or why it cannot.
// Pure: whatever is read of the cluster comes in as facts, and carrying it out is somebody else's.
import { type Component, type ComponentId, STEP_IDS } from '#lib/stack/component.ts';
import type { PlatformsOf } from '../images/platform-knowledge.ts';
import type { AccessAsk } from './access.ts';
import { isChosen, type WorkshopChoices } from './choices.ts';
import { asksOf, type ComponentPlan, type PlanGround, type PlannedPart } from './component-plan.ts';
import type { WorkshopFacts } from './facts.ts';
import { versionReasons } from './hindrances.ts';
import { JOURNAL_ASKS } from './journal.ts';
import type { Consent } from './preflight/certificates.ts';
import type { PreflightCheck } from './preflight/check.ts';
import { preflight } from './preflight/preflight.ts';
import { type PreloadImage, preloadImages } from './preload.ts';
import { Room } from './room.ts';
import { stackPods } from './stack-pods.ts';
import { componentStep, type StepPlan, stepBase, TAINT_ASKS, taintStep } from './step-plan.ts';
import { planTaints } from './taints.ts';

export interface WorkshopPlan {
  preflight: readonly PreflightCheck[];
  /** In the order in which they are done; preflight is the first of them. */
  steps: readonly StepPlan[];
  /** To be loaded onto boards beforehand where there is no way to a registry; each once. */
  images: readonly PreloadImage[];
}

export interface PlanInput {
  facts: WorkshopFacts;
  choices: WorkshopChoices;
  /** All components in the order of steps, filled in for `stackChoices(choices, facts)`. */
  parts: readonly PlannedPart[];
  /** What registries answered; null where they are not asked. */
  registry: PlatformsOf | null;
}

/** Everything that a plan has to know of permissions, to be asked before it is made. */
export function workshopAsks(parts: readonly PlannedPart[], facts: WorkshopFacts): AccessAsk[] {
  return [...JOURNAL_ASKS, ...TAINT_ASKS, ...parts.flatMap((part) => asksOf(part, facts))];
}

export function planWorkshop(input: PlanInput): WorkshopPlan {
  const { facts, choices, parts, registry } = input;
  const titles = new Map<ComponentId, string>(parts.map(({ component }) => [component.id, component.title]));
  const room = new Room(facts);
  const ground: PlanGround = {
    facts,
    choices,
    room,
    registry,
    there: new Set(),
    theirs: new Set(),
    comes: new Set(),
    titleOf: (id) => titles.get(id) ?? id,
  };
  const taints = planTaints(facts, choices, room);
  const steps = STEP_IDS.filter((id) => id !== 'preflight').map((id) => {
    const own = parts.filter(({ component }) => component.step === id);
    return id === 'taints' ? taintStep(taints, facts, choices) : componentStep(id, own, ground, parts);
  });
  const wanted = parts.filter(({ component }) => isChosen(component.id, choices));
  const made = new Map(steps.flatMap(({ components }) => components.map((one) => [one.id, one])));
  const checks = preflight({
    facts,
    presences: steps.flatMap(({ components }) => components),
    asks: stepAsks(steps, parts, facts),
    neededBytes: Math.max(0, ...wanted.flatMap(stackPods).map(({ pod }) => pod.requests['memory'] ?? 0)),
    consent: consentTo(made.get('metrics-server'), choices),
  });
  const images = preloadImages(
    parts
      .map(({ component }) => component)
      .filter((component) => isPreloaded(made.get(component.id), component, facts)),
    choices.registryPrefix,
  );
  return { preflight: checks, steps: [preflightStep(checks, facts), ...steps], images };
}

/** Also what waits for a consent, a right or room: whoever preloads does it before that. Not what never works here. */
function isPreloaded(made: ComponentPlan | undefined, component: Component, facts: WorkshopFacts): boolean {
  if (made === undefined || !isMade(made, component.id) || versionReasons(component, facts).length > 0) return false;
  return (
    !facts.nodes.known || facts.nodes.value.some(({ hardware }) => made.architectures.includes(hardware.architecture))
  );
}

function consentTo(metrics: ComponentPlan | undefined, { kubeletInsecureTls }: WorkshopChoices): Consent {
  if (metrics === undefined || !isMade(metrics, 'metrics-server')) return 'unasked';
  return kubeletInsecureTls ? 'given' : 'needed';
}

function isMade({ id, chosen, state }: ComponentPlan, component: ComponentId): boolean {
  return id === component && chosen && state !== 'theirs';
}

/** Only of what would be done: what somebody else keeps asks for nothing. */
function stepAsks(steps: readonly StepPlan[], parts: readonly PlannedPart[], facts: WorkshopFacts) {
  return steps.flatMap(({ id, title, components, taints }) => {
    const own = parts.filter(({ component }) => components.some((one) => isMade(one, component.id)));
    const asks =
      id === 'taints' && taints?.boards.some(({ state }) => state === 'add')
        ? TAINT_ASKS
        : own.flatMap((part) => asksOf(part, facts));
    return asks.length === 0 ? [] : [{ step: title, asks: [...asks, ...JOURNAL_ASKS] }];
  });
}

function preflightStep(checks: readonly PreflightCheck[], facts: WorkshopFacts): StepPlan {
  const of = (state: PreflightCheck['state']) => checks.filter((one) => one.state === state);
  const why = of('blocked').map(({ title, words }) => `${title}: ${words}`);
  const warnings = [...of('warning'), ...of('unknown')].map(({ title, words }) => `${title}: ${words}`);
  const base = stepBase('preflight', facts);
  const words = `${of('ok').length} of ${checks.length} checks are well`;
  return { ...base, state: why.length > 0 ? 'blocked' : 'done', words, why, warnings };
}
