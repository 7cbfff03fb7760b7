// Deployments with their ReplicaSets and pods, at rest: their controllers, run on these, find nothing to do.
import type { Deployment, ReplicaSet } from 'kubernetes-types/apps/v1';
import type { Pod, PodTemplateSpec } from 'kubernetes-types/core/v1';
import { controllerRef } from '../../controllers/owner.ts';
import type { KubeObject } from '../../store/object.ts';
import { type Age, ago, type Built, type Ground, meta } from './ground.ts';

export interface WorkloadInput {
  name: string;
  namespace: string;
  age: Age;
  template: PodTemplateSpec;
  labels?: Record<string, string>;
  /** The pods' labels it selects by; all of the template's where absent. */
  selector?: Record<string, string>;
}

/** A status field the type package does not know yet. */
const NONE_TERMINATING: object = { terminatingReplicas: 0 };

/** How many of the pods say they are ready. */
export function readyCount(pods: readonly Pod[]): number {
  return pods.filter((pod) => pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True'))
    .length;
}

export interface DeploymentInput extends WorkloadInput {
  /** The pod-template-hash of its only revision. */
  hash: string;
  /** 25% unless given. */
  maxUnavailable?: number;
  /** When the last of its pods became not ready, where that made it unavailable. */
  unavailableSince?: Age;
  /** Makes the pods, given the ReplicaSet that owns them. */
  pods(owner: Built<ReplicaSet>): Built<Pod>[];
}

/** The Deployment, its ReplicaSet and their pods. */
export function deploymentObjects(ground: Ground, input: DeploymentInput): KubeObject[] {
  const { name, namespace, template, hash } = input;
  const selector = input.selector ?? template.metadata?.labels ?? {};
  const labels = input.labels ?? selector;
  const deployment: Deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: meta(ground, {
      name,
      namespace,
      age: input.age,
      generation: 1,
      labels,
      annotations: { 'deployment.kubernetes.io/revision': '1' },
    }),
  };
  const owned: Built<ReplicaSet> = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: meta(ground, {
      name: `${name}-${hash}`,
      namespace,
      age: input.age,
      generation: 1,
      labels: { ...template.metadata?.labels, 'pod-template-hash': hash },
      owner: controllerRef(deployment as Built<Deployment>),
    }) as Built<ReplicaSet>['metadata'],
  };
  const pods = input.pods(owned);
  return [finishedDeployment(ground, input, deployment, pods), finishedReplicaSet(input, owned, pods), ...pods];
}

function finishedReplicaSet(input: DeploymentInput, replicaSet: Built<ReplicaSet>, pods: readonly Pod[]): ReplicaSet {
  const { template, hash } = input;
  const hashed = { 'pod-template-hash': hash };
  const ready = readyCount(pods);
  const replicas = pods.length;
  return {
    ...replicaSet,
    metadata: {
      ...replicaSet.metadata,
      annotations: {
        'deployment.kubernetes.io/desired-replicas': String(replicas),
        // Surge rounds up: 25% of the replicas.
        'deployment.kubernetes.io/max-replicas': String(replicas + Math.ceil(replicas / 4)),
        'deployment.kubernetes.io/revision': '1',
      },
    },
    spec: {
      replicas,
      selector: { matchLabels: { ...(input.selector ?? template.metadata?.labels), ...hashed } },
      template: {
        ...template,
        metadata: { ...template.metadata, labels: { ...template.metadata?.labels, ...hashed } },
      },
    },
    status: {
      replicas,
      fullyLabeledReplicas: replicas,
      ...(ready === 0 ? {} : { readyReplicas: ready, availableReplicas: ready }),
      observedGeneration: 1,
      ...NONE_TERMINATING,
    },
  };
}

function finishedDeployment(
  ground: Ground,
  input: DeploymentInput,
  deployment: Deployment,
  pods: readonly Pod[],
): Deployment {
  const replicas = pods.length;
  const ready = readyCount(pods);
  const isAvailable = ready >= replicas - Math.floor(replicas / 4);
  const since = isAvailable ? ago(ground, input.age, 10_000) : ago(ground, input.unavailableSince ?? '0s');
  return {
    ...deployment,
    spec: {
      replicas,
      selector: { matchLabels: input.selector ?? input.template.metadata?.labels ?? {} },
      template: input.template,
      strategy: {
        type: 'RollingUpdate',
        rollingUpdate: { maxSurge: '25%', maxUnavailable: input.maxUnavailable ?? '25%' },
      },
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
    },
    status: {
      observedGeneration: 1,
      replicas,
      updatedReplicas: replicas,
      ...NONE_TERMINATING,
      ...(ready === 0 ? {} : { readyReplicas: ready, availableReplicas: ready }),
      ...(ready === replicas ? {} : { unavailableReplicas: replicas - ready }),
      conditions: [
        {
          type: 'Progressing',
          status: 'True',
          lastTransitionTime: ago(ground, input.age),
          lastUpdateTime: ago(ground, input.age, 10_000),
          reason: 'NewReplicaSetAvailable',
          message: `ReplicaSet "${input.name}-${input.hash}" has successfully progressed.`,
        },
        {
          type: 'Available',
          status: isAvailable ? 'True' : 'False',
          lastTransitionTime: since,
          lastUpdateTime: since,
          reason: isAvailable ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable',
          message: isAvailable
            ? 'Deployment has minimum availability.'
            : 'Deployment does not have minimum availability.',
        },
      ],
    },
  };
}
