// All that a Prometheus finds when it scrapes: its jobs' targets, with their samples, at one instant.
import type { Pod } from 'kubernetes-types/core/v1';
import { matchesLabelSet } from '#lib/rules/labels/label-selector.ts';
import { faultsOf, NO_FAULTS } from '../faults.ts';
import type { Stored } from '../store/object.ts';
import { cadvisorTarget } from './cadvisor.ts';
import { discoveredTargets } from './discovered.ts';
import type { MeasuredBoard, MeasuredContainer } from './kubelets.ts';
import { exporterSamples } from './node-exporter.ts';
import type { Labels } from './promql/syntax-tree.ts';
import type { ScrapeJob } from './scrape-config.ts';
import { counter, type Target, unreachable } from './scraped.ts';
import { addressOf } from './target-address.ts';
import type { TargetsParts } from './targets-parts.ts';

/** A scrape: when, and its number. */
export interface Instant {
  atMs: number;
  index: number;
}

/** `up` itself is not among the samples. */
export function targetsOf(jobs: readonly ScrapeJob[], parts: TargetsParts, instant: Instant): Target[] {
  if (jobs.every(({ kind }) => kind === 'self')) return jobs.map(({ job }) => ownTarget(job));
  const onBoards = jobs.some(({ kind }) => kind !== 'self' && kind !== 'discovered');
  const boards = onBoards ? parts.kubelets.boards(instant.atMs) : [];
  return jobs.flatMap((job) => {
    if (job.kind === 'self') return [ownTarget(job.job)];
    if (job.kind === 'discovered') return discoveredTargets(job, parts, instant.atMs);
    return boards.flatMap((board) => onBoard(job, board, parts, instant));
  });
}

function onBoard(
  job: Exclude<ScrapeJob, { kind: 'self' | 'discovered' }>,
  board: MeasuredBoard,
  parts: TargetsParts,
  instant: Instant,
): Target[] {
  switch (job.kind) {
    case 'cadvisor':
      return [cadvisorTarget(job, board)];
    case 'node-exporter':
      return exporterTarget(job, board, parts, instant);
    case 'requests':
      return requestTargets(job, board, parts, instant);
  }
}

function ownTarget(job: string): Target {
  const labels = { instance: 'localhost:9090', job };
  return { job, url: 'http://localhost:9090/metrics', labels, isUp: true, error: '', samples: [] };
}

function exporterTarget(
  job: ScrapeJob & { kind: 'node-exporter' },
  board: MeasuredBoard,
  { power, source, startMs }: TargetsParts,
  { atMs, index }: Instant,
): Target[] {
  const { name } = board.node.metadata;
  const hardware = power.boardOf(name)?.hardware;
  const isThere = board.usage === null || board.containers.some(({ pod }) => isOf(job, pod));
  if (hardware === undefined || !isThere) return [];
  const address = `${addressOf(board.node)}:${job.port}`;
  const url = `http://${address}/metrics`;
  const labels = { instance: address, job: job.job };
  const { usage } = board;
  const target = { job: job.job, url, labels };
  if (usage === null) return [{ ...target, isUp: false, error: unreachable(url), samples: [] }];
  const faults = atMs < startMs ? NO_FAULTS : faultsOf(source);
  const origin = { key: `${job.job} ${name}`, labels };
  const samples = exporterSamples(origin, { board, usage, hardware, faults, index, atMs });
  return [{ ...target, isUp: true, error: '', samples }];
}

function requestTargets(
  job: ScrapeJob & { kind: 'requests' },
  { containers }: MeasuredBoard,
  { load, source, startMs }: TargetsParts,
  { atMs }: Instant,
): Target[] {
  return containers.flatMap((container): Target[] => {
    const { pod } = container;
    const perSecond = isOf(job, pod) ? load.onPod(pod, atMs) : null;
    if (perSecond === null) return [];
    const isGone = atMs >= startMs && faultsOf(source).appMetrics === 'gone';
    return [requestTarget(job, container, isGone ? null : perSecond)];
  });
}

/** `perSecond`: null where it says nothing of itself. */
function requestTarget(
  { job, port, endpoint }: ScrapeJob & { kind: 'requests' },
  { pod, startedMs }: MeasuredContainer,
  perSecond: number | null,
): Target {
  const address = `${pod.status?.podIP ?? ''}:${port}`;
  const { name, namespace = '', uid } = pod.metadata;
  const labels = { endpoint, instance: address, job, namespace, pod: name };
  const target = { job, url: `http://${address}/metrics`, labels };
  if (perSecond === null) return { ...target, isUp: false, error: NOT_FOUND, samples: [] };
  const origin = { key: `${job} ${uid}`, labels };
  const samples = [counter(origin, 'http_requests_total', { perSecond, sinceMs: startedMs })];
  return { ...target, isUp: true, error: '', samples };
}

/** prometheus scrape/scrape.go. */
const NOT_FOUND = 'server returned HTTP status 404 Not Found';

function isOf({ namespace, podLabels }: { namespace: string; podLabels: Labels }, pod: Stored<Pod>): boolean {
  return pod.metadata.namespace === namespace && matchesLabelSet({ ...podLabels }, pod.metadata.labels);
}
