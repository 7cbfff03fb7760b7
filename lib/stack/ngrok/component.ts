// ngrok: a public address in front of the ingress controller.
import type { Component } from '../component.ts';

const MI = 1024 * 1024;

export const NGROK: Component = {
  id: 'ngrok',
  step: 'public',
  title: 'ngrok agent',
  what: 'Keeps a connection to ngrok open, through which visitors from the internet reach the ingress controller without a port being opened at home. Its token is kept in a Secret and the API of its agent inside the cluster.',
  commands: { talk: 'kubectl apply -f ngrok.yaml', today: 'ngrok http http://traefik.traefik.svc:80' },
  images: [
    {
      reference: 'docker.io/ngrok/ngrok:3.39.8-alpine',
      platforms: ['linux/amd64', 'linux/arm/v7', 'linux/arm64'],
      readAt: null,
      source: 'The version is one in the change log of the agent (2026-06-16); tag and architectures were not read.',
    },
  ],
  needs: { memoryBytes: 64 * MI, cpuMillicores: 20, after: ['traefik'], kubernetes: { fromMinor: 19 } },
  namespace: { name: 'ngrok', made: true },
  manifests: [{ file: 'ngrok.yaml', afterGates: [] }],
  podSecurity: {
    level: 'restricted',
    why: 'Its processes run as an ordinary user, write to a scratch directory alone and need no capability.',
  },
  traces: [{ kind: 'image', repository: 'ngrok/ngrok' }],
  gates: [
    {
      id: 'ready',
      title: 'the agent runs',
      patienceSeconds: 300,
      kind: 'workload-ready',
      workload: { kind: 'Deployment', namespace: 'ngrok', name: 'ngrok' },
    },
    {
      id: 'address',
      title: 'ngrok has given an address',
      patienceSeconds: 60,
      kind: 'public-address',
      path: '/api/v1/namespaces/ngrok/services/ngrok:agent/proxy/api/endpoints',
    },
  ],
  leaves: [],
};
