// Prometheus Operator: makes a running Prometheus out of an object that describes one.
import { FIVE_ARCHITECTURES } from '../architectures.ts';
import type { Component } from '../component.ts';

const MI = 1024 * 1024;

export const PROMETHEUS_OPERATOR: Component = {
  id: 'prometheus-operator',
  step: 'monitoring',
  title: 'Prometheus Operator',
  what: 'Makes a running Prometheus out of an object that describes one, and tells it out of others whom to scrape, which is to ask for figures. It is confined to the namespace monitoring.',
  commands: {
    talk: 'kubectl apply -f prometheus-operator.yaml',
    today:
      'kubectl create -f https://github.com/prometheus-operator/prometheus-operator/releases/download/v0.85.0/bundle.yaml',
  },
  images: [
    {
      reference: 'quay.io/prometheus-operator/prometheus-operator:v0.85.0',
      platforms: FIVE_ARCHITECTURES,
      readAt: null,
      source:
        'bundle.yaml of the Go module github.com/prometheus-operator/prometheus-operator v0.85.0; architectures were not read.',
    },
    {
      reference: 'quay.io/prometheus-operator/prometheus-config-reloader:v0.85.0',
      platforms: FIVE_ARCHITECTURES,
      readAt: null,
      source:
        'bundle.yaml of the Go module github.com/prometheus-operator/prometheus-operator v0.85.0; architectures were not read.',
    },
  ],
  needs: { memoryBytes: 64 * MI, cpuMillicores: 50, after: [], kubernetes: { fromMinor: 25 } },
  namespace: { name: 'monitoring', made: true },
  manifests: [
    { file: 'definitions.yaml', afterGates: [] },
    { file: 'operator.yaml', afterGates: ['prometheuses', 'servicemonitors'] },
  ],
  podSecurity: {
    level: 'restricted',
    why: 'Its processes run as an ordinary user, write to a scratch directory alone and need no capability.',
  },
  traces: [{ kind: 'crd', name: 'prometheuses.monitoring.coreos.com' }],
  gates: [
    {
      id: 'prometheuses',
      title: 'the API knows Prometheus objects',
      patienceSeconds: 30,
      kind: 'crd-established',
      crd: 'prometheuses.monitoring.coreos.com',
    },
    {
      id: 'servicemonitors',
      title: 'the API knows ServiceMonitor objects',
      patienceSeconds: 30,
      kind: 'crd-established',
      crd: 'servicemonitors.monitoring.coreos.com',
    },
    {
      id: 'ready',
      title: 'the operator is ready',
      patienceSeconds: 300,
      kind: 'workload-ready',
      workload: { kind: 'Deployment', namespace: 'monitoring', name: 'prometheus-operator' },
    },
  ],
  leaves: [],
};
