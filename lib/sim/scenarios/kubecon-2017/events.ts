// What the last quarter of an hour left in the event list: two boards lost, and the app scaled up.
import type { Pod } from 'kubernetes-types/core/v1';
import type { KubeObject, Stored } from '../../store/object.ts';
import { eventObjects as asEvents, type Note } from '../objects/events.ts';
import { type Age, ageMs, type Ground } from '../objects/ground.ts';
import { UPBOARD2_LOST } from './boards.ts';

/** Events older than this are forgotten (kube-apiserver --event-ttl), and older pods' are not of interest. */
const RECENT: Age = '13m';

export function eventObjects(ground: Ground, objects: readonly KubeObject[]): KubeObject[] {
  const find = (kind: string, name: string) =>
    objects.find((object) => object.kind === kind && object.metadata?.name === name) ?? { kind, metadata: { name } };
  const pods = objects.filter((object): object is Stored<Pod> => object.kind === 'Pod');
  const recent = pods.filter((pod) => Date.parse(pod.metadata.creationTimestamp) > ground.nowMs - ageMs(RECENT));
  const lost = pods.filter((pod) => pod.spec?.nodeName === 'upboard2');
  const notes: Note[] = [
    nodeLost(find('Node', 'pi7'), '12m5s'),
    nodeLost(find('Node', 'upboard2'), UPBOARD2_LOST),
    ...lost.map((about) => podLost(about)),
    ...recent.flatMap((pod) => podStarted(ground, pod, find('ReplicaSet', ownerOf(pod)))),
    ...rescales(find('HorizontalPodAutoscaler', 'sample-metrics-app-hpa'), find('Deployment', 'sample-metrics-app')),
  ];
  return asEvents(ground, notes);
}

function ownerOf(pod: Pod): string {
  return pod.metadata?.ownerReferences?.[0]?.name ?? '';
}

function nodeLost(about: KubeObject, age: Age): Note {
  const message = `Node ${about.metadata?.name} status is now: NodeNotReady`;
  return { about, age, reason: 'NodeNotReady', message, component: 'node-controller' };
}

function podLost(about: KubeObject): Note {
  return {
    about,
    age: UPBOARD2_LOST,
    type: 'Warning',
    reason: 'NodeNotReady',
    message: 'Node is not ready',
    component: 'node-controller',
  };
}

function podStarted(ground: Ground, pod: Stored<Pod>, replicaSet: KubeObject): Note[] {
  const ageSeconds = Math.round(
    (Math.floor(ground.nowMs / 1000) * 1000 - Date.parse(pod.metadata.creationTimestamp)) / 1000,
  );
  const age = `${ageSeconds}s`;
  const { name, namespace } = pod.metadata;
  const node = pod.spec?.nodeName ?? '';
  const kubelet = (container: string, laterMs: number, reason: string, message: string): Note => ({
    about: pod,
    age,
    laterMs,
    reason,
    message,
    component: 'kubelet',
    host: node,
    fieldPath: `spec.containers{${container}}`,
  });
  return [
    {
      about: replicaSet,
      age,
      reason: 'SuccessfulCreate',
      message: `Created pod: ${name}`,
      component: 'replicaset-controller',
    },
    {
      about: pod,
      age,
      reason: 'Scheduled',
      message: `Successfully assigned ${namespace}/${name} to ${node}`,
      component: 'default-scheduler',
    },
    ...(pod.spec?.containers ?? []).flatMap((container) => [
      kubelet(
        container.name,
        2_000,
        'Pulled',
        `Container image "${container.image}" already present on machine and can be accessed by the pod`,
      ),
      kubelet(container.name, 2_000, 'Created', 'Container created'),
      kubelet(container.name, 3_000, 'Started', 'Container started'),
    ]),
  ];
}

/** The steps that the ages of the app's pods show; the pod of the third did not live to the first instant. */
const STEPS: readonly [age: Age, from: number, to: number][] = [
  ['12m20s', 2, 3],
  ['6m10s', 3, 2],
  ['4m', 2, 4],
  ['60s', 4, 8],
];

function rescales(hpa: KubeObject, deployment: KubeObject): Note[] {
  return STEPS.flatMap(([age, from, to]): Note[] => {
    const why = to > from ? 'external metric http_requests(nil) above target' : 'All metrics below target';
    const scaled = `Scaled ${to > from ? 'up' : 'down'} replica set sample-metrics-app-2440858958 from ${from} to ${to}`;
    return [
      {
        about: hpa,
        age,
        reason: 'SuccessfulRescale',
        message: `New size: ${to}; reason: ${why}`,
        component: 'horizontal-pod-autoscaler',
      },
      { about: deployment, age, reason: 'ScalingReplicaSet', message: scaled, component: 'deployment-controller' },
    ];
  });
}
