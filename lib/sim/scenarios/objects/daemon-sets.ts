// DaemonSets and StatefulSets with their pods, at rest; and the static pods of a control plane.
import type { DaemonSet, StatefulSet } from 'kubernetes-types/apps/v1';
import type { PersistentVolumeClaim, Pod, Toleration } from 'kubernetes-types/core/v1';
import type { KubeObject } from '../../store/object.ts';
import { readyCount, type WorkloadInput } from './deployments.ts';
import { type Built, type Ground, meta } from './ground.ts';

export interface DaemonSetInput extends WorkloadInput {
  /** The controller-revision-hash of its only revision. */
  hash: string;
  pods(owner: Built<DaemonSet>): Built<Pod>[];
}

/** What the DaemonSet controller adds to each of its pods (controller/daemon/util AddOrUpdateDaemonPodTolerations). */
export function daemonTolerations(hostNetwork: boolean): Toleration[] {
  const exists = (name: string, effect: string): Toleration => ({
    key: `node.kubernetes.io/${name}`,
    operator: 'Exists',
    effect,
  });
  return [
    exists('not-ready', 'NoExecute'),
    exists('unreachable', 'NoExecute'),
    exists('disk-pressure', 'NoSchedule'),
    exists('memory-pressure', 'NoSchedule'),
    exists('pid-pressure', 'NoSchedule'),
    exists('unschedulable', 'NoSchedule'),
    ...(hostNetwork ? [exists('network-unavailable', 'NoSchedule')] : []),
  ];
}

export function daemonSetObjects(ground: Ground, input: DaemonSetInput): KubeObject[] {
  const selector = input.selector ?? input.template.metadata?.labels ?? {};
  const bare: Built<DaemonSet> = {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: meta(ground, {
      name: input.name,
      namespace: input.namespace,
      age: input.age,
      generation: 1,
      labels: input.labels ?? selector,
      annotations: { 'deprecated.daemonset.template.generation': '1' },
    }) as Built<DaemonSet>['metadata'],
  };
  const pods = input.pods(bare);
  const desired = pods.length;
  const ready = readyCount(pods);
  const daemonSet: DaemonSet = {
    ...bare,
    spec: {
      selector: { matchLabels: selector },
      template: input.template,
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } },
      revisionHistoryLimit: 10,
    },
    status: {
      currentNumberScheduled: desired,
      desiredNumberScheduled: desired,
      numberAvailable: ready,
      numberMisscheduled: 0,
      numberReady: ready,
      ...(ready === desired ? {} : { numberUnavailable: desired - ready }),
      observedGeneration: 1,
      updatedNumberScheduled: desired,
    },
  };
  return [daemonSet, ...pods];
}

export interface StatefulSetInput extends WorkloadInput {
  /** The controller-revision-hash label of its pods: `<name>-<hash>`. */
  revision: string;
  serviceName: string;
  claims?: readonly PersistentVolumeClaim[];
  pods(owner: Built<StatefulSet>): Built<Pod>[];
}

export function statefulSetObjects(ground: Ground, input: StatefulSetInput): KubeObject[] {
  const selector = input.selector ?? input.template.metadata?.labels ?? {};
  const bare: Built<StatefulSet> = {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: meta(ground, {
      name: input.name,
      namespace: input.namespace,
      age: input.age,
      generation: 1,
      labels: input.labels ?? selector,
    }) as Built<StatefulSet>['metadata'],
  };
  const pods = input.pods(bare);
  const replicas = pods.length;
  const ready = readyCount(pods);
  const statefulSet: StatefulSet = {
    ...bare,
    spec: {
      replicas,
      selector: { matchLabels: selector },
      serviceName: input.serviceName,
      template: input.template,
      ...(input.claims === undefined ? {} : { volumeClaimTemplates: [...input.claims] }),
      podManagementPolicy: 'OrderedReady',
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
      revisionHistoryLimit: 10,
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
    },
    status: {
      observedGeneration: 1,
      replicas,
      ...(ready === 0 ? {} : { readyReplicas: ready }),
      availableReplicas: ready,
      currentReplicas: replicas,
      updatedReplicas: replicas,
      currentRevision: input.revision,
      updateRevision: input.revision,
      collisionCount: 0,
    },
  };
  return [statefulSet, ...pods];
}
