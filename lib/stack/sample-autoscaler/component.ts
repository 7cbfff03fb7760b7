// The autoscaler of the sample app: between 2 and 10 pods by requests in a second.
import type { Component } from '../component.ts';

export const SAMPLE_AUTOSCALER: Component = {
  id: 'sample-autoscaler',
  step: 'autoscaler',
  title: 'Autoscaler of the sample app',
  what: 'Keeps as many pods of the sample app as its requests ask for, one for each hundred in a second, between two and ten. It reads the figure from the custom metrics adapter.',
  commands: { talk: 'kubectl apply -f sample-metrics-app-hpa.yaml', today: 'kubectl apply -f autoscaler.yaml' },
  images: [],
  needs: {
    memoryBytes: 0,
    cpuMillicores: 0,
    after: ['sample-app', 'custom-metrics-adapter'],
    kubernetes: { fromMinor: 23 },
  },
  namespace: { name: 'demo', made: true },
  manifests: [{ file: 'autoscaler.yaml', afterGates: [] }],
  podSecurity: { level: 'restricted', why: 'It has no pods of its own.' },
  traces: [],
  gates: [
    {
      id: 'active',
      title: 'the autoscaler has a figure',
      patienceSeconds: 120,
      kind: 'scaling-active',
      namespace: 'demo',
      name: 'sample-metrics-app',
    },
  ],
  leaves: [],
};
