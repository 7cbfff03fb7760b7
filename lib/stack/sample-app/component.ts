// The sample app: a short script on a multi-architecture image that counts its requests.
import type { Component } from '../component.ts';

const MI = 1024 * 1024;

export const SAMPLE_APP: Component = {
  id: 'sample-app',
  step: 'sample-app',
  title: 'Sample app',
  what: 'A short script that says which board answers and counts what it is asked; it runs on whatever architecture the image of Python exists for. Its pods are spread over the architectures of the cluster.',
  commands: { talk: 'kubectl apply -f sample-metrics-app.yaml', today: 'kubectl apply -f sample-app.yaml' },
  images: [
    {
      reference: 'docker.io/library/python:3.14.0-alpine3.22',
      platforms: [
        'linux/386',
        'linux/amd64',
        'linux/arm/v6',
        'linux/arm/v7',
        'linux/arm64',
        'linux/ppc64le',
        'linux/riscv64',
        'linux/s390x',
      ],
      readAt: null,
      source: 'library/python of docker-library/official-images at 01732a42e52e.',
    },
  ],
  needs: { memoryBytes: 32 * MI, cpuMillicores: 20, after: ['prometheus-operator'], kubernetes: { fromMinor: 21 } },
  namespace: { name: 'demo', made: true },
  manifests: [{ file: 'sample-app.yaml', afterGates: [] }],
  podSecurity: {
    level: 'restricted',
    why: 'Its processes run as an ordinary user, write to a scratch directory alone and need no capability.',
  },
  traces: [{ kind: 'workload', workload: { kind: 'Deployment', namespace: 'demo', name: 'sample-metrics-app' } }],
  gates: [
    {
      id: 'ready',
      title: 'the app is ready',
      patienceSeconds: 300,
      kind: 'workload-ready',
      workload: { kind: 'Deployment', namespace: 'demo', name: 'sample-metrics-app' },
    },
    {
      id: 'counts',
      title: 'the app counts requests',
      patienceSeconds: 60,
      kind: 'path-answers',
      path: '/api/v1/namespaces/demo/services/sample-metrics-app:http/proxy/metrics',
      contains: 'http_requests_total',
    },
  ],
  leaves: [],
};
