// What every hop of a chain is made with.
import type { AutoscalerRecord } from '../../records/records.ts';
import type { HopName, HopView } from '../autoscaling-view.ts';
import type { Asked, ChainFacts, Failure, MetricFacts } from '../chain-facts.ts';
import type { TargetCounts } from '../target-pods.ts';
import type { Trouble } from '../trouble.ts';

/** A number that is so much older than its own window is no news any more. */
const STALE_MS = 120_000;

export interface ChainContext {
  autoscaler: AutoscalerRecord;
  facts: ChainFacts;
  /** Null where pods may not be read. */
  counts: TargetCounts | null;
  /** Why the scheduler finds no place for a pod, in one sentence; null where none waits for one. */
  homeless: { pod: string; why: string } | null;
  /** The cluster's time. */
  nowMs: number;
}

export interface MetricContext extends ChainContext {
  metric: MetricFacts;
  index: number;
}

type Made = Omit<HopView, 'name' | 'metric' | 'title'>;

export function hop(name: HopName, metric: number, title: string, made: Partial<Made> & Pick<Made, 'state'>): HopView {
  return {
    name,
    metric,
    title,
    value: null,
    detail: '',
    trouble: null,
    proof: null,
    at: null,
    latencyMs: null,
    ...made,
  };
}

export function broken(trouble: Trouble, detail = ''): Pick<Made, 'state' | 'trouble' | 'detail'> {
  return { state: 'broken', trouble, detail };
}

export function unknown(detail: string): Pick<Made, 'state' | 'detail'> {
  return { state: 'unknown', detail };
}

export function stampOf(asked: Asked<unknown> | null): Pick<Made, 'at' | 'latencyMs'> {
  return asked === null ? { at: null, latencyMs: null } : { at: asked.at, latencyMs: asked.latencyMs };
}

/** `may` as RBAC names it: `get pods/proxy`. Null where it is no refusal. */
export function refusal(failure: Failure, may: string): string | null {
  return failure.code === 403 || failure.code === 401 ? `this dashboard may not ${may}` : null;
}

export function isStale(at: string | null, windowMs: number, nowMs: number): boolean {
  return at !== null && nowMs - Date.parse(at) > STALE_MS + windowMs;
}

/** `4 s`, `3 min`: for sentences. */
export function spanWords(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7_200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3_600)} h`;
}

export function rawCommand(path: string): string {
  return `kubectl get --raw '${path}'`;
}

export function namespaceOf({ autoscaler }: ChainContext): string {
  return autoscaler.metadata?.namespace ?? '';
}
