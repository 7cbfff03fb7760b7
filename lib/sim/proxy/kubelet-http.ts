// The read-only part of a kubelet's own HTTP API: its health, its configuration, the pods it runs and what they use.
// Mirrors pkg/kubelet/server/server.go and staging/src/k8s.io/kubelet/pkg/apis/stats/v1alpha1 as far as it is known here.
import type { Pod } from 'kubernetes-types/core/v1';
import { faultsOf } from '../faults.ts';
import type { Stored } from '../store/object.ts';
import { timestamp } from '../timestamp.ts';
import type { ObjectSource } from '../usage/load.ts';
import type { Usage, UsageModel } from '../usage/usage.ts';
import { type HttpRequest, type HttpResponse, json, pageNotFound, text } from './http-message.ts';

export interface KubeletHttpParts {
  source: ObjectSource;
  usage: UsageModel;
  now: () => number;
  /** Nobody signed certificates for the kubelets. */
  selfSigned: boolean;
}

const NANO_PER_MILLI = 1_000_000;

export class KubeletHttp {
  readonly #parts: KubeletHttpParts;

  constructor(parts: KubeletHttpParts) {
    this.#parts = parts;
  }

  answer(node: string, { method, path }: HttpRequest): HttpResponse {
    if (method !== 'GET' && method !== 'HEAD') return text('405: Method Not Allowed', 405);
    if (path === '/healthz' || path === '/healthz/ping') return text('ok');
    if (path === '/pods' || path === '/pods/') return json(this.#podList(node));
    if (path === '/stats/summary') return this.#summary(node);
    if (path === '/configz') return json({ kubeletconfig: configuration(this.#parts.selfSigned) });
    return pageNotFound();
  }

  #pods(node: string): Stored<Pod>[] {
    return this.#parts.source.list('pods').filter(({ spec }) => spec?.nodeName === node);
  }

  #podList(node: string): object {
    const items = this.#pods(node).map(({ kind: _kind, apiVersion: _apiVersion, ...pod }) => pod);
    return { kind: 'PodList', apiVersion: 'v1', metadata: {}, items };
  }

  /** Rates and working sets; sums since the start are not kept, so they are left out. */
  #summary(node: string): HttpResponse {
    const { source, usage, now } = this.#parts;
    if (faultsOf(source).metricsMissing.includes(node)) return text('Internal Error: failed to get node stats\n', 500);
    const nowMs = now();
    const time = timestamp(usage.sampledMs(nowMs));
    const pods = this.#pods(node);
    return json({
      node: { nodeName: node, ...stats(time, usage.ofNode(node, pods, nowMs)) },
      pods: pods.map((pod) => {
        const { name, namespace, uid } = pod.metadata;
        const containers = usage.ofPod(pod, nowMs);
        const measured = containers.map((one) => ({ name: one.name, ...stats(time, one.usage) }));
        return { podRef: { name, namespace, uid }, startTime: pod.status?.startTime, containers: measured };
      }),
    });
  }
}

/**
 * As much of a KubeletConfiguration as says what a kubelet serves with: a certificate it asked the cluster for, or one of
 * its own making, whose file it names (cmd/kubelet/app/server.go InitializeTLS).
 */
function configuration(selfSigned: boolean): object {
  const files = {
    tlsCertFile: '/var/lib/kubelet/pki/kubelet.crt',
    tlsPrivateKeyFile: '/var/lib/kubelet/pki/kubelet.key',
  };
  return {
    enableServer: true,
    port: 10250,
    ...(selfSigned ? files : { serverTLSBootstrap: true }),
    rotateCertificates: true,
    authentication: { x509: { clientCAFile: '/etc/kubernetes/pki/ca.crt' }, anonymous: { enabled: false } },
    authorization: { mode: 'Webhook' },
    nodeStatusReportFrequency: '5m0s',
    nodeLeaseDurationSeconds: 40,
  };
}

function stats(time: string, { cpuMillicores, memoryBytes }: Usage): object {
  return {
    cpu: { time, usageNanoCores: Math.round(cpuMillicores * NANO_PER_MILLI) },
    memory: { time, workingSetBytes: Math.round(memoryBytes) },
  };
}
