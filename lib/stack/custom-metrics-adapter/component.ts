// prometheus-adapter: figures of Prometheus as custom.metrics.k8s.io.
import { FIVE_ARCHITECTURES } from '../architectures.ts';
import type { Component } from '../component.ts';

const MI = 1024 * 1024;

export const CUSTOM_METRICS_ADAPTER: Component = {
  id: 'custom-metrics-adapter',
  step: 'custom-metrics',
  title: 'Custom metrics adapter',
  what: 'Answers autoscalers that ask for a figure of their own, here requests in a second, with what Prometheus has. It turns the counter http_requests_total into the rate http_requests.',
  commands: {
    talk: 'kubectl apply -f custom-metrics.yaml',
    today: 'helm install prometheus-adapter prometheus-community/prometheus-adapter',
  },
  images: [
    {
      reference: 'registry.k8s.io/prometheus-adapter/prometheus-adapter:v0.12.0',
      platforms: FIVE_ARCHITECTURES,
      readAt: null,
      source: 'Makefile of the Go module sigs.k8s.io/prometheus-adapter v0.12.0 (ALL_ARCH); the tag is its version.',
    },
  ],
  needs: {
    memoryBytes: 64 * MI,
    cpuMillicores: 50,
    after: ['prometheus', 'sample-app'],
    kubernetes: { fromMinor: 21 },
  },
  namespace: { name: 'monitoring', made: true },
  manifests: [{ file: 'adapter.yaml', afterGates: [] }],
  podSecurity: {
    level: 'restricted',
    why: 'Its processes run as an ordinary user, write to a scratch directory alone and need no capability.',
  },
  traces: [{ kind: 'api-service', name: 'v1beta1.custom.metrics.k8s.io' }],
  gates: [
    {
      id: 'ready',
      title: 'the adapter is ready',
      patienceSeconds: 300,
      kind: 'workload-ready',
      workload: { kind: 'Deployment', namespace: 'monitoring', name: 'custom-metrics' },
    },
    {
      id: 'api',
      title: 'custom.metrics.k8s.io is available',
      patienceSeconds: 120,
      kind: 'api-available',
      apiService: 'v1beta1.custom.metrics.k8s.io',
    },
    {
      id: 'metric',
      title: 'the requests of the app have a value',
      patienceSeconds: 180,
      kind: 'custom-metric',
      namespace: 'demo',
      resource: 'services',
      name: 'sample-metrics-app',
      metric: 'http_requests',
    },
  ],
  leaves: [],
};
