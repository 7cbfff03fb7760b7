// Pod templates that kubeadm and flannel's manifest bring (cmd/kubeadm/app/phases/{addons,controlplane,etcd}).
import type { PodTemplateSpec, Toleration, Volume } from 'kubernetes-types/core/v1';
import { container, template } from '../objects/templates.ts';
import { KUBERNETES, KUBERNETES_ON_ARM } from './boards.ts';

const EVERYTHING: Toleration[] = [{ operator: 'Exists' }];

function configVolume(name: string, map: string): Volume {
  return { name, configMap: { name: map, defaultMode: 0o644 } };
}

function hostVolume(name: string, path: string, type = ''): Volume {
  return { name, hostPath: { path, type } };
}

function probe(path: string, port: number | string, more: object = {}) {
  return { httpGet: { path, port, scheme: 'HTTP' }, ...more };
}

export const COREDNS = template({
  labels: { 'k8s-app': 'kube-dns' },
  tolerations: [
    { key: 'CriticalAddonsOnly', operator: 'Exists' },
    { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' },
  ],
  nodeSelector: { 'kubernetes.io/os': 'linux' },
  serviceAccount: 'coredns',
  priorityClassName: 'system-cluster-critical',
  containers: [
    {
      name: 'coredns',
      image: 'registry.k8s.io/coredns/coredns:v1.14.6',
      args: ['-conf', '/etc/coredns/Corefile'],
      ports: [
        { name: 'dns', port: 53, protocol: 'UDP' },
        { name: 'dns-tcp', port: 53 },
        { name: 'metrics', port: 9153 },
        { name: 'liveness-probe', port: 8080 },
        { name: 'readiness-probe', port: 8181 },
      ],
      requests: '100m/70Mi',
      limits: '/170Mi',
      more: {
        volumeMounts: [{ name: 'config-volume', mountPath: '/etc/coredns', readOnly: true }],
        livenessProbe: probe('/health', 'liveness-probe', { initialDelaySeconds: 60, timeoutSeconds: 5 }),
        readinessProbe: probe('/ready', 'readiness-probe'),
      },
    },
  ],
  more: {
    dnsPolicy: 'Default',
    volumes: [
      {
        name: 'config-volume',
        configMap: { name: 'coredns', items: [{ key: 'Corefile', path: 'Corefile' }], defaultMode: 0o644 },
      },
    ],
    affinity: {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          {
            weight: 100,
            podAffinityTerm: {
              labelSelector: { matchExpressions: [{ key: 'k8s-app', operator: 'In', values: ['kube-dns'] }] },
              topologyKey: 'kubernetes.io/hostname',
            },
          },
        ],
      },
    },
  },
});

function kubeProxy(version: string, architecture: 'In' | 'NotIn'): PodTemplateSpec {
  const term = { matchExpressions: [{ key: 'kubernetes.io/arch', operator: architecture, values: ['arm'] }] };
  return template({
    labels: { 'k8s-app': architecture === 'In' ? 'kube-proxy-arm' : 'kube-proxy' },
    tolerations: EVERYTHING,
    nodeSelector: { 'kubernetes.io/os': 'linux' },
    hostNetwork: true,
    serviceAccount: 'kube-proxy',
    priorityClassName: 'system-node-critical',
    containers: [
      {
        name: 'kube-proxy',
        image: `registry.k8s.io/kube-proxy:${version}`,
        command: [
          '/usr/local/bin/kube-proxy',
          '--config=/var/lib/kube-proxy/config.conf',
          '--hostname-override=$(NODE_NAME)',
        ],
        more: {
          env: [{ name: 'NODE_NAME', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'spec.nodeName' } } }],
          securityContext: { privileged: true },
          volumeMounts: [
            { name: 'kube-proxy', mountPath: '/var/lib/kube-proxy' },
            { name: 'xtables-lock', mountPath: '/run/xtables.lock' },
            { name: 'lib-modules', mountPath: '/lib/modules', readOnly: true },
          ],
        },
      },
    ],
    more: {
      affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] } } },
      volumes: [
        configVolume('kube-proxy', 'kube-proxy'),
        hostVolume('xtables-lock', '/run/xtables.lock', 'FileOrCreate'),
        hostVolume('lib-modules', '/lib/modules'),
      ],
    },
  });
}

/** kubeadm's, told to leave 32-bit Arm to the other: its image is not made for that. */
export const KUBE_PROXY = kubeProxy(KUBERNETES, 'NotIn');
export const KUBE_PROXY_ARM = kubeProxy(KUBERNETES_ON_ARM, 'In');

const FLANNEL_IMAGE = 'ghcr.io/flannel-io/flannel:v0.28.10';
const FLANNEL_CONFIG = { name: 'flannel-cfg', mountPath: '/etc/kube-flannel/' };

export const FLANNEL = template({
  labels: { app: 'flannel', tier: 'node' },
  tolerations: [{ operator: 'Exists', effect: 'NoSchedule' }],
  hostNetwork: true,
  serviceAccount: 'flannel',
  priorityClassName: 'system-node-critical',
  containers: [
    {
      name: 'kube-flannel',
      image: FLANNEL_IMAGE,
      command: ['/opt/bin/flanneld'],
      args: ['--ip-masq', '--kube-subnet-mgr', '--healthz-port=8081'],
      ports: [{ name: 'healthz', port: 8081 }],
      requests: '100m/50Mi',
      env: { EVENT_QUEUE_DEPTH: '5000', CONT_WHEN_CACHE_NOT_READY: 'false' },
      more: {
        livenessProbe: probe('/healthz', 'healthz', { initialDelaySeconds: 10, periodSeconds: 30 }),
        readinessProbe: probe('/readyz', 'healthz', { initialDelaySeconds: 5 }),
        securityContext: { privileged: false, capabilities: { add: ['NET_ADMIN', 'NET_RAW'] } },
        volumeMounts: [
          { name: 'run', mountPath: '/run/flannel' },
          FLANNEL_CONFIG,
          { name: 'xtables-lock', mountPath: '/run/xtables.lock' },
        ],
      },
    },
  ],
  more: {
    initContainers: [
      container({
        name: 'install-cni-plugin',
        image: 'ghcr.io/flannel-io/flannel-cni-plugin:v1.9.1-flannel3',
        command: ['cp'],
        args: ['-f', '/flannel', '/opt/cni/bin/flannel'],
        more: { volumeMounts: [{ name: 'cni-plugin', mountPath: '/opt/cni/bin' }] },
      }),
      container({
        name: 'install-cni',
        image: FLANNEL_IMAGE,
        command: ['/opt/bin/install-conf'],
        args: ['/etc/kube-flannel/cni-conf.json', '/etc/cni/net.d/10-flannel.conflist'],
        more: { volumeMounts: [{ name: 'cni', mountPath: '/etc/cni/net.d' }, FLANNEL_CONFIG] },
      }),
    ],
    volumes: [
      hostVolume('run', '/run/flannel'),
      hostVolume('cni-plugin', '/opt/cni/bin'),
      hostVolume('cni', '/etc/cni/net.d'),
      configVolume('flannel-cfg', 'kube-flannel-cfg'),
      hostVolume('xtables-lock', '/run/xtables.lock', 'FileOrCreate'),
    ],
  },
});
