// Grafana: draws what Prometheus has.
import type { Component } from '../component.ts';

const MI = 1024 * 1024;

export const GRAFANA: Component = {
  id: 'grafana',
  step: 'extras',
  title: 'Grafana',
  what: 'Draws what Prometheus, and InfluxDB where it is there, have collected. Whoever reaches it inside the cluster may look and nobody may change anything: it has no accounts.',
  commands: { talk: 'kubectl apply -f influx-grafana.yaml', today: 'helm install grafana grafana/grafana' },
  images: [
    {
      reference: 'docker.io/grafana/grafana:12.3.0',
      platforms: ['linux/amd64', 'linux/arm64'],
      readAt: null,
      source: 'Its image for 32-bit ARM is in doubt and left out.',
    },
  ],
  needs: { memoryBytes: 128 * MI, cpuMillicores: 50, after: ['prometheus'], kubernetes: { fromMinor: 19 } },
  namespace: { name: 'monitoring', made: true },
  manifests: [{ file: 'grafana.yaml', afterGates: [] }],
  podSecurity: {
    level: 'restricted',
    why: 'Its processes run as an ordinary user, write to a scratch directory alone and need no capability.',
  },
  traces: [{ kind: 'image', repository: 'grafana/grafana' }],
  gates: [
    {
      id: 'ready',
      title: 'Grafana is ready',
      patienceSeconds: 300,
      kind: 'workload-ready',
      workload: { kind: 'Deployment', namespace: 'monitoring', name: 'grafana' },
    },
  ],
  leaves: [],
};
