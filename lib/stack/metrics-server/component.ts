// metrics-server: processor and memory of boards and pods, for kubectl top and for autoscalers.
import { FIVE_ARCHITECTURES } from '../architectures.ts';
import type { Component } from '../component.ts';

const MI = 1024 * 1024;

export const METRICS_SERVER: Component = {
  id: 'metrics-server',
  step: 'metrics',
  title: 'metrics-server',
  what: 'Asks the kubelet of every board how much processor and memory it uses and answers as metrics.k8s.io. Without it the boards have no load figures and autoscalers on processor time stand still.',
  commands: {
    talk: 'kubectl apply -f heapster.yaml',
    today:
      'kubectl apply -f https://github.com/kubernetes-sigs/metrics-server/releases/download/v0.9.0/components.yaml',
  },
  images: [
    {
      reference: 'registry.k8s.io/metrics-server/metrics-server:v0.9.0',
      platforms: FIVE_ARCHITECTURES,
      readAt: null,
      source:
        'Makefile of the Go module sigs.k8s.io/metrics-server v0.9.0 (ALL_ARCHITECTURES); the tag is its version.',
    },
  ],
  needs: { memoryBytes: 64 * MI, cpuMillicores: 50, after: [], kubernetes: { fromMinor: 31 } },
  namespace: { name: 'kube-system', made: false },
  manifests: [{ file: 'metrics-server.yaml', afterGates: [] }],
  podSecurity: {
    level: 'restricted',
    why: 'Its processes run as an ordinary user, write to a scratch directory alone and need no capability.',
  },
  traces: [
    { kind: 'api-service', name: 'v1beta1.metrics.k8s.io' },
    { kind: 'workload', workload: { kind: 'Deployment', namespace: 'kube-system', name: 'metrics-server' } },
  ],
  gates: [
    {
      id: 'ready',
      title: 'metrics-server is ready',
      patienceSeconds: 300,
      kind: 'workload-ready',
      workload: { kind: 'Deployment', namespace: 'kube-system', name: 'metrics-server' },
    },
    {
      id: 'api',
      title: 'metrics.k8s.io is available',
      patienceSeconds: 120,
      kind: 'api-available',
      apiService: 'v1beta1.metrics.k8s.io',
    },
    { id: 'figures', title: 'the first board has figures', patienceSeconds: 120, kind: 'node-metrics', atLeast: 1 },
  ],
  leaves: [],
};
