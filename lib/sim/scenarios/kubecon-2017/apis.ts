// APIs beyond the core: the APIServices, the operators' CRDs with their objects, the HPA and the flunder.
import type { HorizontalPodAutoscaler } from 'kubernetes-types/autoscaling/v2';
import type { APIService, KubeObject } from '../../store/object.ts';
import { type Age, ago, type Ground, meta } from '../objects/ground.ts';
import { SAMPLE_REQUESTS_PER_SECOND } from './load.ts';

type ApiServiceRow = [
  version: string,
  group: string,
  age: Age,
  service: [namespace: string, name: string],
  priority: number,
];

const API_SERVICES: readonly ApiServiceRow[] = [
  ['v1beta1', 'metrics.k8s.io', '41m18s', ['kube-system', 'heapster'], 100],
  ['v1beta1', 'custom.metrics.k8s.io', '22m25s', ['custom-metrics', 'api'], 100],
  ['v1beta2', 'custom.metrics.k8s.io', '22m25s', ['custom-metrics', 'api'], 200],
  // Of the same adapter, as later ones have it: the talk's had no such API yet.
  ['v1beta1', 'external.metrics.k8s.io', '22m25s', ['custom-metrics', 'api'], 100],
  ['v1alpha1', 'wardle.example.com', '32m10s', ['wardle', 'api'], 200],
];

export function apiObjects(ground: Ground): KubeObject[] {
  return [
    ...API_SERVICES.map((row) => apiService(ground, row)),
    ...CRDS.filter(isFirstOfGroup).map((row) => localApiService(ground, row)),
    ...operators(ground),
    autoscaler(ground),
    flunder(ground),
  ];
}

function apiService(
  ground: Ground,
  [version, group, age, [namespace, name], versionPriority]: ApiServiceRow,
): APIService {
  return {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: meta(ground, { name: `${version}.${group}`, age }),
    spec: {
      group,
      groupPriorityMinimum: group === 'wardle.example.com' ? 1000 : 100,
      insecureSkipTLSVerify: true,
      service: { name, namespace, port: 443 },
      version,
      versionPriority,
    },
    status: {
      conditions: [
        {
          type: 'Available',
          status: 'True',
          lastTransitionTime: ago(ground, age, 5_000),
          reason: 'Passed',
          message: 'all checks passed',
        },
      ],
    },
  };
}

interface CrdRow {
  group: string;
  version: string;
  kind: string;
  plural: string;
  age: Age;
}

const CRDS: readonly CrdRow[] = [
  { group: 'monitoring.coreos.com', version: 'v1', kind: 'Prometheus', plural: 'prometheuses', age: '30m10s' },
  { group: 'monitoring.coreos.com', version: 'v1', kind: 'ServiceMonitor', plural: 'servicemonitors', age: '30m10s' },
  { group: 'monitoring.coreos.com', version: 'v1', kind: 'Alertmanager', plural: 'alertmanagers', age: '30m10s' },
  { group: 'rook.io', version: 'v1beta1', kind: 'Cluster', plural: 'clusters', age: '40m20s' },
];

function isFirstOfGroup({ group }: CrdRow, index: number): boolean {
  return CRDS.findIndex((row) => row.group === group) === index;
}

/** What the API server registers for a CRD's group (apiextensions crdregistration_controller.go). */
function localApiService(ground: Ground, { group, version, age }: CrdRow): APIService {
  return {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: meta(ground, {
      name: `${version}.${group}`,
      age,
      labels: { 'kube-aggregator.kubernetes.io/automanaged': 'true' },
    }),
    spec: { group, groupPriorityMinimum: 1000, version, versionPriority: 100 },
    status: {
      conditions: [
        {
          type: 'Available',
          status: 'True',
          lastTransitionTime: ago(ground, age, 1_000),
          reason: 'Local',
          message: 'Local APIServices are always available',
        },
      ],
    },
  };
}

function operators(ground: Ground): KubeObject[] {
  const app = { matchLabels: { app: 'sample-metrics-app' } };
  return [
    ...CRDS.map((row) => customResourceDefinition(ground, row)),
    custom(ground, 'Prometheus', 'sample-metrics-prom', '29m50s', {
      version: 'v1.5.2',
      replicas: 1,
      serviceMonitorSelector: { matchLabels: { 'service-monitor': 'sample-metrics-app' } },
      resources: { requests: { memory: '200Mi' } },
    }),
    custom(ground, 'ServiceMonitor', 'sample-metrics-app', '29m50s', {
      selector: app,
      endpoints: [{ port: 'web', interval: '15s' }],
    }),
  ];
}

function custom(ground: Ground, kind: string, name: string, age: Age, spec: Record<string, unknown>): KubeObject {
  const labels = { 'service-monitor': name };
  const object = {
    apiVersion: 'monitoring.coreos.com/v1',
    kind,
    metadata: meta(ground, {
      name,
      namespace: 'default',
      age,
      generation: 1,
      ...(kind === 'ServiceMonitor' ? { labels } : {}),
    }),
    spec,
  };
  return object;
}

function customResourceDefinition(ground: Ground, { group, version, kind, plural, age }: CrdRow): KubeObject {
  const names = { kind, listKind: `${kind}List`, plural, singular: kind.toLowerCase() };
  const condition = (type: string, reason: string, message: string) => ({
    type,
    status: 'True',
    lastTransitionTime: ago(ground, age, 1_000),
    reason,
    message,
  });
  const crd = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {
      ...meta(ground, { name: `${plural}.${group}`, age, generation: 1 }),
      finalizers: ['customresourcecleanup.apiextensions.k8s.io'],
    },
    spec: {
      conversion: { strategy: 'None' },
      group,
      names,
      scope: 'Namespaced',
      versions: [
        {
          name: version,
          schema: {
            openAPIV3Schema: {
              type: 'object',
              properties: { spec: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
            },
          },
          served: true,
          storage: true,
        },
      ],
    },
    status: {
      acceptedNames: names,
      conditions: [
        condition('NamesAccepted', 'NoConflicts', 'no conflicts found'),
        condition('Established', 'InitialNamesAccepted', 'the initial names have been accepted'),
      ],
      storedVersions: [version],
    },
  };
  return crd;
}

/** Scaled to eight a minute ago; four minutes of the stabilisation window are to go. */
function autoscaler(ground: Ground): KubeObject {
  const metric = { metric: { name: 'http_requests' } };
  const service = { apiVersion: 'v1', kind: 'Service', name: 'sample-metrics-app' };
  const perPod = `${Math.floor((SAMPLE_REQUESTS_PER_SECOND * 1000) / 8)}m`;
  const condition = (type: string, at: Age, reason: string, message: string) => ({
    type,
    status: 'True',
    lastTransitionTime: ago(ground, at),
    reason,
    message,
  });
  const hpa: HorizontalPodAutoscaler = {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: meta(ground, { name: 'sample-metrics-app-hpa', namespace: 'default', age: '24m20s', generation: 1 }),
    spec: {
      maxReplicas: 10,
      metrics: [
        {
          type: 'Object',
          object: { ...metric, describedObject: service, target: { type: 'AverageValue', averageValue: '100' } },
        },
      ],
      minReplicas: 2,
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'sample-metrics-app' },
    },
    status: {
      conditions: [
        condition(
          'AbleToScale',
          '24m5s',
          'ScaleDownStabilized',
          'recent recommendations were higher than current one, applying the highest recent recommendation',
        ),
        condition(
          'ScalingActive',
          '22m10s',
          'ValidMetricFound',
          'the HPA was able to successfully calculate a replica count from external metric http_requests(nil)',
        ),
        {
          ...condition(
            'ScalingLimited',
            '60s',
            'DesiredWithinRange',
            'the desired count is within the acceptable range',
          ),
          status: 'False',
        },
        {
          ...condition(
            'ScaledToZero',
            '24m5s',
            'NotScaledToZero',
            'the HPA controller did not scale the workload to zero',
          ),
          status: 'False',
        },
      ],
      currentMetrics: [
        { type: 'Object', object: { ...metric, describedObject: service, current: { averageValue: perPod } } },
      ],
      currentReplicas: 8,
      desiredReplicas: 8,
      lastScaleTime: ago(ground, '60s'),
      observedGeneration: 1,
    },
  };
  return hpa;
}

function flunder(ground: Ground): KubeObject {
  const object = {
    apiVersion: 'wardle.example.com/v1alpha1',
    kind: 'Flunder',
    metadata: meta(ground, {
      name: 'my-first-flunder',
      namespace: 'default',
      age: '31m40s',
      labels: { 'sample-label': 'true' },
    }),
    spec: {},
    status: {},
  };
  return object;
}
