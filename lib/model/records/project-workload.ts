// Deployments, StatefulSets, DaemonSets, Jobs and ReplicaSets of their own as records: what they want and what they make.
import type { DaemonSet, Deployment, ReplicaSet, StatefulSet } from 'kubernetes-types/apps/v1';
import type { Job } from 'kubernetes-types/batch/v1';
import type { PodTemplateSpec } from 'kubernetes-types/core/v1';
import type { ObjectMeta } from 'kubernetes-types/meta/v1';
import {
  daemonSetRollout,
  deploymentRollout,
  type RolloutStatus,
  statefulSetRollout,
} from '#lib/rules/rollout-status.ts';
import { projectClaim } from './project-ground.ts';
import { projectPod } from './project-pod.ts';
import type { PodRecord, ReplacementRecord, WorkloadKind, WorkloadRecord } from './records.ts';

/** The API server fills in the rest: what is missing here was written before its field was made, or does not apply. */
export const PLAIN_REPLACEMENT: ReplacementRecord = {
  type: 'RollingUpdate',
  maxSurge: 0,
  maxUnavailable: 1,
  minReadySeconds: 0,
  partition: 0,
  firstOrdinal: 0,
  parallel: false,
  claimTemplates: [],
  failuresLeft: null,
};

/** Of kinds that do not replace their pods by a newer template. */
const NOT_ROLLED: RolloutStatus = { state: 'complete' };

/** @throws {QuantityError}, as all of these. */
export function projectDeployment(deployment: Deployment): WorkloadRecord {
  const { metadata, spec, status } = deployment;
  const counts = { desired: spec?.replicas ?? 1, ready: status?.readyReplicas ?? 0, suspended: spec?.paused === true };
  const { type, rollingUpdate } = spec?.strategy ?? {};
  const replacement: ReplacementRecord = {
    ...PLAIN_REPLACEMENT,
    type: type === 'Recreate' ? type : 'RollingUpdate',
    maxSurge: rollingUpdate?.maxSurge ?? '25%',
    maxUnavailable: rollingUpdate?.maxUnavailable ?? '25%',
    minReadySeconds: spec?.minReadySeconds ?? 0,
  };
  const shape = { ...counts, ...shapeOf(spec, metadata), ended: null, replacement };
  return { ...identityOf('Deployment', metadata), ...shape, rollout: deploymentRollout(deployment) };
}

export function projectStatefulSet(set: StatefulSet): WorkloadRecord {
  const { metadata, spec, status } = set;
  const counts = { desired: spec?.replicas ?? 1, ready: status?.readyReplicas ?? 0, suspended: false };
  const { type, rollingUpdate } = spec?.updateStrategy ?? {};
  const rolling: { partition?: number; maxUnavailable?: number | string } = rollingUpdate ?? {};
  const replacement: ReplacementRecord = {
    ...PLAIN_REPLACEMENT,
    type: type === 'OnDelete' ? type : 'RollingUpdate',
    maxUnavailable: rolling.maxUnavailable ?? 1,
    minReadySeconds: spec?.minReadySeconds ?? 0,
    partition: rolling.partition ?? 0,
    firstOrdinal: spec?.ordinals?.start ?? 0,
    parallel: spec?.podManagementPolicy === 'Parallel',
    claimTemplates: (spec?.volumeClaimTemplates ?? []).map(projectClaim),
  };
  const shape = { ...counts, ...shapeOf(spec, metadata), ended: null, replacement };
  return { ...identityOf('StatefulSet', metadata), ...shape, rollout: statefulSetRollout(set) };
}

export function projectDaemonSet(set: DaemonSet): WorkloadRecord {
  const { metadata, spec, status } = set;
  const counted = status?.observedGeneration !== undefined;
  const counts = { desired: counted ? status.desiredNumberScheduled : null, ready: status?.numberReady ?? 0 };
  const { type, rollingUpdate } = spec?.updateStrategy ?? {};
  const replacement: ReplacementRecord = {
    ...PLAIN_REPLACEMENT,
    type: type === 'OnDelete' ? type : 'RollingUpdate',
    maxSurge: rollingUpdate?.maxSurge ?? 0,
    maxUnavailable: rollingUpdate?.maxUnavailable ?? 1,
    minReadySeconds: spec?.minReadySeconds ?? 0,
  };
  const shape = { ...shapeOf(spec, metadata), suspended: false, ended: null, replacement };
  return { ...identityOf('DaemonSet', metadata), ...counts, ...shape, rollout: daemonSetRollout(set) };
}

/** Null for a Deployment's: its pods are shown as the Deployment's. */
export function projectReplicaSet({ metadata, spec, status }: ReplicaSet): WorkloadRecord | null {
  if ((metadata?.ownerReferences ?? []).some(({ controller }) => controller === true)) return null;
  const counts = { desired: spec?.replicas ?? 1, ready: status?.readyReplicas ?? 0, suspended: false };
  const replacement = { ...PLAIN_REPLACEMENT, minReadySeconds: spec?.minReadySeconds ?? 0 };
  const shape = { ...counts, ...shapeOf(spec, metadata), ended: null, replacement };
  return { ...identityOf('ReplicaSet', metadata), ...shape, rollout: NOT_ROLLED };
}

/** What a Job wants at the same time: at most its parallelism, and no more than is left to complete. */
export function projectJob({ metadata, spec, status }: Job): WorkloadRecord {
  const ended = (status?.conditions ?? []).find(
    ({ type, status: is }) => is === 'True' && (type === 'Complete' || type === 'Failed'),
  );
  const left = spec?.completions === undefined ? Number.POSITIVE_INFINITY : spec.completions - (status?.succeeded ?? 0);
  const wanted = ended !== undefined || spec?.suspend === true ? 0 : Math.min(spec?.parallelism ?? 1, left);
  return {
    ...identityOf('Job', metadata),
    ...shapeOf(spec, metadata),
    desired: Math.max(0, wanted),
    ready: status?.ready ?? 0,
    suspended: spec?.suspend === true,
    ended: ended === undefined ? null : ended.type === 'Complete' ? 'Complete' : 'Failed',
    replacement: { ...PLAIN_REPLACEMENT, failuresLeft: failuresLeft(spec, status) },
    rollout: NOT_ROLLED,
  };
}

/** Where its failure policy decides, or each index has a limit of its own, the count of failed pods does not. */
function failuresLeft(spec: Job['spec'], status: Job['status']): number | null {
  if (spec?.backoffLimit === undefined || spec.podFailurePolicy !== undefined) return null;
  if ('backoffLimitPerIndex' in spec && spec.backoffLimitPerIndex !== undefined) return null;
  return Math.max(0, spec.backoffLimit - (status?.failed ?? 0));
}

type Identity = Pick<WorkloadRecord, 'kind' | 'namespace' | 'name' | 'uid' | 'resourceVersion' | 'createdAt'>;

function identityOf(kind: WorkloadKind, metadata: ObjectMeta = {}): Identity {
  const { namespace = '', name = '', uid = '', resourceVersion = '', creationTimestamp = '' } = metadata;
  return { kind, namespace, name, uid, resourceVersion, createdAt: creationTimestamp };
}

function shapeOf(
  spec: { selector?: WorkloadRecord['selector'] | undefined; template?: PodTemplateSpec } | undefined,
  metadata: ObjectMeta = {},
): Pick<WorkloadRecord, 'selector' | 'template'> {
  return { selector: spec?.selector ?? null, template: templateOf(spec?.template, metadata.namespace ?? '') };
}

function templateOf(template: PodTemplateSpec = {}, namespace: string): PodRecord {
  const { labels = {}, annotations = {} } = template.metadata ?? {};
  return projectPod({ metadata: { namespace, labels, annotations }, ...(template.spec && { spec: template.spec }) });
}
