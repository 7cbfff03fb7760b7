// local-path-provisioner: volumes out of directories of the boards; the role of Rook in the talk.
import type { Component } from '../component.ts';

const MI = 1024 * 1024;

export const LOCAL_PATH: Component = {
  id: 'local-path',
  step: 'extras',
  title: 'Local path storage',
  what: 'Makes volumes for claims out of directories of the board that a pod runs on, as Rook made them in the talk out of several. A claim is made and written to once to prove it.',
  commands: {
    talk: 'kubectl apply -f rook.yaml',
    today:
      'kubectl apply -f https://raw.githubusercontent.com/rancher/local-path-provisioner/v0.0.30/deploy/local-path-storage.yaml',
  },
  images: [
    {
      reference: 'docker.io/rancher/local-path-provisioner:v0.0.30',
      platforms: ['linux/amd64', 'linux/arm/v7', 'linux/arm64', 'linux/riscv64'],
      readAt: null,
      source:
        'deploy/local-path-storage.yaml and .github/workflows/build.yml of the Go module github.com/rancher/local-path-provisioner v0.0.30.',
    },
    {
      reference: 'docker.io/library/busybox:1.37.0',
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
      source: 'The tag from test/images/busybox/BASEIMAGE of k8s.io/kubernetes v1.37.2; architectures were not read.',
    },
  ],
  needs: { memoryBytes: 48 * MI, cpuMillicores: 30, after: [], kubernetes: { fromMinor: 21 } },
  namespace: { name: 'local-path-storage', made: true },
  manifests: [
    { file: 'local-path.yaml', afterGates: [] },
    { file: 'check.yaml', afterGates: ['ready'] },
  ],
  podSecurity: {
    level: 'privileged',
    why: 'The provisioner itself is restricted; the pods that it starts for some seconds make and remove directories of the board, which the levels below do not allow.',
  },
  traces: [{ kind: 'storage-class', provisioner: 'rancher.io/local-path' }],
  gates: [
    {
      id: 'ready',
      title: 'the provisioner is ready',
      patienceSeconds: 300,
      kind: 'workload-ready',
      workload: { kind: 'Deployment', namespace: 'local-path-storage', name: 'local-path-provisioner' },
    },
    {
      id: 'claim',
      title: 'a claim is bound',
      patienceSeconds: 180,
      kind: 'claim-bound',
      namespace: 'local-path-storage',
      name: 'local-path-check',
    },
    {
      id: 'written',
      title: 'a pod has written to it',
      patienceSeconds: 180,
      kind: 'workload-ready',
      workload: { kind: 'Job', namespace: 'local-path-storage', name: 'local-path-check' },
    },
  ],
  leaves: [
    {
      what: 'Volumes that others made with it, and their directories on the boards',
      why: 'What is in them is not ours to remove.',
    },
  ],
};
