// What the store holds: any Kubernetes object as plain JSON, and the types of the resources the code names.
import type { ControllerRevision, DaemonSet, Deployment, ReplicaSet, StatefulSet } from 'kubernetes-types/apps/v1';
import type { HorizontalPodAutoscaler } from 'kubernetes-types/autoscaling/v2';
import type { CronJob, Job } from 'kubernetes-types/batch/v1';
import type { CertificateSigningRequest } from 'kubernetes-types/certificates/v1';
import type { Lease } from 'kubernetes-types/coordination/v1';
import type {
  ConfigMap,
  Endpoints,
  Event,
  LimitRange,
  Namespace,
  Node,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  ReplicationController,
  ResourceQuota,
  Secret,
  Service,
  ServiceAccount,
} from 'kubernetes-types/core/v1';
import type { EndpointSlice } from 'kubernetes-types/discovery/v1';
import type { Condition, ObjectMeta } from 'kubernetes-types/meta/v1';
import type { Ingress, IngressClass } from 'kubernetes-types/networking/v1';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1';
import type { ClusterRole, ClusterRoleBinding, Role, RoleBinding } from 'kubernetes-types/rbac/v1';
import type { PriorityClass } from 'kubernetes-types/scheduling/v1';
import type { StorageClass } from 'kubernetes-types/storage/v1';

export interface KubeObject {
  apiVersion?: string;
  kind?: string;
  metadata?: ObjectMeta;
}

/** apiregistration.k8s.io/v1, which kubernetes-types lacks. */
export interface APIService extends KubeObject {
  spec?: {
    group?: string;
    version?: string;
    groupPriorityMinimum: number;
    versionPriority: number;
    insecureSkipTLSVerify?: boolean;
    caBundle?: string;
    service?: { namespace?: string; name?: string; port?: number };
  };
  status?: { conditions?: Condition[] };
}

/** Resource id as `kubectl` writes it: `pods`, `deployments.apps`. */
export interface ResourceTypes {
  'apiservices.apiregistration.k8s.io': APIService;
  'certificatesigningrequests.certificates.k8s.io': CertificateSigningRequest;
  'clusterrolebindings.rbac.authorization.k8s.io': ClusterRoleBinding;
  'clusterroles.rbac.authorization.k8s.io': ClusterRole;
  configmaps: ConfigMap;
  'controllerrevisions.apps': ControllerRevision;
  'cronjobs.batch': CronJob;
  'daemonsets.apps': DaemonSet;
  'deployments.apps': Deployment;
  endpoints: Endpoints;
  'endpointslices.discovery.k8s.io': EndpointSlice;
  events: Event;
  'horizontalpodautoscalers.autoscaling': HorizontalPodAutoscaler;
  'ingressclasses.networking.k8s.io': IngressClass;
  'ingresses.networking.k8s.io': Ingress;
  'jobs.batch': Job;
  'leases.coordination.k8s.io': Lease;
  limitranges: LimitRange;
  namespaces: Namespace;
  nodes: Node;
  persistentvolumeclaims: PersistentVolumeClaim;
  persistentvolumes: PersistentVolume;
  'poddisruptionbudgets.policy': PodDisruptionBudget;
  pods: Pod;
  'priorityclasses.scheduling.k8s.io': PriorityClass;
  'replicasets.apps': ReplicaSet;
  replicationcontrollers: ReplicationController;
  resourcequotas: ResourceQuota;
  'rolebindings.rbac.authorization.k8s.io': RoleBinding;
  'roles.rbac.authorization.k8s.io': Role;
  secrets: Secret;
  serviceaccounts: ServiceAccount;
  services: Service;
  'statefulsets.apps': StatefulSet;
  'storageclasses.storage.k8s.io': StorageClass;
}

export type ResourceId = keyof ResourceTypes | (string & {});

/** What every stored object has: the store and the API layer set it before an object gets in. */
export interface StoredMeta extends ObjectMeta {
  name: string;
  uid: string;
  resourceVersion: string;
  creationTimestamp: string;
}

export type Stored<T extends KubeObject = KubeObject> = T & { apiVersion: string; kind: string; metadata: StoredMeta };

export type ObjectOf<R extends ResourceId> = R extends keyof ResourceTypes ? ResourceTypes[R] : KubeObject;

export function keyOf(namespace: string | undefined, name: string): string {
  return namespace ? `${namespace}/${name}` : name;
}

/** The two halves of a key made by keyOf; namespace is '' for cluster-scoped objects. */
export function splitKey(key: string): { namespace: string; name: string } {
  const slash = key.indexOf('/');
  return slash < 0 ? { namespace: '', name: key } : { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
}

/** The object as a record of unknown fields, for generic code; objects are JSON, so this always holds. */
export function fieldsOf(object: KubeObject): Readonly<Record<string, unknown>> {
  return object as Readonly<Record<string, unknown>>;
}
