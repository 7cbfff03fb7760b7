// A cluster full of secrets, each planted in another place, and the list of them.
import type { KubeObject } from '../../../store/object.ts';

const UID = '0b5c1f7e-3a52-4c1d-9a53-1d2f7f7a9c11';
const OWNER = '7d1e2c3b-4a59-4687-9786-a5b4c3d2e1f0';
const JWT = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJyb290LWNhbmFyeSJ9.c2lnbmF0dXJlLWNhbmFyeQ';
const PEM = '-----BEGIN PRIVATE KEY-----\nMIIcanaryCanaryCANARY0123\n-----END PRIVATE KEY-----\n';

export const CANARIES: readonly [what: string, canary: string][] = [
  ["a Secret's value", Buffer.from('canary-in-secret').toString('base64')],
  ['a setting of a ConfigMap', 'colour = blue'],
  ['a binary value of a ConfigMap', 'Y2FuYXJ5LWJpbmFyeQ'],
  ['an environment value', 'postgres-canary-env'],
  ['a value in the environment of a custom resource', 'canary-in-custom-env'],
  ['a password in a custom resource', 'canary-admin-password'],
  ['a password among arguments', 'canary-flag-value'],
  ['a password after its flag', 'canary-next-argument'],
  ['a password in a script', 'canary-script'],
  ['credentials in a URL', 'canary-user:canary-pass'],
  ["a probe's header", 'Y2FuYXJ5OnByb2Jl'],
  ['what was last applied', 'canary-last-applied'],
  ['an annotation of anybody', 'canary-annotation'],
  ["k3s' token", 'canary-node-env'],
  ['a web token in an annotation of Kubernetes', JWT],
  ['a private key', 'MIIcanaryCanaryCANARY0123'],
  ['a bundle of certificates', 'LS0tLS1CRUdJTiBDRVJU'],
  ['a signing request', 'LS0tLS1CRUdJTiBDRVJUSUZJ'],
  ['an image pull secret', 'canary-pull-secret'],
  ["a field manager's trace", 'canary-manager'],
  ['a bootstrap token', 'bootstrap-token-canary'],
  ['a uid', UID],
  ["an owner's uid", OWNER],
  ["a pod's address", '10.244.3.17'],
  ["a node's address", '192.168.77.5'],
  ['an address in an event', '10.99.88.77'],
  ['an address of version 6', 'fd12:3456:789a'],
  ["a network card's address", '6e:1a:0c:5d:20:11'],
  ["a machine's id", 'c0ffee00c0ffee00c0ffee00c0ffee00'],
  ["a container's id", 'abad1deaabad1dea'],
  ["a cloud's id of a machine", 'i-0canary123'],
  ["a cloud's name of a machine", 'canary.internal'],
];

const meta = (name: string, more: object = {}) => ({ name, namespace: 'app', ...more });

const POD = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: meta('web-1', {
    uid: 'aaaaaaaa-0000-4000-8000-000000000001',
    annotations: {
      'kubectl.kubernetes.io/last-applied-configuration': '{"x":"canary-last-applied"}',
      'example.org/config': 'canary-annotation',
      'kubernetes.io/note': `Bearer ${JWT}`,
    },
    managedFields: [{ manager: 'canary-manager', operation: 'Update' }],
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: OWNER, controller: true }],
  }),
  spec: {
    nodeName: 'attic',
    imagePullSecrets: [{ name: 'canary-pull-secret' }],
    containers: [
      {
        name: 'web',
        image: 'nginx:1.29',
        args: ['--password=canary-flag-value', '--token', 'canary-next-argument', 'TOKEN=canary-script run'],
        env: [
          { name: 'DATABASE', value: 'postgres-canary-env' },
          { name: 'FROM', valueFrom: { secretKeyRef: { name: 'database', key: 'password' } } },
        ],
        readinessProbe: {
          httpGet: { path: '/', port: 80, httpHeaders: [{ name: 'Authorization', value: 'Basic Y2FuYXJ5OnByb2Jl' }] },
        },
      },
    ],
  },
  status: {
    phase: 'Running',
    podIP: '10.244.3.17',
    hostIP: '192.168.77.5',
    podIPs: [{ ip: '10.244.3.17' }, { ip: 'fd12:3456:789a::17' }],
    containerStatuses: [
      {
        name: 'web',
        image: 'docker.io/library/nginx:1.29',
        imageID: 'docker.io/library/nginx@sha256:1111',
        containerID: 'containerd://abad1deaabad1dea',
        ready: true,
        restartCount: 0,
        state: { running: { startedAt: '2026-11-22T10:00:00Z' } },
      },
    ],
  },
};

const NODE = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: {
    name: 'attic',
    annotations: {
      'flannel.alpha.coreos.com/backend-data': '{"VtepMAC":"6e:1a:0c:5d:20:11"}',
      'k3s.io/node-env': '{"K3S_TOKEN":"canary-node-env"}',
    },
  },
  spec: { podCIDR: '10.244.3.0/24', podCIDRs: ['10.244.3.0/24'], providerID: 'aws:///eu-1a/i-0canary123' },
  status: {
    addresses: [
      { type: 'InternalIP', address: '192.168.77.5' },
      { type: 'InternalDNS', address: 'canary.internal' },
    ],
    nodeInfo: { architecture: 'arm64', machineID: 'c0ffee00c0ffee00c0ffee00c0ffee00', kernelVersion: '6.12-rpi-v8' },
  },
};

const CLAIM = {
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: meta('data', { uid: UID }),
  spec: { volumeName: `pvc-${UID}` },
};

const CUSTOM = {
  apiVersion: 'example.org/v1',
  kind: 'Database',
  metadata: meta('main'),
  spec: {
    adminPassword: 'canary-admin-password',
    url: 'postgres://canary-user:canary-pass@db.example.org/main',
    containers: [{ env: [{ name: 'X', value: 'canary-in-custom-env' }] }],
  },
};

const EVENT = {
  apiVersion: 'v1',
  kind: 'Event',
  metadata: meta('web-1.1'),
  message: 'Readiness probe failed: dial tcp 10.99.88.77:80: connection refused',
};

export const SECRETIVE: readonly KubeObject[] = [
  NODE,
  POD,
  CLAIM,
  CUSTOM,
  EVENT,
  { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'etcd-attic', namespace: 'kube-system' } },
  { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: meta('web', { uid: OWNER }) },
  {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: meta('database'),
    type: 'Opaque',
    data: { password: Buffer.from('canary-in-secret').toString('base64') },
  } as KubeObject,
  {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'bootstrap-token-canary', namespace: 'kube-system' },
    type: 'bootstrap.kubernetes.io/token',
  } as KubeObject,
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: meta('settings'),
    data: { 'app.conf': `colour = blue\nserver = 10.99.88.77\n${PEM}` },
    binaryData: { blob: 'Y2FuYXJ5LWJpbmFyeQ' },
  } as KubeObject,
  {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: { name: 'v1.example.org' },
    spec: { caBundle: 'LS0tLS1CRUdJTiBDRVJUQUFB' },
  } as KubeObject,
  {
    apiVersion: 'certificates.k8s.io/v1',
    kind: 'CertificateSigningRequest',
    metadata: { name: 'csr-1' },
    spec: { request: 'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNU' },
    status: { certificate: 'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURQ' },
  } as KubeObject,
];
