import { describe, expect, it } from 'vitest';
import { COMPONENTS } from '#lib/stack/catalogue.ts';
import type { ManifestObject } from '#lib/stack/component.ts';
import { namespacesFor } from '#lib/stack/namespaces.ts';
import { appliedObjects } from '#lib/stack/testdata/whole-stack.ts';
import { objectText, refOf } from './object-key.ts';
import { summaryOf } from './object-summary.ts';

/** There is nothing to say of them beyond their names. */
const SILENT = ['ServiceAccount', 'Flunder'];

const APPLIED = COMPONENTS.flatMap((component) => appliedObjects(component, { defaultStorageClass: true }));
const STACK = new Map([...namespacesFor(APPLIED), ...APPLIED].map((object) => [objectText(refOf(object)), object]));

function made(kind: string, fields: object): ManifestObject {
  return { apiVersion: 'v1', kind, metadata: { name: 'x' }, ...fields };
}

describe('the summary of an object', () => {
  it.each([
    ['Namespace monitoring', 'enforces restricted'],
    ['ClusterRole bramble:metrics-server', 'get nodes/metrics · get, list and watch nodes, pods'],
    ['ClusterRole bramble:prometheus-operator', 'get namespaces monitoring'],
    ['Role demo/traefik', 'get, list and watch secrets, services, endpointslices, ingresses'],
    ['ClusterRoleBinding bramble:metrics-server', 'bramble:metrics-server to kube-system/metrics-server'],
    ['RoleBinding demo/prometheus', 'prometheus to monitoring/prometheus'],
    ['ConfigMap demo/sample-metrics-app', 'holds app.py'],
    ['Secret ngrok/ngrok', 'holds authtoken'],
    ['Deployment kube-system/metrics-server', 'tolerates arch=amd64, arch=arm, arch=arm64 · 50m, 64Mi'],
    ['Deployment wardle/wardle-apiserver', 'tolerates arch=amd64, arch=arm64 · 70m, 112Mi'],
    ['Prometheus monitoring/sample-metrics-prom', 'tolerates arch=amd64, arch=arm, arch=arm64 · 110m, 224Mi'],
    ['Job local-path-storage/local-path-check', 'tolerates arch=amd64, arch=arm, arch=arm64 · 10m, 16Mi'],
    ['Service kube-system/metrics-server', '443 → https'],
    ['Ingress demo/sample-metrics-app', '/ → sample-metrics-app:http'],
    ['IngressClass traefik', 'traefik.io/ingress-controller'],
    ['APIService v1beta1.metrics.k8s.io', 'answered by kube-system/metrics-server · its certificate is not checked'],
    ['CustomResourceDefinition prometheuses.monitoring.coreos.com', 'Prometheus v1 in namespaces'],
    ['ServiceMonitor monitoring/sample-metrics-app', 'scrapes http/metrics every 15s · in demo'],
    [
      'HorizontalPodAutoscaler demo/sample-metrics-app',
      'Deployment sample-metrics-app, 2 to 10 pods · http_requests 100 for each',
    ],
    ['PersistentVolumeClaim local-path-storage/local-path-check', '16Mi of local-path'],
    ['StorageClass local-path', 'rancher.io/local-path · the default · bound when a pod wants it'],
    ['ServiceAccount kube-system/metrics-server', ''],
  ])('of %s says %s', (name, words) => {
    const object = STACK.get(name);
    expect(object && summaryOf(object)).toBe(words);
  });

  it.each<[string, ManifestObject, string]>([
    [
      'a Service that boards open a port for',
      made('Service', { spec: { type: 'NodePort', ports: [{ port: 80, targetPort: 8000 }, { port: 443 }] } }),
      'NodePort · 80 → 8000, 443 → 443',
    ],
    [
      'pods that tolerate any value, and everything',
      made('Deployment', {
        spec: {
          template: { spec: { tolerations: [{ key: 'a/dedicated', operator: 'Exists' }, { operator: 'Exists' }] } },
        },
      }),
      'tolerates dedicated, everything · 0m, 0Mi',
    ],
    [
      'a taint in both spellings of its key',
      made('Deployment', {
        spec: {
          template: {
            spec: {
              tolerations: ['', 'beta.'].map((beta) => ({ key: `${beta}kubernetes.io/arch`, value: 'arm' })),
            },
          },
        },
      }),
      'tolerates arch=arm · 0m, 0Mi',
    ],
    [
      'an autoscaler on processor time',
      made('HorizontalPodAutoscaler', {
        spec: {
          scaleTargetRef: { kind: 'Deployment', name: 'web' },
          maxReplicas: 4,
          metrics: [
            { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } },
          ],
        },
      }),
      'Deployment web, 1 to 4 pods · cpu 50% for each',
    ],
    [
      'a role with paths',
      made('ClusterRole', { rules: [{ verbs: ['get'], nonResourceURLs: ['/metrics'] }] }),
      'get /metrics',
    ],
    ['an APIService of the API server', made('APIService', { spec: {} }), 'answered by the API server itself'],
    ['a namespace without a level', made('Namespace', {}), ''],
  ])('of %s', (_what, object, words) => {
    expect(summaryOf(object)).toBe(words);
  });

  it.each([...STACK].filter(([, { kind }]) => !SILENT.includes(kind)))('of %s is something', (_name, object) => {
    expect(summaryOf(object)).not.toBe('');
  });

  it('never tells what a Secret holds', () => {
    const secret = made('Secret', { data: { token: 'aGVsbG8=' }, stringData: { other: 'hello' } });
    expect(summaryOf(secret)).toBe('holds token');
  });
});
