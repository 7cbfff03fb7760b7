// What is special about a resource when it is created, updated or deleted; most need nothing of this.
// Mirrors pkg/registry/<group>/<resource>/strategy.go.
import type { Pod } from 'kubernetes-types/core/v1';
import { podQosClass } from '#lib/rules/qos.ts';
import { fieldsOf, type KubeObject, type ResourceId } from '../../store/object.ts';

export interface Strategy {
  /** metadata.generation counts changes of the spec. */
  tracksGeneration?: boolean;
  /** Status may be given at creation (nodes register with theirs). */
  keepsStatusOnCreate?: boolean;
  /** The first status of a new object. */
  initialStatus?(object: KubeObject): Record<string, unknown> | undefined;
  /** Seconds an object may take to go, given what the request asks for; absent: it goes at once. */
  graceSeconds?(object: KubeObject, asked: number | undefined): number;
  /** PUT and apply may create what is not there. */
  createOnUpdate?: boolean;
  /** An update must name the version it is based on. */
  needsVersion?: boolean;
  /** A DELETE answers the object as it last was, not a Status. */
  answersDeleted?: boolean;
}

const POD_GRACE_SECONDS = 30;

/** pkg/registry/core/pod/strategy.go CheckGracefulDelete. */
function podGraceSeconds(object: KubeObject, asked: number | undefined): number {
  const pod = object as Pod;
  const wanted = asked ?? pod.spec?.terminationGracePeriodSeconds ?? POD_GRACE_SECONDS;
  const phase = pod.status?.phase;
  if (!pod.spec?.nodeName || phase === 'Failed' || phase === 'Succeeded') return 0;
  return wanted < 0 ? 1 : wanted;
}

const GENERATION: Strategy = { tracksGeneration: true };

const STRATEGIES: Readonly<Record<string, Strategy>> = {
  pods: {
    tracksGeneration: true,
    initialStatus: (object) => ({ phase: 'Pending', qosClass: podQosClass(object as Pod) }),
    graceSeconds: podGraceSeconds,
    answersDeleted: true,
  },
  nodes: { keepsStatusOnCreate: true },
  namespaces: { initialStatus: () => ({ phase: 'Active' }), answersDeleted: true },
  services: { initialStatus: () => ({ loadBalancer: {} }), createOnUpdate: true, answersDeleted: true },
  serviceaccounts: { answersDeleted: true },
  events: { createOnUpdate: true },
  'leases.coordination.k8s.io': { createOnUpdate: true },
  'roles.rbac.authorization.k8s.io': { createOnUpdate: true },
  'rolebindings.rbac.authorization.k8s.io': { createOnUpdate: true },
  'clusterroles.rbac.authorization.k8s.io': { createOnUpdate: true },
  'clusterrolebindings.rbac.authorization.k8s.io': { createOnUpdate: true },
  'deployments.apps': GENERATION,
  'replicasets.apps': GENERATION,
  'daemonsets.apps': GENERATION,
  'statefulsets.apps': GENERATION,
  'poddisruptionbudgets.policy': GENERATION,
  'endpointslices.discovery.k8s.io': GENERATION,
  'horizontalpodautoscalers.autoscaling': { tracksGeneration: true, initialStatus: () => ({ desiredReplicas: 0 }) },
  'customresourcedefinitions.apiextensions.k8s.io': { tracksGeneration: true, needsVersion: true },
  'apiservices.apiregistration.k8s.io': { needsVersion: true, keepsStatusOnCreate: true },
};

/** A custom resource: apiextensions-apiserver/pkg/registry/customresource/strategy.go. */
export const CUSTOM: Strategy = { tracksGeneration: true, needsVersion: true };

export function strategyOf(resource: ResourceId): Strategy {
  return STRATEGIES[resource] ?? {};
}

/** The object with another status, or without one. */
export function withStatus(object: KubeObject, status: unknown): KubeObject {
  const { status: _dropped, ...rest } = fieldsOf(object);
  const whole: Record<string, unknown> = status === undefined ? rest : { ...rest, status };
  return whole;
}

export function statusOf(object: KubeObject): unknown {
  return fieldsOf(object).status;
}
