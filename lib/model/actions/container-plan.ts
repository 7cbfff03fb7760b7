// What a container of a workload asks for, and which image it runs.
import type { Container } from 'kubernetes-types/core/v1';
import { exactQuantity, QuantityError } from '#lib/rules/quantity.ts';
import type { WorkloadRef } from '../placement/workload-ref.ts';
import { type ActionPlan, nothingToDo, PlanError } from './action-plan.ts';
import type { WorkloadAction } from './cluster-action.ts';
import { set } from './json-patch.ts';
import { kubectlPatch, kubectlSetImage } from './kubectl.ts';
import { planTemplateChange } from './template-change.ts';
import { podSpecOf, podSpecPointer, type WorkloadObject } from './workload-kind.ts';

/** @throws {PlanError} */
export function planImage(
  object: WorkloadObject,
  podCount: number | null,
  { workload, container, image }: Extract<WorkloadAction, { action: 'image' }>,
): ActionPlan {
  const found = containerOf(workload, object, container);
  const kubectl = kubectlSetImage(workload, container, image);
  const before = found.container.image ?? '';
  if (before === image) return nothingToDo(kubectl, `${container} already runs ${image}`);
  const restarts = workload.kind === 'Pod' ? ['the kubelet ends the container and starts it with the new image'] : [];
  return planTemplateChange({
    workload,
    object,
    podCount,
    effects: [`changes the image of ${container} from ${before} to ${image}`, ...restarts],
    fields: [{ path: `${found.pointer}/image`, value: image }],
    spec: found.changed({ ...found.container, image }),
    // The one thing about its containers that a pod may have changed (ValidatePodUpdate), and a Job may not.
    podInPlace: workload.kind === 'Pod',
    undo: { action: 'image', workload, container, image: before },
    kubectl,
  });
}

/** @throws {PlanError} */
export function planRequest(
  object: WorkloadObject,
  podCount: number | null,
  { workload, container, requests }: Extract<WorkloadAction, { action: 'request' }>,
): ActionPlan {
  const found = containerOf(workload, object, container);
  const { resources = {} } = found.container;
  const before: Readonly<Record<string, string>> = resources.requests ?? {};
  const after = new Map(Object.entries(before));
  const effects: string[] = [];
  const undo: Record<string, string | null> = {};
  for (const [name, amount] of Object.entries(requests)) {
    const had = before[name] ?? null;
    if (amount !== null && !isQuantity(amount)) {
      throw new PlanError('Invalid', `${name}: ${JSON.stringify(amount)} is no quantity, such as 250m or 64Mi`);
    }
    if (had === amount) continue;
    undo[name] = had;
    if (amount === null) after.delete(name);
    else after.set(name, amount);
    effects.push(requestEffect(container, name, had, amount));
    if (amount === null && resources.limits?.[name] !== undefined) {
      effects.push(`it then asks for its limit of ${name}, ${resources.limits[name]}`);
    }
  }
  const value = after.size === 0 ? null : Object.fromEntries(after);
  const { requests: _requests, ...others } = resources;
  const newResources = value === null ? others : { ...others, requests: value };
  const field =
    found.container.resources === undefined
      ? { path: `${found.pointer}/resources`, value: newResources }
      : { path: `${found.pointer}/resources/requests`, value };
  if (effects.length === 0) {
    const kubectl = kubectlPatch(workload, 'json', [set(`${podSpecPointer(workload)}${field.path}`, field.value)]);
    return nothingToDo(kubectl, `${container} already asks for that`);
  }
  return planTemplateChange({
    workload,
    object,
    podCount,
    effects,
    fields: [field],
    spec: found.changed({ ...found.container, resources: newResources }),
    podInPlace: false,
    undo: { action: 'request', workload, container, requests: undo },
  });
}

function requestEffect(container: string, name: string, had: string | null, amount: string | null): string {
  if (amount === null) return `${container} no longer asks for ${name} (${had} until now)`;
  return had === null
    ? `${container} asks for ${amount} of ${name}`
    : `${container} asks for ${amount} of ${name} instead of ${had}`;
}

function isQuantity(text: string): boolean {
  try {
    exactQuantity(text);
    return true;
  } catch (error) {
    if (error instanceof QuantityError) return false;
    throw error;
  }
}

function containerOf(workload: WorkloadRef, object: WorkloadObject, name: string) {
  const spec = podSpecOf(workload, object);
  for (const field of ['containers', 'initContainers'] as const) {
    const containers: readonly Container[] = spec[field] ?? [];
    const index = containers.findIndex((container) => container.name === name);
    const container = containers[index];
    if (container === undefined) continue;
    const changed = (next: Container) => ({ ...spec, [field]: containers.with(index, next) });
    return { container, pointer: `/${field}/${index}`, changed };
  }
  const known = [...(spec.containers ?? []), ...(spec.initContainers ?? [])].map((container) => container.name);
  throw new PlanError('Invalid', `${workload.name} has no container ${name}: it has ${known.join(', ')}`);
}
