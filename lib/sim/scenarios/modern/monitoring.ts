// Who watches the house: Prometheus with a volume, an exporter on every board, and Grafana wherever its image can run.
import type { Toleration } from 'kubernetes-types/core/v1';
import type { KubeObject } from '../../store/object.ts';
import type { Placing } from '../objects/placing.ts';
import { boundClaim, claimTemplate } from '../objects/storage.ts';
import { template } from '../objects/templates.ts';
import { daemonSet, deployment, statefulSet } from '../objects/workloads.ts';

const NAMESPACE = 'monitoring';
const ANY_ARCHITECTURE: Toleration = { key: 'kubernetes.io/arch', operator: 'Exists', effect: 'NoSchedule' };

const NODE_EXPORTER = template({
  labels: { app: 'node-exporter' },
  tolerations: [{ operator: 'Exists' }],
  hostNetwork: true,
  containers: [
    {
      name: 'node-exporter',
      image: 'quay.io/prometheus/node-exporter:v1.10.2',
      args: ['--path.rootfs=/host'],
      ports: [{ name: 'metrics', port: 9100 }],
      requests: '20m/24Mi',
      more: { volumeMounts: [{ name: 'root', mountPath: '/host', readOnly: true }] },
    },
  ],
  more: { volumes: [{ name: 'root', hostPath: { path: '/', type: '' } }] },
});

const PROMETHEUS = template({
  labels: { app: 'prometheus' },
  nodeSelector: { 'kubernetes.io/arch': 'amd64' },
  containers: [
    {
      name: 'prometheus',
      image: 'quay.io/prometheus/prometheus:v3.7.3',
      args: ['--config.file=/etc/prometheus/prometheus.yml', '--storage.tsdb.retention.time=15d'],
      ports: [{ name: 'web', port: 9090 }],
      requests: '100m/256Mi',
      limits: '/1Gi',
      more: {
        volumeMounts: [
          { name: 'data', mountPath: '/prometheus' },
          { name: 'config', mountPath: '/etc/prometheus' },
        ],
      },
    },
  ],
  more: { volumes: [{ name: 'config', configMap: { name: 'prometheus', defaultMode: 0o644 } }] },
});

/** It tolerates the RISC-V board's taint and keeps off it all the same: its image is not made for riscv64. */
const GRAFANA = template({
  labels: { app: 'grafana' },
  tolerations: [ANY_ARCHITECTURE],
  containers: [
    {
      name: 'grafana',
      image: 'grafana/grafana:12.3.0',
      ports: [{ name: 'http', port: 3000 }],
      requests: '50m/96Mi',
      limits: '/256Mi',
    },
  ],
  more: {
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [
            { matchExpressions: [{ key: 'kubernetes.io/arch', operator: 'NotIn', values: ['riscv64'] }] },
          ],
        },
      },
    },
  },
});

export function monitoringObjects(placing: Placing): KubeObject[] {
  return [
    ...boundClaim(placing.ground, {
      namespace: NAMESPACE,
      name: 'data-prometheus-0',
      age: '33d',
      size: '20Gi',
      node: 'n100',
      labels: { app: 'prometheus' },
    }),
    ...statefulSet(placing, {
      namespace: NAMESPACE,
      name: 'prometheus',
      age: '33d',
      template: PROMETHEUS,
      serviceName: 'prometheus',
      claims: [claimTemplate('data', '20Gi')],
      pods: '0 12d n100 10.42.3.9',
    }),
    ...daemonSet(placing, {
      namespace: NAMESPACE,
      name: 'node-exporter',
      template: NODE_EXPORTER,
      pods: `8fzrb 33d raspi5
             wl6dn 33d raspi4
             c5k9t 33d raspi3
             gq2mx 33d n100
             t7vhs 12d visionfive`,
    }),
    ...deployment(placing, {
      namespace: NAMESPACE,
      name: 'grafana',
      template: GRAFANA,
      pods: 'z4kjp 33d raspi4 10.42.1.9',
    }),
  ];
}
