// InfluxDB: what the talk kept its figures in.
import type { Component } from '../component.ts';

const MI = 1024 * 1024;

export const INFLUXDB: Component = {
  id: 'influxdb',
  step: 'extras',
  title: 'InfluxDB',
  what: 'The talk kept the figures of its boards in InfluxDB for Grafana to draw. Here Prometheus has that place; InfluxDB is empty until something writes to it, as Heapster, the metrics-server of its day, does.',
  commands: { talk: 'kubectl apply -f influx-grafana.yaml', today: 'kubectl apply -f influxdb.yaml' },
  images: [
    {
      reference: 'docker.io/library/influxdb:1.8.6',
      platforms: ['linux/amd64', 'linux/arm/v7', 'linux/arm64'],
      readAt: null,
      source: 'library/influxdb of docker-library/official-images at 0002b0f32aa7.',
    },
  ],
  needs: { memoryBytes: 96 * MI, cpuMillicores: 50, after: [], kubernetes: { fromMinor: 19 } },
  namespace: { name: 'monitoring', made: true },
  manifests: [{ file: 'influxdb.yaml', afterGates: [] }],
  podSecurity: {
    level: 'restricted',
    why: 'Its processes run as an ordinary user, write to a scratch directory alone and need no capability.',
  },
  traces: [{ kind: 'image', repository: 'influxdb' }],
  gates: [
    {
      id: 'ready',
      title: 'InfluxDB is ready',
      patienceSeconds: 300,
      kind: 'workload-ready',
      workload: { kind: 'Deployment', namespace: 'monitoring', name: 'influxdb' },
    },
  ],
  leaves: [],
};
