// Pods that have been running for a while, as admission, scheduler and kubelet leave them.
import type { ContainerStatus, Pod, PodCondition, PodTemplateSpec, Toleration, Volume } from 'kubernetes-types/core/v1';
import type { OwnerReference } from 'kubernetes-types/meta/v1';
import { containerIdOf, imageIdOf, parseImageReference, type Runtime } from '../../kubelet/image-reference.ts';
import { NEVER_PROBED } from '../../kubelet/pod-conditions.ts';
import { type Age, ago, type Built, type Ground, meta } from './ground.ts';

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
}

/** From creation to the container's start on boards that had the image, and to Ready. */
const STARTED_AFTER_MS = 3_000;
const READY_AFTER_MS = 5_000;

/** admission/defaulttolerationseconds: 300 s for pods that say nothing themselves. */
const DEFAULT_TOLERATIONS: readonly Toleration[] = ['not-ready', 'unreachable'].map((state) => ({
  key: `node.kubernetes.io/${state}`,
  operator: 'Exists',
  effect: 'NoExecute',
  tolerationSeconds: 300,
}));

export function runningPod(ground: Ground, input: RunningPod): Built<Pod> {
  const { template, namespace, owner, generateName } = input;
  const spec = template.spec;
  const own: Toleration[] = [...(spec?.tolerations ?? []), ...(input.tolerations ?? [])];
  const annotations = { ...template.metadata?.annotations, ...input.annotations };
  const access = tokenVolume(`kube-api-access-${ground.random.suffix()}`);
  const pod: Pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: meta(ground, {
      name: input.name,
      namespace,
      age: input.age,
      generation: 1,
      labels: { ...template.metadata?.labels, ...input.labels },
      ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
      ...(generateName === undefined ? {} : { generateName }),
      ...(owner === undefined ? {} : { owner }),
    }),
    spec: {
      ...spec,
      containers: (spec?.containers ?? []).map((container) => ({ ...container, volumeMounts: [tokenMount(access)] })),
      volumes: [access],
      nodeName: input.node,
      ...(input.hostname === undefined ? {} : { hostname: input.hostname }),
      serviceAccountName: spec?.serviceAccountName ?? 'default',
      serviceAccount: spec?.serviceAccountName ?? 'default',
      tolerations: [...own, ...missingTolerations(own)],
      priority: priorityOf(spec?.priorityClassName),
      preemptionPolicy: 'PreemptLowerPriority',
      enableServiceLinks: true,
    },
  };
  return { ...pod, status: status(ground, input, pod) } as Built<Pod>;
}

function missingTolerations(own: readonly Toleration[]): Toleration[] {
  const covers = (toleration: Toleration, key: string | undefined) =>
    (toleration.key === undefined || toleration.key === key) &&
    (toleration.effect === undefined || toleration.effect === 'NoExecute');
  return DEFAULT_TOLERATIONS.filter(({ key }) => !own.some((toleration) => covers(toleration, key)));
}

/** scheduling/types.go: the two classes every cluster has. */
function priorityOf(className: string | undefined): number {
  if (className === 'system-node-critical') return 2_000_001_000;
  return className === 'system-cluster-critical' ? 2_000_000_000 : 0;
}

function tokenVolume(name: string): Volume {
  return {
    name,
    projected: {
      defaultMode: 0o644,
      sources: [
        { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
        { configMap: { items: [{ key: 'ca.crt', path: 'ca.crt' }], name: 'kube-root-ca.crt' } },
        {
          downwardAPI: {
            items: [{ fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' }, path: 'namespace' }],
          },
        },
      ],
    },
  };
}

function tokenMount(volume: Volume) {
  return { mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', name: volume.name, readOnly: true };
}

function status(ground: Ground, input: RunningPod, pod: Pod): NonNullable<Pod['status']> {
  const podIP = input.podIP ?? input.hostIP;
  const uid = pod.metadata?.uid ?? '';
  const requests = pod.spec?.containers.some(({ resources }) => Object.keys(resources?.requests ?? {}).length > 0);
  return {
    phase: 'Running',
    conditions: conditions(ground, input),
    hostIP: input.hostIP,
    hostIPs: [{ ip: input.hostIP }],
    podIP,
    podIPs: [{ ip: podIP }],
    startTime: ago(ground, input.age),
    containerStatuses: (pod.spec?.containers ?? []).map(({ name, image = '' }, index) =>
      containerStatus(ground, input, { uid, name, image, restarts: index === 0 ? (input.restarts ?? 0) : 0 }),
    ),
    qosClass: requests === true ? 'Burstable' : 'BestEffort',
    observedGeneration: 1,
  } as NonNullable<Pod['status']>;
}

function conditions(ground: Ground, input: RunningPod): PodCondition[] {
  const at = (type: string, laterMs: number): PodCondition & { observedGeneration: number } => ({
    type,
    observedGeneration: 1,
    ...NEVER_PROBED,
    status: 'True',
    lastTransitionTime: ago(ground, input.age, laterMs),
  });
  const ready = at('Ready', READY_AFTER_MS);
  return [
    at('PodReadyToStartContainers', STARTED_AFTER_MS),
    at('Initialized', 0),
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
  restarts: number;
}

/** How long after its start a container that restarted once had failed. */
const FAILED_AFTER_MS = 45_000;

function containerStatus(ground: Ground, pod: RunningPod, input: ContainerInput): ContainerStatus {
  const { uid, name, image, restarts } = input;
  const reference = parseImageReference(image);
  const id = (restart: number) => containerIdOf(uid, name, restart, pod.runtime);
  const failed = {
    terminated: {
      containerID: id(restarts - 1),
      exitCode: 1,
      reason: 'Error',
      startedAt: ago(ground, pod.age, STARTED_AFTER_MS),
      finishedAt: ago(ground, pod.age, FAILED_AFTER_MS),
    },
  };
  return {
    name,
    state: { running: { startedAt: ago(ground, pod.age, restarts > 0 ? FAILED_AFTER_MS + 1_000 : STARTED_AFTER_MS) } },
    lastState: restarts > 0 ? failed : {},
    ready: true,
    restartCount: restarts,
    image,
    imageID: reference === null ? '' : imageIdOf(reference, pod.runtime),
    containerID: id(restarts),
    started: true,
  };
}
