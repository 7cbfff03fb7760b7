// Traefik: leads requests from one address to the Services of the demo.
import type { Component } from '../component.ts';

const MI = 1024 * 1024;

export const TRAEFIK: Component = {
  id: 'traefik',
  step: 'ingress',
  title: 'Traefik',
  what: 'Leads what arrives at one address to the Services that Ingress objects name. It looks into the namespace of the demo alone, so that it may read no other Secrets.',
  commands: { talk: 'kubectl apply -f traefik.yaml', today: 'helm install traefik traefik/traefik' },
  images: [
    {
      reference: 'docker.io/library/traefik:v3.7.13',
      platforms: ['linux/amd64', 'linux/arm/v6', 'linux/arm64', 'linux/s390x'],
      readAt: null,
      source:
        'The tag is a version of the Go module github.com/traefik/traefik/v3; the architectures are those of the official image of v2.9 (docker-library/official-images).',
    },
  ],
  needs: { memoryBytes: 64 * MI, cpuMillicores: 50, after: [], kubernetes: { fromMinor: 22 } },
  namespace: { name: 'traefik', made: true },
  manifests: [{ file: 'traefik.yaml', afterGates: [] }],
  podSecurity: {
    level: 'restricted',
    why: 'Its processes run as an ordinary user, write to a scratch directory alone and need no capability.',
  },
  traces: [
    { kind: 'ingress-class', controller: 'traefik.io/ingress-controller' },
    { kind: 'image', repository: 'traefik' },
  ],
  gates: [
    {
      id: 'ready',
      title: 'Traefik is ready',
      patienceSeconds: 300,
      kind: 'workload-ready',
      workload: { kind: 'Deployment', namespace: 'traefik', name: 'traefik' },
    },
  ],
  leaves: [],
};
