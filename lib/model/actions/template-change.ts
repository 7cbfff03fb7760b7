// A change of what a workload's pods are: patched where the API allows that, else the object is deleted and made anew.
import type { PodSpec } from 'kubernetes-types/core/v1';
import type { WorkloadRef } from '../placement/workload-ref.ts';
import type { ActionPlan, PlannedWrite } from './action-plan.ts';
import type { ClusterAction } from './cluster-action.ts';
import { type JsonPatch, pointerToken, set } from './json-patch.ts';
import { kubectlPatch, kubectlRecreate } from './kubectl.ts';
import { rolloutEffects } from './rollout-words.ts';
import { collectionPath, factsOf, objectPath, podSpecPointer, type WorkloadObject } from './workload-kind.ts';

export interface TemplateChange {
  workload: WorkloadRef;
  object: WorkloadObject;
  podCount: number | null;
  /** What changes, in words. */
  effects: readonly string[];
  /** The same as pointers within the pod's spec. */
  fields: readonly { path: string; value: unknown }[];
  /** The pod's spec with the change. */
  spec: Partial<PodSpec>;
  /** Whether a pod that exists may be changed so. */
  podInPlace: boolean;
  undo: ClusterAction;
  /** Instead of the patch. */
  kubectl?: string;
}

/** The Job controller writes them into a Job it makes pods for (batch/v1, kubernetes pkg/registry/batch/job/strategy.go). */
const JOB_LABELS = [
  'controller-uid',
  'batch.kubernetes.io/controller-uid',
  'job-name',
  'batch.kubernetes.io/job-name',
] as const;

export function planTemplateChange(change: TemplateChange): ActionPlan {
  return mustRecreate(change) ? recreatePlan(change) : patchPlan(change);
}

/** A Job's template may change only while it is suspended and was never started (ValidateJobUpdate). */
function mustRecreate({ workload, object, podInPlace }: TemplateChange): boolean {
  if (workload.kind === 'Pod') return !podInPlace;
  if (workload.kind !== 'Job') return false;
  return !(podInPlace && object.spec?.suspend === true && object.status?.startTime === undefined);
}

function patchPlan(change: TemplateChange): ActionPlan {
  const { workload, object, podCount, effects, undo } = change;
  const patch = patchOf(change);
  // A changed resourceVersion makes it a Conflict: what was read is what is changed.
  const body = [set('/metadata/resourceVersion', object.metadata?.resourceVersion ?? ''), ...patch];
  return {
    write: { kind: 'patch', path: objectPath(workload), type: 'application/json-patch+json', body },
    kubectl: change.kubectl ?? kubectlPatch(workload, 'json', patch),
    changes: true,
    effects: [...effects, ...(workload.kind === 'Pod' ? [] : rolloutEffects(workload, object, podCount))],
    evicts: [],
    undo,
  };
}

function recreatePlan(change: TemplateChange): ActionPlan {
  const { workload, object, effects, undo } = change;
  const what = workload.kind === 'Job' ? "a Job's pods" : 'a pod';
  const why = `Kubernetes does not let ${what} be changed so: ${workload.name} is deleted at once and created anew`;
  const more =
    workload.kind === 'Job'
      ? ['its pods end, and it starts from the beginning']
      : ['what it holds in memory and in its own volumes is lost; no grace period', 'the scheduler places it anew'];
  return {
    write: recreateOf(change),
    kubectl: kubectlRecreate(workload, [...patchOf(change), ...ownPatch(workload, object)]),
    changes: true,
    effects: [...effects, why, ...more],
    evicts: [],
    undo,
  };
}

function patchOf({ workload, fields }: TemplateChange): JsonPatch {
  return fields.map(({ path, value }) => set(`${podSpecPointer(workload)}${path}`, value));
}

/** What the old object has of its own, and the new one must get anew. */
function ownPatch({ kind }: WorkloadRef, { spec = {} }: WorkloadObject): JsonPatch {
  if (kind === 'Pod') return [set('/spec/nodeName', null)];
  if (spec.manualSelector === true) return [];
  const labels = spec.template?.metadata?.labels ?? {};
  const own = JOB_LABELS.filter((label) => Object.hasOwn(labels, label));
  return [
    set('/spec/selector', null),
    ...own.map((label) => ({
      op: 'remove' as const,
      path: `/spec/template/metadata/labels/${pointerToken(label)}`,
    })),
  ];
}

function recreateOf({ workload, object, spec }: TemplateChange): PlannedWrite {
  const { name, namespace, labels, annotations, ownerReferences, uid = '' } = object.metadata ?? {};
  const metadata = { name, namespace, labels, annotations, ownerReferences };
  const head = { apiVersion: factsOf(workload).apiVersion, kind: workload.kind, metadata };
  const fresh = (of: WorkloadObject['spec'], pod: Partial<PodSpec>) =>
    workload.kind === 'Pod' ? { ...head, spec: freshPod(pod) } : { ...head, spec: freshJob(of, pod) };
  const before = workload.kind === 'Pod' ? object.spec : object.spec?.template?.spec;
  return {
    kind: 'recreate',
    path: objectPath(workload),
    collection: collectionPath(workload),
    uid,
    before: fresh(object.spec, before ?? {}),
    after: fresh(object.spec, spec),
  };
}

/** Debugging containers cannot be created with a pod, and its node is the scheduler's to choose. */
function freshPod({ nodeName: _node, ephemeralContainers: _debug, ...spec }: Partial<PodSpec>): Partial<PodSpec> {
  return spec;
}

function freshJob(spec: WorkloadObject['spec'], pod: Partial<PodSpec>): unknown {
  const template = spec?.template ?? {};
  if (spec?.manualSelector === true) return { ...spec, template: { ...template, spec: pod } };
  const { selector: _selector, ...rest } = spec ?? {};
  const own: readonly string[] = JOB_LABELS;
  const labels = Object.entries(template.metadata?.labels ?? {}).filter(([label]) => !own.includes(label));
  const metadata = { ...template.metadata, labels: Object.fromEntries(labels) };
  return { ...rest, template: { ...template, metadata, spec: pod } };
}
