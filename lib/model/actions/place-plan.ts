// Where a workload's pods may land: its template's nodeSelector, affinity and tolerations, each replaced as a whole.
import type { PodSpec } from 'kubernetes-types/core/v1';
import { DEFAULT_TOLERATION_SECONDS, TAINT_NOT_READY, TAINT_UNREACHABLE } from '#lib/rules/nodes/taints.ts';
import { type ActionPlan, nothingToDo } from './action-plan.ts';
import type { PlacementFields, WorkloadAction } from './cluster-action.ts';
import { set } from './json-patch.ts';
import { kubectlPatch } from './kubectl.ts';
import { placementChanges, tolerationText } from './placement-words.ts';
import { sameJson } from './same-json.ts';
import { planTemplateChange } from './template-change.ts';
import { podSpecOf, podSpecPointer, type WorkloadObject } from './workload-kind.ts';

const FIELDS = ['nodeSelector', 'affinity', 'tolerations'] as const;

/** @throws {PlanError} */
export function planPlace(
  object: WorkloadObject,
  podCount: number | null,
  action: Extract<WorkloadAction, { action: 'place' }>,
): ActionPlan {
  const { workload } = action;
  const spec = podSpecOf(workload, object);
  const before = placementOf(spec);
  const after = workload.kind === 'Pod' ? withOutageTolerations(before, action.placement) : action.placement;
  const changes = placementChanges(before, after);
  const fields = FIELDS.flatMap((field) =>
    sameJson(meaning(before[field]), meaning(after[field]))
      ? []
      : [{ path: `/${field}`, value: meaning(after[field]) }],
  );
  if (changes.length === 0) {
    const patch = FIELDS.map((field) => set(`${podSpecPointer(workload)}/${field}`, meaning(after[field])));
    return nothingToDo(kubectlPatch(workload, 'json', patch), `${workload.name} is already placed so`);
  }
  return planTemplateChange({
    workload,
    object,
    podCount,
    effects: changes.map((line) => (workload.kind === 'Pod' ? line : `${line} in its pod template`)),
    fields,
    spec: placed(spec, after),
    podInPlace: workload.kind === 'Pod' ? onlyAddsTolerations(before, after) : true,
    undo: { action: 'place', workload, placement: before },
  });
}

function placementOf({ nodeSelector, affinity, tolerations }: Partial<PodSpec>): PlacementFields {
  return { nodeSelector: nodeSelector ?? null, affinity: affinity ?? null, tolerations: tolerations ?? null };
}

/** Empty is as good as absent. */
function meaning<T extends object>(field: T | null): T | null {
  return field === null || Object.keys(field).length === 0 ? null : field;
}

function placed(spec: Partial<PodSpec>, { nodeSelector, affinity, tolerations }: PlacementFields): Partial<PodSpec> {
  const { nodeSelector: _selector, affinity: _affinity, tolerations: _tolerations, ...rest } = spec;
  return {
    ...rest,
    ...(nodeSelector === null ? {} : { nodeSelector: { ...nodeSelector } }),
    ...(affinity === null ? {} : { affinity }),
    ...(tolerations === null ? {} : { tolerations: [...tolerations] }),
  };
}

/** Admission gives each pod two tolerations of an outage: whoever leaves them out does not mean to take them away. */
function withOutageTolerations(before: PlacementFields, after: PlacementFields): PlacementFields {
  const given = (before.tolerations ?? []).filter(
    ({ key, effect, tolerationSeconds }) =>
      (key === TAINT_NOT_READY || key === TAINT_UNREACHABLE) &&
      effect === 'NoExecute' &&
      tolerationSeconds === DEFAULT_TOLERATION_SECONDS,
  );
  const wanted = after.tolerations ?? [];
  const missing = given.filter(({ key }) => !wanted.some((toleration) => toleration.key === key));
  return missing.length === 0 ? after : { ...after, tolerations: [...wanted, ...missing] };
}

/** All that a pod that exists may have changed of its placement (ValidatePodUpdate, apis/core/validation). */
function onlyAddsTolerations(before: PlacementFields, after: PlacementFields): boolean {
  const kept = (after.tolerations ?? []).map(tolerationText);
  return (
    sameJson(meaning(before.nodeSelector), meaning(after.nodeSelector)) &&
    sameJson(meaning(before.affinity), meaning(after.affinity)) &&
    (before.tolerations ?? []).every((toleration) => kept.includes(tolerationText(toleration)))
  );
}
