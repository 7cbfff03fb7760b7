// What a component of the demo stack is: the data that lib/stack/<component>/component.ts holds beside its manifests.
// Pure data and shapes: the plan, the runner, the pages and the simulated cluster's tests all read the same.
import type { TaintEffect } from '#lib/rules/nodes/taint-spec.ts';

/** The workshop's steps, in the order in which they are done. */
export const STEP_IDS = [
  'preflight',
  'taints',
  'metrics',
  'ingress',
  'public',
  'monitoring',
  'sample-app',
  'custom-metrics',
  'autoscaler',
  'extras',
] as const;

export type StepId = (typeof STEP_IDS)[number];

export const COMPONENT_IDS = [
  'metrics-server',
  'heapster',
  'traefik',
  'ngrok',
  'prometheus-operator',
  'prometheus',
  'sample-app',
  'custom-metrics-adapter',
  'sample-autoscaler',
  'influxdb',
  'grafana',
  'wardle',
  'local-path',
] as const;

export type ComponentId = (typeof COMPONENT_IDS)[number];

/** On every object that a step makes: what undo may remove. */
export const MANAGED_BY_LABEL = 'app.kubernetes.io/managed-by';
export const MANAGED_BY = 'bramble';
export const STEP_LABEL = 'bramble.dev/step';
export const COMPONENT_LABEL = 'bramble.dev/component';

/** An API object as a manifest holds it; whatever else it has is data of its kind. */
export interface ManifestObject {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    /** Absent for what has no namespace. */
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
  };
  [field: string]: unknown;
}

export interface StackImage {
  /** Full name with a version that is pinned: `registry.k8s.io/metrics-server/metrics-server:v0.9.0`. */
  reference: string;
  /** `linux/amd64`, `linux/arm/v7`: those that it is taken to have. */
  platforms: readonly string[];
  /** The day on which tag and platforms were read from their registry, `2026-11-23`; null: never, they are unverified. */
  readAt: string | null;
  /** Where tag and platforms come from, in words. */
  source: string;
}

/** The strictest level of the Pod Security Standards that its pods can run under. */
export type PodSecurityLevel = 'restricted' | 'baseline' | 'privileged';

export interface WorkloadName {
  kind: 'Deployment' | 'StatefulSet' | 'DaemonSet' | 'Job';
  namespace: string;
  name: string;
}

/** What has to be seen before a step counts as done. Data alone: who reads the cluster judges them. */
export type Gate = {
  /** Unique within its component. */
  id: string;
  /** What is awaited: `metrics-server is ready`. */
  title: string;
  /** Seconds after which the wait is called too long and ways on are offered; not the end of it. */
  patienceSeconds: number;
} & (
  | { kind: 'workload-ready'; workload: WorkloadName }
  /** `v1beta1.metrics.k8s.io` says Available=True. */
  | { kind: 'api-available'; apiService: string }
  /** The CustomResourceDefinition says Established=True. */
  | { kind: 'crd-established'; crd: string }
  /** metrics.k8s.io (or Heapster) has figures of at least so many boards. */
  | { kind: 'node-metrics'; atLeast: number }
  /** GET of the path through the API server answers 200; a text has to be part of the answer. */
  | { kind: 'path-answers'; path: string; contains: string | null }
  /** custom.metrics.k8s.io gives a value of the object: `services` `sample-metrics-app` `http_requests`. */
  | { kind: 'custom-metric'; namespace: string; resource: string; name: string; metric: string }
  /** The HorizontalPodAutoscaler says ScalingActive=True. */
  | { kind: 'scaling-active'; namespace: string; name: string }
  /** ngrok's agent, asked at the path through the API server's service proxy, names an https address. */
  | { kind: 'public-address'; path: string }
  /** The PersistentVolumeClaim is Bound. */
  | { kind: 'claim-bound'; namespace: string; name: string }
);

/** What shows that something of the kind is there already, whoever put it there. Any one of them is enough. */
export type Trace =
  | { kind: 'api-service'; name: string }
  | { kind: 'crd'; name: string }
  | { kind: 'workload'; workload: WorkloadName }
  /** An IngressClass or StorageClass with this controller or provisioner. */
  | { kind: 'ingress-class'; controller: string }
  | { kind: 'storage-class'; provisioner: string }
  /** A workload of any name one of whose images has this repository, without registry and tag: `ngrok/ngrok`. */
  | { kind: 'image'; repository: string };

export interface Manifest {
  /** `wardle.yaml`. */
  file: string;
  /** Its gates that have to be open first: an object of a kind that a server behind them serves. */
  afterGates: readonly string[];
}

export interface Left {
  /** What undo leaves: `the CustomResourceDefinitions`. */
  what: string;
  why: string;
}

export interface Component {
  id: ComponentId;
  step: StepId;
  title: string;
  /** What it is and why it is there, in two sentences. */
  what: string;
  /** What the talk typed and what one types now; null where the talk had none. */
  commands: { talk: string | null; today: string };
  images: readonly StackImage[];
  needs: {
    /** Sum of the requests of all its pods; per board for a DaemonSet. */
    memoryBytes: number;
    cpuMillicores: number;
    /** Has to be there before: our own or somebody else's. */
    after: readonly ComponentId[];
    /** Minor versions of Kubernetes 1.x: `from` is the first, `below` the first that is too new. */
    kubernetes: { fromMinor?: number; belowMinor?: number };
  };
  /** Where its pods run; `made` for one of the workshop's own (namespaces.ts). */
  namespace: { name: string; made: boolean };
  /** Files beside it, in the order in which their objects are applied. */
  manifests: readonly Manifest[];
  podSecurity: { level: PodSecurityLevel; why: string };
  traces: readonly Trace[];
  gates: readonly Gate[];
  /** Nothing where undo takes everything away. */
  leaves: readonly Left[];
}

/** What the operator chooses and what is to be kept of it: nothing of this is secret. */
export interface StackChoices {
  /** Architecture taints that pods of the stack are to tolerate. */
  tolerate: readonly { key: string; value: string; effect: TaintEffect }[];
  /** metrics-server takes kubelets' certificates unchecked: only by consent. */
  kubeletInsecureTls: boolean;
  /** `registry.classroom.example:5000/mirror`: put before each image's name; null for the registries themselves. */
  registryPrefix: string | null;
  /** The Service that ngrok makes public, of whoever brought an ingress controller; absent for our Traefik's. */
  ingress?: { namespace: string; service: string; port: number };
  /** local-path becomes the default StorageClass: only where there is no other. */
  defaultStorageClass: boolean;
}

/** Given at apply, never kept, never logged. */
export interface StackSecrets {
  ngrokAuthtoken: string | null;
}
