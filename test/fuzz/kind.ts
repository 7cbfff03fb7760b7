// For tests: what the fuzz knows of a kind, and the pods its kinds share.

export interface Kind {
  root: string;
  apiVersion: string;
  kind: string;
  resource: string;
  namespaced: boolean;
  bodies: readonly object[];
}

export const POD_SPEC = {
  tolerations: [{ operator: 'Exists' }],
  nodeSelector: { 'kubernetes.io/arch': 'arm64' },
  containers: [
    {
      name: 'c',
      image: 'registry.k8s.io/pause:3.10',
      ports: [{ containerPort: 80, protocol: 'TCP' }],
      env: [{ name: 'A', value: 'b' }],
      resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { cpu: 1 } },
    },
  ],
  volumes: [{ name: 'v', emptyDir: {} }],
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: 'a', operator: 'In', values: ['b'] }] }],
      },
    },
  },
};
export const TEMPLATE = { metadata: { labels: { app: 'f' } }, spec: POD_SPEC };
export function kindOf(root: string, kind: string, resource: string, namespaced: boolean, ...bodies: object[]): Kind {
  return { root, apiVersion: root.replace(/^\/apis?\//, ''), kind, resource, namespaced, bodies };
}
