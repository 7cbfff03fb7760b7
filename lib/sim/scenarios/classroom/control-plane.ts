// The static pods of kubeadm's control plane (cmd/kubeadm/app/phases/controlplane/manifests.go, etcd/local.go).
import type { Pod, PodTemplateSpec } from 'kubernetes-types/core/v1';
import type { Placing } from '../objects/placing.ts';
import { template } from '../objects/templates.ts';
import { staticPod } from '../objects/workloads.ts';
import { CONTROL_PLANE, KUBERNETES } from './boards.ts';

interface Component {
  name: string;
  image: string;
  requests: string;
  flags: string[];
  mounts: Readonly<Record<string, string>>;
  annotations?: Record<string, string>;
}

const PKI = '/etc/kubernetes/pki';
const CERTIFICATES = { 'k8s-certs': PKI, 'ca-certs': '/etc/ssl/certs' };

function components(address: string): readonly Component[] {
  const client = `https://${address}:2379`;
  return [
    {
      name: 'etcd',
      image: 'registry.k8s.io/etcd:3.7.0-0',
      requests: '100m/100Mi',
      flags: [
        `--advertise-client-urls=${client}`,
        `--cert-file=${PKI}/etcd/server.crt`,
        '--data-dir=/var/lib/etcd',
        `--key-file=${PKI}/etcd/server.key`,
        `--listen-client-urls=https://127.0.0.1:2379,${client}`,
        `--name=${CONTROL_PLANE}`,
        `--trusted-ca-file=${PKI}/etcd/ca.crt`,
      ],
      mounts: { 'etcd-data': '/var/lib/etcd', 'etcd-certs': `${PKI}/etcd` },
      annotations: { 'kubeadm.kubernetes.io/etcd.advertise-client-urls': client },
    },
    {
      name: 'kube-apiserver',
      image: `registry.k8s.io/kube-apiserver:${KUBERNETES}`,
      requests: '250m/',
      flags: [
        `--advertise-address=${address}`,
        '--authorization-mode=Node,RBAC',
        `--client-ca-file=${PKI}/ca.crt`,
        '--enable-admission-plugins=NodeRestriction',
        '--etcd-servers=https://127.0.0.1:2379',
        '--secure-port=6443',
        '--service-cluster-ip-range=10.96.0.0/12',
      ],
      mounts: CERTIFICATES,
      annotations: { 'kubeadm.kubernetes.io/kube-apiserver.advertise-address.endpoint': `${address}:6443` },
    },
    {
      name: 'kube-controller-manager',
      image: `registry.k8s.io/kube-controller-manager:${KUBERNETES}`,
      requests: '200m/',
      flags: [
        '--allocate-node-cidrs=true',
        '--bind-address=127.0.0.1',
        '--cluster-cidr=10.244.0.0/16',
        '--controllers=*,bootstrapsigner,tokencleaner',
        '--kubeconfig=/etc/kubernetes/controller-manager.conf',
        '--leader-elect=true',
      ],
      mounts: { ...CERTIFICATES, kubeconfig: '/etc/kubernetes/controller-manager.conf' },
    },
    {
      name: 'kube-scheduler',
      image: `registry.k8s.io/kube-scheduler:${KUBERNETES}`,
      requests: '100m/',
      flags: ['--bind-address=127.0.0.1', '--kubeconfig=/etc/kubernetes/scheduler.conf', '--leader-elect=true'],
      mounts: { kubeconfig: '/etc/kubernetes/scheduler.conf' },
    },
  ];
}

function templateOf({ name, image, requests, flags, mounts, annotations }: Component): PodTemplateSpec {
  const places = Object.entries(mounts);
  return template({
    labels: { component: name, tier: 'control-plane' },
    ...(annotations === undefined ? {} : { annotations }),
    hostNetwork: true,
    priorityClassName: 'system-node-critical',
    tolerations: [{ operator: 'Exists', effect: 'NoExecute' }],
    containers: [
      {
        name,
        image,
        command: [name, ...flags],
        requests,
        more: { volumeMounts: places.map(([volume, mountPath]) => ({ name: volume, mountPath })) },
      },
    ],
    more: {
      volumes: places.map(([volume, path]) => ({ name: volume, hostPath: { path, type: '' } })),
      securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
    },
  });
}

export function controlPlanePods(placing: Placing, nodeUid: string): Pod[] {
  const { address } = placing.node(CONTROL_PLANE);
  return components(address).map((component) => {
    const line = `${component.name}-${CONTROL_PLANE} 20m50s ${CONTROL_PLANE}`;
    return staticPod(placing, component.name, templateOf(component), { line, nodeUid });
  });
}
