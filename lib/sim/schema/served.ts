// Which of Kubernetes' resources and subresources the simulated cluster serves: one that is listed here is answered.

export interface Served {
  subresources?: readonly string[];
  /** Set where the objects are another resource's, shown in another version. */
  id?: string;
  storedAs?: string;
}

const STATUS: Served = { subresources: ['status'] };
const SCALABLE: Served = { subresources: ['scale', 'status'] };
const PLAIN: Served = {};

/** By group-version and plural. */
export const SERVED: Readonly<Record<string, Readonly<Record<string, Served>>>> = {
  v1: {
    bindings: PLAIN,
    configmaps: PLAIN,
    events: PLAIN,
    namespaces: { subresources: ['finalize', 'status'] },
    nodes: STATUS,
    pods: { subresources: ['attach', 'binding', 'eviction', 'exec', 'log', 'portforward', 'status'] },
    secrets: PLAIN,
    serviceaccounts: { subresources: ['token'] },
    services: STATUS,
  },
  'apiextensions.k8s.io/v1': { customresourcedefinitions: STATUS },
  'apiregistration.k8s.io/v1': { apiservices: STATUS },
  'apps/v1': {
    controllerrevisions: PLAIN,
    daemonsets: STATUS,
    deployments: SCALABLE,
    replicasets: SCALABLE,
    statefulsets: SCALABLE,
  },
  'authentication.k8s.io/v1': { selfsubjectreviews: PLAIN },
  'authorization.k8s.io/v1': { selfsubjectaccessreviews: PLAIN, selfsubjectrulesreviews: PLAIN },
  'autoscaling/v1': {
    horizontalpodautoscalers: { subresources: ['status'], storedAs: 'autoscaling/v2' },
  },
  'autoscaling/v2': { horizontalpodautoscalers: STATUS },
  'coordination.k8s.io/v1': { leases: PLAIN },
  'discovery.k8s.io/v1': { endpointslices: PLAIN },
  'events.k8s.io/v1': { events: { id: 'events', storedAs: 'v1' } },
  'policy/v1': { poddisruptionbudgets: STATUS },
  'rbac.authorization.k8s.io/v1': {
    clusterrolebindings: PLAIN,
    clusterroles: PLAIN,
    rolebindings: PLAIN,
    roles: PLAIN,
  },
};
