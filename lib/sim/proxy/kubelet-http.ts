// The read-only part of a kubelet's own HTTP API: its health, the pods it runs and what they use.
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

function stats(time: string, { cpuMillicores, memoryBytes }: Usage): object {
  return {
    cpu: { time, usageNanoCores: Math.round(cpuMillicores * NANO_PER_MILLI) },
    memory: { time, workingSetBytes: Math.round(memoryBytes) },
  };
}
