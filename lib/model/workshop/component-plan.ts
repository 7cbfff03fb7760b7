// What a plan comes to for one component: there already, offered, or not and why.

import { architecturesOf } from '#lib/stack/architectures.ts';
import type { ComponentId, ManifestObject } from '#lib/stack/component.ts';
import type { Grant } from '#lib/stack/permissions.ts';
import type { PlatformsOf } from '../images/platform-knowledge.ts';
import { listed } from '../what-if/listed.ts';
import { type AccessAsk, asksOfGrants } from './access.ts';
import { isChosen, type WorkshopChoices } from './choices.ts';
import { changeCounts, differenceOf, type ObjectDifference } from './difference.ts';
import type { WorkshopFacts } from './facts.ts';
import { type FitsView, fitsOf, platformsOfStack } from './fits.ts';
import { hindrances } from './hindrances.ts';
import { objectKey, refOf } from './object-key.ts';
import { keeperText } from './preflight/preflight.ts';
import { type Presence, presenceOf } from './presence.ts';
import { Room } from './room.ts';
import type { StackPart } from './stack-pods.ts';
import { isTheirNamespace } from './their-namespaces.ts';

export interface ComponentPlan {
  id: ComponentId;
  title: string;
  chosen: boolean;
  /**
   * `theirs`: somebody else keeps it, nothing is done; `done`: made here and as it should be; `offered`: it can be made or
   * brought up to date; `not-offered`: it cannot work here; `not-chosen`: nobody asked for it, and it could be.
   */
  state: 'theirs' | 'done' | 'offered' | 'not-offered' | 'not-chosen';
  /** One line: `present, managed by k3s`, `12 objects to create`. */
  words: string;
  /** Why it is not offered. */
  blocked: readonly string[];
  /** What could not be found out. */
  unsure: readonly string[];
  presence: Presence;
  /** Values of `kubernetes.io/arch` that all its images have. */
  architectures: readonly string[];
  fits: readonly FitsView[];
  /** None of what somebody else keeps. */
  objects: readonly ObjectDifference[];
}

export interface PlannedPart extends StackPart {
  /** What applying and undoing it asks for. */
  grants: readonly Grant[];
}

export interface PlanGround {
  facts: WorkshopFacts;
  choices: WorkshopChoices;
  room: Room;
  there: Set<ComponentId>;
  /** Those of them that somebody else keeps. */
  theirs: Set<ComponentId>;
  titleOf: (id: ComponentId) => string;
  /** What registries answered; null where they are not asked. */
  registry: PlatformsOf | null;
  /** Namespaces and kinds that steps before it bring: `Namespace monitoring`, `monitoring.coreos.com/Prometheus`. */
  comes: Set<string>;
}

/** Others ask it by its name: one of somebody else's is left alone and does not count. */
const OWN_NEEDED: ReadonlySet<ComponentId> = new Set(['prometheus']);

export function planComponent(part: PlannedPart, ground: PlanGround): ComponentPlan {
  const { component } = part;
  const { facts, choices } = ground;
  const chosen = isChosen(component.id, choices);
  const presence = presenceOf(component, facts);
  const platforms = platformsOfStack(component.images, ground.registry);
  const { id, title } = component;
  const base = { id, title, chosen, presence, architectures: architecturesOf(component) };
  if (presence.state === 'theirs' && !OWN_NEEDED.has(id)) {
    ground.there.add(id);
    ground.theirs.add(id);
    const words = `${keeperText(presence.by)} (${presence.where})`;
    return { ...base, state: 'theirs', words, blocked: [], unsure: [], fits: [], objects: [] };
  }
  const own = part.objects.filter((object) => {
    return !isBroughtBefore(object, ground.comes) && !isTheirNamespace(object, facts.namespaces);
  });
  noteWhatComes(own, ground.comes);
  const objects = own.map((wanted) => {
    const key = objectKey(refOf(wanted));
    const comesLater = waitsForOthers(wanted, ground);
    return differenceOf({ wanted, before: facts.objects.get(key), dryRun: facts.dryRuns.get(key), comesLater });
  });
  // Its pods take room already, and what is only supposed takes none from what comes after.
  const room = chosen && presence.state !== 'ours' ? ground.room : new Room(facts, ground.room);
  const fits = presence.state === 'ours' ? [] : fitsOf(part, facts, room, platforms);
  const { blocked, unsure } = hindrances({
    ...ground,
    component,
    fits,
    differences: objects,
    asks: asksOf(part, facts),
  });
  // Our labels are part of what is wanted: whatever has them as well was made here.
  const isDone = objects.length > 0 && objects.every(({ change }) => change === 'same');
  const doubts = doubtsOf(presence);
  const state = isDone ? 'done' : blocked.length > 0 ? 'not-offered' : chosen ? 'offered' : 'not-chosen';
  if (state === 'done' || state === 'offered' || presence.state === 'ours') ground.there.add(id);
  const words = isDone
    ? `made here${'where' in presence ? ` (${presence.where})` : ''}`
    : (blocked[0] ?? todoText(objects));
  return { ...base, state, words, blocked: isDone ? [] : blocked, unsure: [...doubts, ...unsure], fits, objects };
}

export function asksOf({ grants, objects }: PlannedPart, { namespaces }: WorkshopFacts): AccessAsk[] {
  const kept = objects.filter((object) => isTheirNamespace(object, namespaces)).map(({ metadata }) => metadata.name);
  const isKept = ({ apiGroup, resource, name }: Grant) =>
    apiGroup === '' && resource === 'namespaces' && name !== null && kept.includes(name);
  const asks = asksOfGrants(grants.filter((grant) => !isKept(grant)));
  // Where an administrator made its namespace, it has only to be completed.
  for (const { kind, metadata } of objects) {
    if (kind !== 'Namespace' || (namespaces.known && namespaces.value.some(({ name }) => name === metadata.name)))
      continue;
    asks.push({ verb: 'create', group: '', resource: 'namespaces', namespace: null, name: metadata.name });
  }
  return asks;
}

function doubtsOf(presence: Presence): string[] {
  if (presence.state === 'unknown') return [`Whether it is there already is not known: ${presence.why}.`];
  return presence.state === 'theirs' ? [`${presence.where} is another one of its kind, and stays as it is.`] : [];
}

/** Components share namespaces: the first of them brings it. */
function isBroughtBefore({ kind, metadata }: ManifestObject, comes: ReadonlySet<string>): boolean {
  return kind === 'Namespace' && comes.has(`Namespace ${metadata.name}`);
}

function noteWhatComes(objects: readonly ManifestObject[], comes: Set<string>): void {
  for (const object of objects) {
    if (object.kind === 'Namespace') comes.add(`Namespace ${object.metadata.name}`);
    if (object.kind === 'CustomResourceDefinition') comes.add(kindOfDefinition(object['spec']));
    if (object.kind === 'APIService') comes.add(groupOfService(object['spec']));
  }
}

/** Whatever kinds its server has. */
function groupOfService(spec: unknown): string {
  return typeof spec === 'object' && spec !== null && 'group' in spec ? `${String(spec.group)}/*` : '';
}

function kindOfDefinition(spec: unknown): string {
  if (typeof spec !== 'object' || spec === null || !('group' in spec) || !('names' in spec)) return '';
  const { group, names } = spec;
  const kind = typeof names === 'object' && names !== null && 'kind' in names ? names.kind : '';
  return `${String(group)}/${String(kind)}`;
}

/** Until its namespace and its kind are there the API server can only refuse it. */
function waitsForOthers(
  { apiVersion, kind, metadata }: StackPart['objects'][number],
  { comes, facts }: PlanGround,
): boolean {
  const group = apiVersion.split('/')[0] ?? '';
  if (comes.has(`${group}/${kind}`) || comes.has(`${group}/*`)) return true;
  const { namespace } = metadata;
  if (namespace === undefined || !comes.has(`Namespace ${namespace}`)) return false;
  return !(facts.namespaces.known && facts.namespaces.value.some(({ name }) => name === namespace));
}

const COUNTED = [
  ['create', 'to create'],
  ['change', 'to change'],
  ['same', 'as they are'],
  ['unknown', 'not known yet'],
] as const;

/** `4 objects to create, 1 to change`. */
function todoText(objects: readonly ObjectDifference[]): string {
  const counts = changeCounts(objects);
  return listed(COUNTED.flatMap(([change, words]) => (counts[change] === 0 ? [] : [`${counts[change]} ${words}`])));
}
