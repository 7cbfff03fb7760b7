// wardle: a sample API server of its own, with a flunder.
import { FIVE_ARCHITECTURES } from '../architectures.ts';
import type { Component } from '../component.ts';

const MI = 1024 * 1024;

export const WARDLE: Component = {
  id: 'wardle',
  step: 'extras',
  title: 'wardle',
  what: 'Kubernetes’ own example of a second API server, which it leads to as if it were a part of itself: kubectl get flunders, made-up objects, is answered by it. It shows how the metrics APIs of the other steps are hung in.',
  commands: { talk: 'kubectl apply -f wardle.yaml', today: 'kubectl get flunders -n wardle' },
  images: [
    {
      reference: 'registry.k8s.io/e2e-test-images/sample-apiserver:1.29.2',
      platforms: ['linux/amd64', 'linux/arm64', 'linux/ppc64le', 'linux/s390x'],
      readAt: null,
      source: 'test/utils/image/manifest.go and test/images/sample-apiserver/BASEIMAGE of k8s.io/kubernetes v1.37.2.',
    },
    {
      reference: 'registry.k8s.io/etcd:3.7.0-0',
      platforms: FIVE_ARCHITECTURES,
      readAt: null,
      source: 'DefaultEtcdVersion of kubeadm in k8s.io/kubernetes v1.37.2; architectures were not read.',
    },
  ],
  needs: { memoryBytes: 112 * MI, cpuMillicores: 70, after: [], kubernetes: { fromMinor: 29 } },
  namespace: { name: 'wardle', made: true },
  manifests: [
    { file: 'wardle.yaml', afterGates: [] },
    { file: 'flunder.yaml', afterGates: ['api'] },
  ],
  podSecurity: {
    level: 'restricted',
    why: 'Its processes run as an ordinary user, write to a scratch directory alone and need no capability.',
  },
  traces: [{ kind: 'api-service', name: 'v1alpha1.wardle.example.com' }],
  gates: [
    {
      id: 'ready',
      title: 'wardle is ready',
      patienceSeconds: 300,
      kind: 'workload-ready',
      workload: { kind: 'Deployment', namespace: 'wardle', name: 'wardle-apiserver' },
    },
    {
      id: 'api',
      title: 'wardle.example.com is available',
      patienceSeconds: 120,
      kind: 'api-available',
      apiService: 'v1beta1.wardle.example.com',
    },
    {
      id: 'flunder',
      title: 'the first flunder is there',
      patienceSeconds: 30,
      kind: 'path-answers',
      path: '/apis/wardle.example.com/v1beta1/namespaces/wardle/flunders/my-first-flunder',
      contains: 'my-first-flunder',
    },
  ],
  leaves: [],
};
