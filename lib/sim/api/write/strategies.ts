// Which resource is special in what way when it is created, updated or deleted.
// Mirrors pkg/registry/<group>/<resource>/strategy.go; longer ones have a file of their own.
import type { Pod } from 'kubernetes-types/core/v1';
import { podQosClass } from '#lib/rules/pods/qos.ts';
import type { KubeObject, ResourceId } from '../../store/object.ts';
import { timestamp } from '../../timestamp.ts';
import { withFinalizersOf, withNamespaceFinalizer } from './namespace-finalizer.ts';
import type { Strategy, WriteMoment } from './strategy.ts';
import { BATCH_STRATEGIES } from './strategy-batch.ts';
import { SIGNING_REQUESTS } from './strategy-certificates.ts';
import { withFirstTemplate, withTemplateCount } from './strategy-daemon-sets.ts';
import { withLabelKeys } from './strategy-pods.ts';
import { STORAGE_STRATEGIES } from './strategy-storage.ts';

const POD_GRACE_SECONDS = 30;

/** pkg/registry/core/pod/strategy.go CheckGracefulDelete. */
function podGraceSeconds(object: KubeObject, asked: number | undefined): number {
  const pod = object as Pod;
  const wanted = asked ?? pod.spec?.terminationGracePeriodSeconds ?? POD_GRACE_SECONDS;
  const phase = pod.status?.phase;
  if (!pod.spec?.nodeName || phase === 'Failed' || phase === 'Succeeded') return 0;
  return wanted < 0 ? 1 : wanted;
}

/** pkg/registry/core/pod/strategy.go PrepareForCreate, applySchedulingGatedCondition. */
function firstPodStatus(pod: Pod, { nowMs }: WriteMoment): Record<string, unknown> {
  const gates = pod.spec?.schedulingGates ?? [];
  const gated = {
    type: 'PodScheduled',
    status: 'False',
    lastProbeTime: null,
    reason: 'SchedulingGated',
    message: 'Scheduling is blocked due to non-empty scheduling gates',
  };
  const conditions = gates.length === 0 ? {} : { conditions: [{ ...gated, lastTransitionTime: timestamp(nowMs) }] };
  return { phase: 'Pending', ...conditions, qosClass: podQosClass(pod) };
}

const GENERATION: Strategy = { tracksGeneration: true };

const STRATEGIES: Readonly<Record<string, Strategy>> = {
  ...BATCH_STRATEGIES,
  ...STORAGE_STRATEGIES,
  pods: {
    tracksGeneration: true,
    prepareCreate: withLabelKeys,
    initialStatus: (object, moment) => firstPodStatus(object as Pod, moment),
    graceSeconds: podGraceSeconds,
    answersDeleted: true,
  },
  nodes: { keepsStatusOnCreate: true },
  namespaces: {
    initialStatus: () => ({ phase: 'Active' }),
    prepareCreate: withNamespaceFinalizer,
    prepareUpdate: withFinalizersOf,
    answersDeleted: true,
  },
  services: { initialStatus: () => ({ loadBalancer: {} }), createOnUpdate: true, answersDeleted: true },
  serviceaccounts: { answersDeleted: true },
  events: { createOnUpdate: true },
  limitranges: { createOnUpdate: true },
  podtemplates: { tracksGeneration: true, answersDeleted: true },
  resourcequotas: { answersDeleted: true },
  replicationcontrollers: { tracksGeneration: true, orphansByDefault: true },
  endpoints: { createOnUpdate: true },
  'certificatesigningrequests.certificates.k8s.io': SIGNING_REQUESTS,
  'ingressclasses.networking.k8s.io': GENERATION,
  'ingresses.networking.k8s.io': GENERATION,
  'networkpolicies.networking.k8s.io': GENERATION,
  'priorityclasses.scheduling.k8s.io': { generationStays: true },
  'runtimeclasses.node.k8s.io': { createOnUpdate: true, needsVersion: true },
  'leases.coordination.k8s.io': { createOnUpdate: true },
  'roles.rbac.authorization.k8s.io': { createOnUpdate: true },
  'rolebindings.rbac.authorization.k8s.io': { createOnUpdate: true },
  'clusterroles.rbac.authorization.k8s.io': { createOnUpdate: true },
  'clusterrolebindings.rbac.authorization.k8s.io': { createOnUpdate: true },
  // Annotations are copied to ReplicaSets: they count too (registry/apps/deployment/strategy.go).
  'deployments.apps': { tracksGeneration: true, countsAnnotations: true },
  'replicasets.apps': GENERATION,
  'daemonsets.apps': { tracksGeneration: true, prepareCreate: withFirstTemplate, prepareUpdate: withTemplateCount },
  'statefulsets.apps': GENERATION,
  'poddisruptionbudgets.policy': { tracksGeneration: true },
  'endpointslices.discovery.k8s.io': GENERATION,
  'horizontalpodautoscalers.autoscaling': {
    tracksGeneration: true,
    initialStatus: () => ({ currentMetrics: null, desiredReplicas: 0 }),
  },
  'customresourcedefinitions.apiextensions.k8s.io': {
    tracksGeneration: true,
    needsVersion: true,
    deletionFinalizer: 'customresourcecleanup.apiextensions.k8s.io',
  },
  'apiservices.apiregistration.k8s.io': { needsVersion: true, keepsStatusOnCreate: true },
};

/** A custom resource: apiextensions-apiserver/pkg/registry/customresource/strategy.go. */
export const CUSTOM: Strategy = { tracksGeneration: true, needsVersion: true };

export function strategyOf(resource: ResourceId): Strategy {
  return STRATEGIES[resource] ?? {};
}
