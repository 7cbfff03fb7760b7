// The kubelets' cAdvisor as a Prometheus finds it: CPU time and working sets of boards and containers
// (cadvisor metrics/prometheus.go; kubernetes pkg/kubelet/server/server.go containerPrometheusLabels).
import type { ContainerStatus, Pod } from 'kubernetes-types/core/v1';
import type { Stored } from '../store/object.ts';
import type { MeasuredBoard, MeasuredContainer } from './kubelets.ts';
import type { Labels } from './promql/syntax-tree.ts';
import type { ScrapeJob } from './scrape-config.ts';
import { counter, gauge, type Origin, type ScrapedSample, type Target, unreachable } from './scraped.ts';
import { addressOf, bornMs } from './target-address.ts';

type CadvisorJob = ScrapeJob & { kind: 'cadvisor' };

const KUBELET_PORT = 10250;
const CPU = 'container_cpu_usage_seconds_total';
const MEMORY = 'container_memory_working_set_bytes';
const SECONDS_PER_MILLICORE = 0.001;

export function cadvisorTarget(job: CadvisorJob, board: MeasuredBoard): Target {
  const { name } = board.node.metadata;
  const url = `https://${addressOf(board.node)}:${KUBELET_PORT}/metrics/cadvisor`;
  const labels = targetLabels(job, board);
  const isUp = board.usage !== null && !board.isMute;
  const origin = { key: `${job.job} ${name}`, labels };
  return {
    job: job.job,
    url,
    labels,
    isUp,
    error: isUp ? '' : whyDown(board, url),
    samples: samplesOf(job, origin, board),
  };
}

function whyDown({ isMute }: MeasuredBoard, url: string): string {
  return isMute ? 'server returned HTTP status 500 Internal Server Error' : unreachable(url);
}

function targetLabels({ job, nodeLabel }: CadvisorJob, { node }: MeasuredBoard): Labels {
  const { name, labels = {} } = node.metadata;
  if (nodeLabel === 'node') return { instance: `${addressOf(node)}:${KUBELET_PORT}`, job, node: name };
  const architecture = labels['kubernetes.io/arch'] ?? '';
  return { beta_kubernetes_io_arch: architecture, instance: name, job, kubernetes_io_hostname: name };
}

function samplesOf(job: CadvisorJob, origin: Origin, board: MeasuredBoard): ScrapedSample[] {
  const { node, usage, containers, isMute } = board;
  if (usage === null || isMute) return [];
  const root = { id: '/' };
  const cpu = { perSecond: usage.cpuMillicores * SECONDS_PER_MILLICORE, sinceMs: bornMs(node) };
  return [
    counter(origin, CPU, cpu, { ...root, cpu: 'total' }),
    gauge(origin, MEMORY, usage.memoryBytes, root),
    ...containers.flatMap((container) => ofContainer(job, origin, container)),
  ];
}

function ofContainer(job: CadvisorJob, target: Origin, { pod, status, startedMs, usage }: MeasuredContainer) {
  const origin = originOf(job, target, pod, status);
  const cpu = { perSecond: usage.cpuMillicores * SECONDS_PER_MILLICORE, sinceMs: startedMs };
  return [counter(origin, CPU, cpu, TOTAL), gauge(origin, MEMORY, usage.memoryBytes)];
}

const TOTAL = { cpu: 'total' };
/** By status, then by target: put together once. */
const ORIGINS = new WeakMap<ContainerStatus, Map<string, Origin>>();

function originOf(job: CadvisorJob, target: Origin, { metadata }: Stored<Pod>, status: ContainerStatus): Origin {
  const known = ORIGINS.get(status) ?? new Map<string, Origin>();
  ORIGINS.set(status, known);
  const before = known.get(target.key);
  if (before !== undefined) return before;
  const { containerID = '', image } = status;
  // A container that is started anew is another one, with counters of its own.
  const run = containerID.replace(/^\w+:\/\//, '') || `${status.name}-${status.restartCount}`;
  const id = `/kubepods/pod${metadata.uid}/${run}`;
  const { name, namespace = '' } = metadata;
  const own: Labels =
    job.oldNames === true
      ? { container_name: status.name, id, image, namespace, pod_name: name }
      : { container: status.name, id, image, namespace, pod: name };
  const origin = { key: `${target.key} ${id}`, labels: { ...target.labels, ...own } };
  known.set(target.key, origin);
  return origin;
}
