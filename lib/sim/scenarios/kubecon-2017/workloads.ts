// The workloads of the talk's cluster with the pods its screen showed.
import type { PodTemplateSpec } from 'kubernetes-types/core/v1';
import type { KubeObject } from '../../store/object.ts';
import type { Ground } from '../objects/ground.ts';
import { daemonSet, deployment, statefulSet, staticPod } from '../objects/workloads.ts';
import { UPBOARD2_LOST } from './boards.ts';
import { placingOf } from './pods.ts';
import * as templates from './templates.ts';

type DeploymentRow = [namespace: string, name: string, hash: string, template: PodTemplateSpec, pods: string];

/** Namespace, name, the talk's pod-template-hash, template, and a line for each pod. */
const DEPLOYMENTS: readonly DeploymentRow[] = [
  ['custom-metrics', 'custom-metrics-apiserver', '2410399496', templates.CUSTOM_METRICS, 'j6dg1 22m30s pi6 10.47.0.2'],
  ['default', 'prometheus-operator', '1505754769', templates.PROMETHEUS_OPERATOR, 'n7kj8 30m15s upboard2 10.44.0.4'],
  [
    'default',
    'sample-metrics-app',
    '2440858958',
    templates.SAMPLE_APP,
    `1h5wf 60s     pi5      10.45.0.6
     35fdz 60s     upboard2 10.44.0.11
     56r2x 60s     upboard2 10.44.0.9
     9grc1 29m10s  pi5      10.45.0.4
     f5w1t 4m      pi5      10.45.0.5
     km3gq 12m20s  pi6      10.47.0.3
     lntqp 60s     pi6      10.47.0.5
     nst8h 4m      pi6      10.47.0.4`,
  ],
  ['kube-system', 'heapster', '57121549', templates.HEAPSTER, 'mtx6f 41m20s upboard2 10.44.0.2'],
  ['kube-system', 'kube-dns', '3913472980', templates.KUBE_DNS, 'l3rkl 44m50s upboard1 10.32.0.2'],
  ['kube-system', 'kubernetes-dashboard', '2731141917', templates.DASHBOARD, 'rdbj2 41m50s upboard2 10.44.0.1'],
  ['kube-system', 'monitoring-grafana', '4071825559', templates.GRAFANA, 'rbs3w 34m30s pi5 10.45.0.2'],
  ['kube-system', 'monitoring-influxdb', '1373127269', templates.INFLUXDB, 'pzwhx 34m31s pi5 10.45.0.3'],
  ['kube-system', 'ngrok', '3984100120', templates.NGROK, 'f5900 41m2s upboard2 10.44.0.3'],
  ['kube-system', 'pv-controller-manager', '3769581161', templates.PV_CONTROLLER, 'dcn66 40m25s pi6 10.47.0.1'],
  [
    'kube-system',
    'self-hosted-kube-controller-manager',
    '1546170996',
    templates.CONTROLLER_MANAGER,
    '40n6g 45m20s upboard1',
  ],
  ['kube-system', 'self-hosted-kube-scheduler', '3991062876', templates.SCHEDULER, '6s94c 45m19s upboard1 x1'],
  ['kube-system', 'traefik-ingress-controller', '3665677306', templates.TRAEFIK, 'f5dhj 41m5s pi5 10.45.0.1'],
  ['wardle', 'wardle-apiserver', '3982025089', templates.WARDLE, '3grzx 32m15s upboard2 10.44.0.10'],
];

const DAEMON_SETS: readonly [name: string, template: PodTemplateSpec, pods: string][] = [
  [
    'kube-proxy',
    templates.KUBE_PROXY,
    `0jwxh 42m30s pi5
     7ks9n 45m10s upboard1
     ktxqd 43m35s upboard2
     snp6v 43m10s pi6`,
  ],
  ['self-hosted-kube-apiserver', templates.API_SERVER, 'kk6hk 45m25s upboard1 x1'],
  [
    'weave-net',
    templates.WEAVE_NET,
    `3h3xm 42m29s pi5
     f7wwj 43m34s upboard2
     kxcr2 43m9s  pi6
     n3tvh 44m40s upboard1`,
  ],
];

/** `controlPlaneUid` is the uid of the Node that runs the static pods. */
export function workloadObjects(ground: Ground, controlPlaneUid: string): KubeObject[] {
  const placing = placingOf(ground);
  return [
    ...DEPLOYMENTS.flatMap(([namespace, name, hash, template, pods]) =>
      deployment(placing, { namespace, name, hash, template, pods, unavailableSince: UPBOARD2_LOST }),
    ),
    ...DAEMON_SETS.flatMap(([name, template, pods]) =>
      daemonSet(placing, { namespace: 'kube-system', name, template, pods }),
    ),
    // What the operator makes of the Prometheus `sample-metrics-prom`.
    ...statefulSet(placing, {
      namespace: 'default',
      name: 'prometheus-sample-metrics-prom',
      age: '29m45s',
      template: templates.PROMETHEUS,
      serviceName: 'prometheus-operated',
      pods: '0 29m40s upboard2 10.44.0.8',
    }),
    staticPod(placing, 'etcd', templates.ETCD, { line: 'etcd-upboard1 44m55s upboard1', nodeUid: controlPlaneUid }),
  ];
}
