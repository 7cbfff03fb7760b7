// Which pods a Job starts and stops. Mirrors manageJob in kubernetes pkg/controller/job/job_controller.go.
import type { JobSpec } from 'kubernetes-types/batch/v1';
import type { Container, Pod } from 'kubernetes-types/core/v1';
import { backOffLeftMs } from '#lib/rules/jobs/job-back-off.ts';
import { firstFreeIndexes, mergeIndexes, withIndexes } from '#lib/rules/jobs/job-indexes.ts';
import { byDeletionPreference } from '#lib/rules/pods/pod-ranking.ts';
import type { Random } from '../../random.ts';
import type { Stored } from '../../store/object.ts';
import { podFromTemplate } from '../pod-template.ts';
import { failureCounts, indexBackOffMs } from './job-failed-indexes.ts';
import {
  INDEX_ANNOTATION,
  indexOf,
  isIndexed,
  isSuspended,
  replacesOnlyFailed,
  TRACKING_FINALIZER,
} from './job-pod.ts';
import type { JobScene } from './job-scene.ts';

const INDEX_VARIABLE = 'JOB_COMPLETION_INDEX';
/** MaxPodCreateDeletePerSync */
const BURST_MAX = 500;
/** Of a generated name's 63 characters, those before the suffix (apiserver storage/names). */
const NAME_BASE_MAX = 58;

export interface PodPlan {
  stop: readonly Stored<Pod>[];
  start: number;
  /** Which indexes the new pods get; empty where the Job has none. */
  indexes: readonly number[];
  /** Until failed pods may be replaced; null where nothing waits for that. */
  waitMs: number | null;
}

const NOTHING: PodPlan = { stop: [], start: 0, indexes: [], waitMs: null };

export function podPlan(scene: JobScene): PodPlan {
  const { spec, active } = scene;
  if (isSuspended(spec)) return { ...NOTHING, stop: surplusPods(scene, active.length) };
  const wanted = wantedActive(scene);
  const stop = surplusPods(scene, Math.max(0, active.length - wanted)).slice(0, BURST_MAX);
  // Pods are started or stopped in one reconciliation, not both: a stopped one brings the next.
  if (stop.length > 0) return { ...NOTHING, stop };
  const ending = replacesOnlyFailed(spec) ? scene.terminating.length : 0;
  const missing = Math.min(BURST_MAX, wanted - ending - active.length);
  return missing > 0 ? startPlan(scene, missing) : NOTHING;
}

function wantedActive({ spec, active, succeeded }: JobScene): number {
  const parallelism = spec.parallelism ?? 1;
  if (typeof spec.completions !== 'number') return succeeded > 0 ? active.length : parallelism;
  return Math.max(0, Math.min(parallelism, spec.completions - succeeded));
}

function startPlan(scene: JobScene, missing: number): PodPlan {
  const { spec, nowMs, indexed } = scene;
  const countsPerIndex = typeof spec.backoffLimitPerIndex === 'number';
  const waitMs = countsPerIndex ? 0 : backOffLeftMs(scene.failures, nowMs);
  if (waitMs > 0) return { ...NOTHING, waitMs };
  if (indexed === null) return { ...NOTHING, start: missing };
  const free = pendingIndexes(scene, missing);
  if (!countsPerIndex) return { ...NOTHING, start: free.length, indexes: free };
  const waits = new Map(free.map((index) => [index, indexBackOffMs(indexed.delayed.get(index), nowMs)]));
  const ready = free.filter((index) => waits.get(index) === 0);
  const waiting = [...waits.values()].filter((ms) => ms > 0);
  return {
    stop: [],
    start: ready.length,
    indexes: ready,
    waitMs: ready.length > 0 || waiting.length === 0 ? null : Math.min(...waiting),
  };
}

function pendingIndexes({ spec, indexed, active, terminating }: JobScene, count: number): number[] {
  if (indexed === null) return [];
  const busy = replacesOnlyFailed(spec) ? [...active, ...terminating] : active;
  const known = busy.map(indexOf).filter((index) => index >= 0);
  const taken = mergeIndexes(withIndexes(indexed.succeeded, known), indexed.failed ?? []);
  return firstFreeIndexes(taken, count, indexed.completions);
}

/** activePodsForRemoval: first those whose index is not valid or taken twice. */
function surplusPods({ spec, active, nowMs }: JobScene, atLeast: number): Stored<Pod>[] {
  const preferred = byDeletionPreference(active, new Map(), nowMs);
  if (!isIndexed(spec)) return preferred.slice(0, atLeast);
  const keepers = new Map<number, Stored<Pod>>();
  // The last by preference is the one to stay.
  for (const pod of preferred) keepers.set(indexOf(pod), pod);
  const isKept = (pod: Stored<Pod>) => {
    const index = indexOf(pod);
    return index >= 0 && index < (spec.completions ?? 0) && keepers.get(index) === pod;
  };
  const removed = preferred.filter((pod) => !isKept(pod));
  const kept = preferred.filter(isKept);
  return [...removed, ...kept.slice(0, Math.max(0, atLeast - removed.length))];
}

/** A new pod of the Job; `index` is undefined where it has no indexes. */
export function jobPod({ job, spec, indexed }: JobScene, index: number | undefined, random: Random): Pod {
  const plain = podFromTemplate(spec.template, job);
  const finalizers = [...new Set([...(plain.metadata?.finalizers ?? []), TRACKING_FINALIZER])];
  if (index === undefined) {
    const name = random.nameFrom(`${job.metadata.name}-`);
    return { ...plain, metadata: { ...plain.metadata, name, finalizers } };
  }
  const base = nameBase(job.metadata.name, index);
  const counts = typeof spec.backoffLimitPerIndex === 'number' ? failureCounts(spec, indexed?.delayed.get(index)) : {};
  return {
    ...plain,
    metadata: {
      ...plain.metadata,
      name: random.nameFrom(base),
      generateName: base,
      labels: { ...plain.metadata?.labels, [INDEX_ANNOTATION]: String(index) },
      annotations: { ...plain.metadata?.annotations, [INDEX_ANNOTATION]: String(index), ...counts },
      finalizers,
    },
    spec: withIndexVariable(spec, `${job.metadata.name}-${index}`),
  };
}

function nameBase(job: string, index: number): string {
  const end = `-${index}-`;
  return job.slice(0, NAME_BASE_MAX - end.length) + end;
}

function withIndexVariable({ template }: JobSpec, hostname: string) {
  const valueFrom = { fieldRef: { fieldPath: `metadata.labels['${INDEX_ANNOTATION}']` } };
  const added = (container: Container): Container => {
    const env = container.env ?? [];
    if (env.some(({ name }) => name === INDEX_VARIABLE)) return container;
    return { ...container, env: [...env, { name: INDEX_VARIABLE, valueFrom }] };
  };
  const initContainers = template.spec?.initContainers?.map(added);
  return {
    ...template.spec,
    ...(initContainers === undefined ? {} : { initContainers }),
    containers: (template.spec?.containers ?? []).map(added),
    hostname,
  };
}
