// Heapster: what the talk measured boards with; retired, and only for clusters of its time.
import type { Component } from '../component.ts';

const MI = 1024 * 1024;

export const HEAPSTER: Component = {
  id: 'heapster',
  step: 'metrics',
  title: 'Heapster',
  what: 'The talk measured its boards with Heapster, which has been retired since Kubernetes 1.11. It is here for clusters of its time; everywhere else metrics-server has its place.',
  commands: { talk: 'kubectl apply -f heapster.yaml', today: 'kubectl apply -f metrics-server.yaml' },
  images: [
    {
      reference: 'gcr.io/google_containers/heapster-amd64:v1.5.4',
      platforms: ['linux/amd64'],
      readAt: null,
      source:
        'The Go module k8s.io/heapster v1.5.4 (one image for each architecture); whether its registry still has it was not read.',
    },
  ],
  needs: { memoryBytes: 96 * MI, cpuMillicores: 50, after: [], kubernetes: { belowMinor: 11 } },
  namespace: { name: 'kube-system', made: false },
  manifests: [{ file: 'heapster.yaml', afterGates: [] }],
  podSecurity: {
    level: 'restricted',
    why: 'Its processes run as an ordinary user, write to a scratch directory alone and need no capability.',
  },
  traces: [{ kind: 'workload', workload: { kind: 'Deployment', namespace: 'kube-system', name: 'heapster' } }],
  gates: [
    {
      id: 'ready',
      title: 'Heapster is ready',
      patienceSeconds: 300,
      kind: 'workload-ready',
      workload: { kind: 'Deployment', namespace: 'kube-system', name: 'heapster' },
    },
    { id: 'figures', title: 'the first board has figures', patienceSeconds: 180, kind: 'node-metrics', atLeast: 1 },
  ],
  leaves: [],
};
