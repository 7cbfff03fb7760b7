// Prometheus: one instance, sized for boards with 1 GB.
import { FIVE_ARCHITECTURES } from '../architectures.ts';
import type { Component } from '../component.ts';

const MI = 1024 * 1024;

export const PROMETHEUS: Component = {
  id: 'prometheus',
  step: 'monitoring',
  title: 'Prometheus',
  what: 'Asks the sample app every fifteen seconds how many requests it has served and keeps a day of it. Its memory is bounded for boards with 1 GB and its data is in a scratch directory, which spares SD cards.',
  commands: { talk: 'kubectl apply -f sample-prometheus-instance.yaml', today: 'kubectl apply -f prometheus.yaml' },
  images: [
    {
      reference: 'quay.io/prometheus/prometheus:v3.5.0',
      platforms: FIVE_ARCHITECTURES,
      readAt: null,
      source:
        'The newest version that the operator v0.85.0 names; architectures from Makefile.common of github.com/prometheus/prometheus v0.313.0.',
    },
  ],
  needs: { memoryBytes: 224 * MI, cpuMillicores: 110, after: ['prometheus-operator'], kubernetes: { fromMinor: 21 } },
  namespace: { name: 'monitoring', made: true },
  manifests: [{ file: 'prometheus.yaml', afterGates: [] }],
  podSecurity: {
    level: 'restricted',
    why: 'Its processes run as an ordinary user, write to a scratch directory alone and need no capability.',
  },
  traces: [{ kind: 'image', repository: 'prometheus/prometheus' }],
  gates: [
    {
      id: 'ready',
      title: 'Prometheus is ready',
      patienceSeconds: 300,
      kind: 'workload-ready',
      workload: { kind: 'StatefulSet', namespace: 'monitoring', name: 'prometheus-sample-metrics-prom' },
    },
  ],
  leaves: [],
};
