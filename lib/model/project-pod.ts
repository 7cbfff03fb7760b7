// A Pod as a record.
import type { Pod } from 'kubernetes-types/core/v1';
import { podState } from '#lib/rules/pods/pin-state.ts';
import { podStatus } from '#lib/rules/pods/pod-status.ts';
import { podLimits, podRequests } from '#lib/rules/resources.ts';
import { hostPorts } from '#lib/rules/scheduling/host-ports.ts';
import type { OwnerRecord, PodRecord } from './records.ts';

/** @throws {QuantityError} for amounts that no API server would have stored. */
export function projectPod(pod: Pod): PodRecord {
  const { metadata = {}, spec, status = {} } = pod;
  const text = podStatus(pod);
  return {
    namespace: metadata.namespace ?? '',
    name: metadata.name ?? '',
    uid: metadata.uid ?? '',
    createdAt: metadata.creationTimestamp ?? '',
    deletionAt: metadata.deletionTimestamp ?? null,
    labels: metadata.labels ?? {},
    owner: ownerOf(pod),
    nodeName: spec?.nodeName || null,
    phase: status.phase ?? '',
    status: text.status,
    ready: text.ready,
    restarts: text.restarts,
    lastRestartAt: text.lastRestartAt,
    state: podState(pod, true, text),
    unschedulable: unschedulableOf(pod),
    podIP: status.podIP || null,
    requests: podRequests(pod),
    limits: podLimits(pod),
    images: (spec?.containers ?? []).map(({ image = '' }) => image),
    nodeSelector: spec?.nodeSelector ?? {},
    affinity: spec?.affinity ?? null,
    tolerations: spec?.tolerations ?? [],
    hostPorts: hostPorts(pod),
    priority: spec?.priority ?? 0,
  };
}

function ownerOf(pod: Pod): OwnerRecord | null {
  const owner = (pod.metadata?.ownerReferences ?? []).find(({ controller }) => controller === true);
  return owner === undefined ? null : { kind: owner.kind, name: owner.name };
}

function unschedulableOf(pod: Pod): PodRecord['unschedulable'] {
  const scheduled = (pod.status?.conditions ?? []).find(({ type }) => type === 'PodScheduled');
  if (scheduled?.status !== 'False' || pod.spec?.nodeName) return null;
  return { message: scheduled.message ?? scheduled.reason ?? '', since: scheduled.lastTransitionTime ?? null };
}
