// A Pod as a record.
import type { Container, ContainerStatus, Pod, Volume } from 'kubernetes-types/core/v1';
import { podState } from '#lib/rules/pods/pin-state.ts';
import { DELETION_COST } from '#lib/rules/pods/pod-ranking.ts';
import { podStatus } from '#lib/rules/pods/pod-status.ts';
import { podLimits, resourceAmounts } from '#lib/rules/resources.ts';
import { schedulingPod, shared } from '#lib/rules/scheduling/scheduling-input.ts';
import type { ContainerRecord, OwnerRecord, PodRecord } from './records.ts';

/** A runtime's error can repeat a whole log; what tells it apart stands at its beginning. */
const MESSAGE_LENGTH_MAX = 400;

/** @throws {QuantityError} for amounts that no API server would have stored. */
export function projectPod(pod: Pod): PodRecord {
  const { metadata = {}, spec, status = {} } = pod;
  const text = podStatus(pod);
  return {
    ...schedulingPod(pod),
    uid: metadata.uid ?? '',
    createdAt: metadata.creationTimestamp ?? '',
    deletionAt: metadata.deletionTimestamp ?? null,
    owner: ownerOf(pod),
    phase: status.phase ?? '',
    status: text.status,
    ready: text.ready,
    restarts: text.restarts,
    lastRestartAt: text.lastRestartAt,
    state: podState(pod, true, text),
    readySince: readySince(pod),
    deletionCost: metadata.annotations?.[DELETION_COST] ?? null,
    unschedulable: unschedulableOf(pod),
    podIP: status.podIP || null,
    limits: podLimits(pod),
    containers: [
      ...containerRecords(spec?.initContainers, status.initContainerStatuses, true),
      ...containerRecords(spec?.containers, status.containerStatuses, false),
    ],
    schedulerName: spec?.schedulerName ?? 'default-scheduler',
    schedulingGates: (spec?.schedulingGates ?? []).map(({ name }) => name),
    resourceClaims: (spec?.resourceClaims ?? []).map(({ name }) => name),
    nominatedNode: status.nominatedNodeName || null,
    claimVolumes: (spec?.volumes ?? []).filter(standsForClaim),
    hostNetwork: spec?.hostNetwork === true,
    pullSecrets: (spec?.imagePullSecrets ?? []).map(({ name = '' }) => name),
  };
}

function containerRecords(
  containers: readonly Container[] = [],
  statuses: readonly ContainerStatus[] = [],
  isInit: boolean,
): ContainerRecord[] {
  return containers.map(({ name, image = '', resources }) => {
    const status = statuses.find((candidate) => candidate.name === name);
    const ended = status?.state?.terminated ?? status?.lastState?.terminated;
    const waiting = status?.state?.waiting;
    return {
      name,
      image,
      isInit,
      requests: shared(resourceAmounts(resources?.requests)),
      limits: shared(resourceAmounts(resources?.limits)),
      imageID: status?.imageID || null,
      ready: status?.ready === true,
      restarts: status?.restartCount ?? 0,
      waiting:
        waiting === undefined
          ? null
          : { reason: waiting.reason ?? '', message: (waiting.message ?? '').slice(0, MESSAGE_LENGTH_MAX) },
      ended:
        ended === undefined
          ? null
          : {
              exitCode: ended.exitCode,
              reason: ended.reason ?? '',
              message: (ended.message ?? '').slice(0, MESSAGE_LENGTH_MAX),
              at: ended.finishedAt ?? null,
            },
    };
  });
}

function readySince({ status }: Pod): string | null {
  const ready = (status?.conditions ?? []).find(({ type }) => type === 'Ready');
  return ready?.status === 'True' ? (ready.lastTransitionTime ?? null) : null;
}

function standsForClaim({ persistentVolumeClaim, ephemeral }: Volume): boolean {
  return persistentVolumeClaim !== undefined || ephemeral !== undefined;
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
