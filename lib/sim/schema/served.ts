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
    endpoints: PLAIN,
    events: PLAIN,
    limitranges: PLAIN,
    namespaces: { subresources: ['finalize', 'status'] },
    nodes: { subresources: ['proxy', 'status'] },
    persistentvolumeclaims: STATUS,
    persistentvolumes: STATUS,
    pods: {
      subresources: [
        'attach',
        'binding',
        'ephemeralcontainers',
        'eviction',
        'exec',
        'log',
        'portforward',
        'proxy',
        'status',
      ],
    },
    podtemplates: PLAIN,
    replicationcontrollers: SCALABLE,
    resourcequotas: STATUS,
    secrets: PLAIN,
    serviceaccounts: { subresources: ['token'] },
    services: { subresources: ['proxy', 'status'] },
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
  'authentication.k8s.io/v1': { selfsubjectreviews: PLAIN, tokenreviews: PLAIN },
  'authorization.k8s.io/v1': {
    localsubjectaccessreviews: PLAIN,
    selfsubjectaccessreviews: PLAIN,
    selfsubjectrulesreviews: PLAIN,
    subjectaccessreviews: PLAIN,
  },
  'autoscaling/v1': {
    horizontalpodautoscalers: { subresources: ['status'], storedAs: 'autoscaling/v2' },
  },
  'autoscaling/v2': { horizontalpodautoscalers: STATUS },
  'batch/v1': { cronjobs: STATUS, jobs: STATUS },
  'certificates.k8s.io/v1': { certificatesigningrequests: { subresources: ['approval', 'status'] } },
  'coordination.k8s.io/v1': { leases: PLAIN },
  'discovery.k8s.io/v1': { endpointslices: PLAIN },
  'events.k8s.io/v1': { events: { id: 'events', storedAs: 'v1' } },
  'networking.k8s.io/v1': { ingressclasses: PLAIN, ingresses: STATUS, networkpolicies: PLAIN },
  'node.k8s.io/v1': { runtimeclasses: PLAIN },
  'policy/v1': { poddisruptionbudgets: STATUS },
  'rbac.authorization.k8s.io/v1': {
    clusterrolebindings: PLAIN,
    clusterroles: PLAIN,
    rolebindings: PLAIN,
    roles: PLAIN,
  },
  'scheduling.k8s.io/v1': { priorityclasses: PLAIN },
  'storage.k8s.io/v1': {
    csidrivers: PLAIN,
    csinodes: PLAIN,
    storageclasses: PLAIN,
    volumeattachments: STATUS,
  },
};
