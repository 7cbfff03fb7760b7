// The status that a kubelet has posted of a pod: running for a while, or ended well.
import type { ContainerStatus, Pod, PodCondition, PodTemplateSpec, Toleration } from 'kubernetes-types/core/v1';
import type { OwnerReference } from 'kubernetes-types/meta/v1';
import { parseImageReference } from '#lib/rules/images/reference.ts';
import { NEVER_PROBED } from '../../kubelet/pod-conditions.ts';
import { containerIdOf, type Runtime } from '../../kubelet/runtime-ids.ts';
import { type Age, ago, type Ground } from './ground.ts';

export interface RunningPod {
  name: string;
  namespace: string;
  age: Age;
  node: string;
  hostIP: string;
  /** Absent: the host's own. */
  podIP?: string;
  runtime: Runtime;
  restarts?: number;
  template: PodTemplateSpec;
  /** On top of the template's. */
  labels?: Record<string, string>;
  tolerations?: readonly Toleration[];
  owner?: OwnerReference;
  generateName?: string;
  annotations?: Record<string, string>;
  hostname?: string;
  /** Since when its node is lost: its conditions say not ready, its containers still say running. */
  nodeLost?: Age;
  /** Its containers ended well this long after they started. */
  endedAfterMs?: number;
}

/** From creation to the container's start on boards that had the image, and to Ready. */
const STARTED_AFTER_MS = 3_000;
const READY_AFTER_MS = 5_000;
/** How long after its start a container that restarted once had failed. */
const FAILED_AFTER_MS = 45_000;

type Status = NonNullable<Pod['status']>;

export function statusOf(ground: Ground, input: RunningPod, pod: Pod): Status {
  const podIP = input.podIP ?? input.hostIP;
  const uid = pod.metadata?.uid ?? '';
  const requests = pod.spec?.containers.some(({ resources }) => Object.keys(resources?.requests ?? {}).length > 0);
  const init = pod.spec?.initContainers ?? [];
  return {
    phase: input.endedAfterMs === undefined ? 'Running' : 'Succeeded',
    conditions: conditions(ground, input),
    hostIP: input.hostIP,
    hostIPs: [{ ip: input.hostIP }],
    podIP,
    podIPs: [{ ip: podIP }],
    startTime: ago(ground, input.age),
    ...(init.length === 0
      ? {}
      : { initContainerStatuses: init.map(({ name, image = '' }) => ended(ground, input, { uid, name, image }, 0)) }),
    containerStatuses: (pod.spec?.containers ?? []).map(({ name, image = '' }, index) =>
      input.endedAfterMs === undefined
        ? running(ground, input, { uid, name, image }, index === 0 ? (input.restarts ?? 0) : 0)
        : ended(ground, input, { uid, name, image }, input.endedAfterMs),
    ),
    qosClass: requests === true ? 'Burstable' : 'BestEffort',
    observedGeneration: 1,
  } as Status;
}

function conditions(ground: Ground, input: RunningPod): PodCondition[] {
  const at = (type: string, laterMs: number): PodCondition & { observedGeneration: number } => ({
    type,
    observedGeneration: 1,
    ...NEVER_PROBED,
    status: 'True',
    lastTransitionTime: ago(ground, input.age, laterMs),
  });
  if (input.endedAfterMs !== undefined) {
    const endedMs = STARTED_AFTER_MS + input.endedAfterMs + 1_000;
    const over = { status: 'False', reason: 'PodCompleted' };
    return [
      { ...at('PodReadyToStartContainers', endedMs), status: 'False' },
      { ...at('Initialized', 0), reason: 'PodCompleted' },
      { ...at('Ready', endedMs), ...over },
      { ...at('ContainersReady', endedMs), ...over },
      at('PodScheduled', 0),
    ];
  }
  const ready = at('Ready', READY_AFTER_MS);
  return [
    at('PodReadyToStartContainers', STARTED_AFTER_MS),
    at('Initialized', (input.template.spec?.initContainers ?? []).length === 0 ? 0 : STARTED_AFTER_MS),
    input.nodeLost === undefined
      ? ready
      : { ...ready, status: 'False', lastTransitionTime: ago(ground, input.nodeLost) },
    at('ContainersReady', READY_AFTER_MS),
    at('PodScheduled', 0),
  ];
}

interface ContainerInput {
  uid: string;
  name: string;
  image: string;
}

function identity({ registry }: Ground, pod: RunningPod, { uid, name, image }: ContainerInput, restarts: number) {
  const reference = parseImageReference(image);
  return {
    name,
    restartCount: restarts,
    image,
    imageID: reference === null ? '' : registry.imageIdOf(reference, pod.runtime),
    containerID: containerIdOf(uid, name, restarts, pod.runtime),
  };
}

function running(ground: Ground, pod: RunningPod, input: ContainerInput, restarts: number): ContainerStatus {
  const failed = {
    terminated: {
      containerID: containerIdOf(input.uid, input.name, restarts - 1, pod.runtime),
      exitCode: 1,
      reason: 'Error',
      startedAt: ago(ground, pod.age, STARTED_AFTER_MS),
      finishedAt: ago(ground, pod.age, FAILED_AFTER_MS),
    },
  };
  return {
    ...identity(ground, pod, input, restarts),
    state: { running: { startedAt: ago(ground, pod.age, restarts > 0 ? FAILED_AFTER_MS + 1_000 : STARTED_AFTER_MS) } },
    lastState: restarts > 0 ? failed : {},
    ready: true,
    started: true,
  };
}

/** An init container, or a pod's that has done its work: ready where the next may follow it, as kubelets say. */
function ended(ground: Ground, pod: RunningPod, input: ContainerInput, afterMs: number): ContainerStatus {
  const own = identity(ground, pod, input, 0);
  const terminated = {
    containerID: own.containerID,
    exitCode: 0,
    reason: 'Completed',
    startedAt: ago(ground, pod.age, STARTED_AFTER_MS),
    finishedAt: ago(ground, pod.age, STARTED_AFTER_MS + afterMs),
  };
  return { ...own, state: { terminated }, lastState: {}, ready: pod.endedAfterMs === undefined, started: false };
}
