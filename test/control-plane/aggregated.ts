// The aggregated API servers beside a real control plane: metrics-server, custom metrics whose values a test sets, wardle.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ControlPlane } from './control-plane.ts';
import { freePorts } from './daemon.ts';

/** The least metrics-server takes. */
const METRICS_RESOLUTION = '10s';
/** Must be less than the resolution. */
const SCRAPE_TIMEOUT = '3s';

interface Aggregated {
  service: string;
  port: number;
  apis: readonly { group: string; version: string; priority: number; versionPriority: number }[];
}

export interface AggregatedServers {
  /** Services and APIServices to apply. */
  objects: object[];
  /** Sets a custom metric of a namespaced object; `value` is a quantity. */
  setMetric(
    target: { namespace: string; resource: string; name: string; metric: string },
    value: string,
  ): Promise<void>;
}

/** Starts all three; they answer once `objects` are applied. */
export async function startAggregatedServers(plane: ControlPlane): Promise<AggregatedServers> {
  const [metrics = 0, custom = 0, writes = 0, wardle = 0] = await freePorts(4);
  const kubeconfig = await plane.admin();
  const identity = [`--authentication-kubeconfig=${kubeconfig}`, `--authorization-kubeconfig=${kubeconfig}`];
  const served = (name: string, port: number) => {
    const certificates = join(plane.directory, `${name}-cert`);
    mkdirSync(certificates, { mode: 0o700 });
    return [...identity, '--bind-address=127.0.0.1', `--secure-port=${port}`, `--cert-dir=${certificates}`];
  };
  plane.run('metrics-server', [
    `--kubeconfig=${kubeconfig}`,
    ...served('metrics-server', metrics),
    '--kubelet-use-node-status-port',
    '--kubelet-insecure-tls',
    `--metric-resolution=${METRICS_RESOLUTION}`,
    `--kubelet-request-timeout=${SCRAPE_TIMEOUT}`,
  ]);
  plane.run('metrics-adapter', [
    `--lister-kubeconfig=${kubeconfig}`,
    ...served('metrics-adapter', custom),
    `--write-address=127.0.0.1:${writes}`,
  ]);
  plane.run('sample-apiserver', [
    `--kubeconfig=${kubeconfig}`,
    ...served('sample-apiserver', wardle),
    `--etcd-servers=${plane.etcdUrl}`,
  ]);
  return {
    objects: [
      { service: 'metrics-server', port: metrics, apis: [api('metrics.k8s.io', 'v1beta1', 100, 100)] },
      {
        service: 'metrics-adapter',
        port: custom,
        apis: [api('custom.metrics.k8s.io', 'v1beta1', 100, 100), api('custom.metrics.k8s.io', 'v1beta2', 100, 200)],
      },
      {
        service: 'wardle',
        port: wardle,
        apis: [api('wardle.example.com', 'v1alpha1', 1000, 15), api('wardle.example.com', 'v1beta1', 1000, 10)],
      },
    ].flatMap(registration),
    setMetric: async ({ namespace, resource, name, metric }, value) => {
      const url = `http://127.0.0.1:${writes}/write-metrics/namespaces/${namespace}/${resource}/${name}/${metric}`;
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(value) });
      if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
    },
  };
}

function api(group: string, version: string, priority: number, versionPriority: number) {
  return { group, version, priority, versionPriority };
}

/** An ExternalName service is what an API server resolves by its own means: it may name this machine. */
function registration({ service, port, apis }: Aggregated): object[] {
  const namespace = 'kube-system';
  return [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: service, namespace },
      spec: { type: 'ExternalName', externalName: 'localhost' },
    },
    ...apis.map(({ group, version, priority, versionPriority }) => ({
      apiVersion: 'apiregistration.k8s.io/v1',
      kind: 'APIService',
      metadata: { name: `${version}.${group}` },
      spec: {
        group,
        version,
        groupPriorityMinimum: priority,
        versionPriority,
        insecureSkipTLSVerify: true,
        service: { name: service, namespace, port },
      },
    })),
  ];
}
