// Whether boards have room for as many pods as an autoscaler may ask for.
import type { ManifestObject } from '#lib/stack/component.ts';
import type { PlatformsOf } from '../images/platform-knowledge.ts';
import type { WorkshopFacts } from './facts.ts';
import { fitOf, platformsOfStack } from './fits.ts';
import { Room } from './room.ts';
import { type StackPart, stackPods } from './stack-pods.ts';

/** Supposed beyond those that are planned; nobody is told more. */
const REPLICAS_MAX = 50;

export function replicaWarnings(
  parts: readonly StackPart[],
  facts: WorkshopFacts,
  room: Room,
  registry: PlatformsOf | null,
): string[] {
  if (!facts.nodes.known || !facts.pods.known) return [];
  const scalers = parts.flatMap(({ objects }) => objects.flatMap((object) => scalerOf(object) ?? []));
  return scalers.flatMap(({ name, target, most }) => {
    const part = parts.find((one) => stackPods(one).some(({ of }) => of === target));
    const pods = part === undefined ? undefined : stackPods(part).find(({ of }) => of === target);
    if (part === undefined || pods === undefined) return [];
    const running = facts.workloads.known ? facts.workloads.value.find((one) => textOf(one) === target) : undefined;
    // Those that are there, or that the plan has placed, take their room already.
    const there = running?.desired ?? pods.replicas ?? 0;
    const wanted = Math.min(most, REPLICAS_MAX) - there;
    if (wanted <= 0) return [];
    const platforms = platformsOfStack(part.component.images, registry);
    const { placed } = fitOf({ ...pods, replicas: wanted }, facts, new Room(facts, room), platforms);
    if (placed === null || placed >= wanted) return [];
    return [
      `${name} may ask for ${most} pods, and boards have room for ${there + placed}: the others would stay Pending.`,
    ];
  });
}

function textOf({ kind, namespace, name }: { kind: string; namespace: string; name: string }): string {
  return `${kind} ${namespace}/${name}`;
}

function scalerOf({
  kind,
  metadata,
  ...object
}: ManifestObject): { name: string; target: string; most: number } | null {
  const spec = object['spec'];
  if (kind !== 'HorizontalPodAutoscaler' || typeof spec !== 'object' || spec === null) return null;
  if (!('maxReplicas' in spec) || typeof spec.maxReplicas !== 'number' || !('scaleTargetRef' in spec)) return null;
  const target = spec.scaleTargetRef;
  if (typeof target !== 'object' || target === null || !('kind' in target) || !('name' in target)) return null;
  const of = textOf({ kind: String(target.kind), namespace: metadata.namespace ?? '', name: String(target.name) });
  return { name: metadata.name, target: of, most: spec.maxReplicas };
}
