// From what the metrics ask for to what is done: tolerance, stabilisation, policies, maximum and minimum.
import { downLimit, upLimit } from '#lib/rules/hpa/limits.ts';
import type { Memory } from '#lib/rules/hpa/memory.ts';
import { normalized } from '#lib/rules/hpa/normalization.ts';
import { DOWNSCALE_STABILIZATION_MS } from '#lib/rules/hpa/stabilization.ts';
import type { AutoscalerRecord } from '../records/records.ts';
import type { FormulaStep } from './autoscaling-view.ts';
import { spanWords } from './hops/hop.ts';

export interface StepsInput {
  autoscaler: AutoscalerRecord;
  /** What the metrics ask for. */
  wanted: number;
  currentReplicas: number;
  memory: Memory;
  /** Since when it was seen: what was before is not known. */
  sinceMs: number;
  nowMs: number;
}

export function formulaSteps({
  autoscaler,
  wanted,
  currentReplicas,
  memory,
  sinceMs,
  nowMs,
}: StepsInput): FormulaStep[] {
  const { minReplicas = 1, maxReplicas = 0, behavior } = autoscaler.spec ?? {};
  const bounds = { wanted, currentReplicas, minReplicas, maxReplicas };
  let limitReason = '';
  const result = normalized(bounds, behavior, memory, nowMs, ({ type, reason }) => {
    if (type === 'ScalingLimited') limitReason = reason;
  });
  const { stabilizedReplicas: calm, replicas } = result;
  const steps: FormulaStep[] = [];
  if (calm !== wanted) steps.push(stabilization(autoscaler, { wanted, calm, memory, sinceMs, nowMs }));
  if (replicas !== calm)
    steps.push(
      limit({ from: calm, to: replicas, reason: limitReason }, autoscaler, { currentReplicas, memory, nowMs }),
    );
  return steps;
}

/** How far back recommendations count, in the direction that they hold. */
export function windowMs({ spec }: AutoscalerRecord, isDown: boolean): number {
  const { scaleUp, scaleDown } = spec?.behavior ?? {};
  if (isDown) return (scaleDown?.stabilizationWindowSeconds ?? DOWNSCALE_STABILIZATION_MS / 1_000) * 1_000;
  return (scaleUp?.stabilizationWindowSeconds ?? 0) * 1_000;
}

function stabilization(
  autoscaler: AutoscalerRecord,
  {
    wanted,
    calm,
    memory,
    sinceMs,
    nowMs,
  }: Pick<StepsInput, 'wanted' | 'memory' | 'sinceMs' | 'nowMs'> & { calm: number },
): FormulaStep {
  const isDown = calm > wanted;
  const window = windowMs(autoscaler, isDown);
  const holding = memory.recommendations.filter(
    ({ replicas, atMs }) => atMs >= nowMs - window && (isDown ? replicas >= calm : replicas <= calm),
  );
  const newestMs = Math.max(...holding.map(({ atMs }) => atMs));
  const atMost = newestMs <= sinceMs ? '; nobody looked before, so it may end earlier:' : '';
  const words = isDown
    ? `the highest of the last ${spanWords(window)} counts, so that a short calm takes nothing away${atMost}`
    : `the lowest of the last ${spanWords(window)} counts, so that a short peak adds nothing${atMost}`;
  return { kind: 'stabilisation', from: wanted, to: calm, words, until: timeOf(newestMs + window) };
}

function limit(
  { from, to, reason }: { from: number; to: number; reason: string },
  autoscaler: AutoscalerRecord,
  { currentReplicas, memory, nowMs }: { currentReplicas: number; memory: Memory; nowMs: number },
): FormulaStep {
  if (reason === 'TooManyReplicas')
    return { kind: 'cap', from, to, words: `capped at the maximum of ${to}`, until: null };
  if (reason === 'TooFewReplicas')
    return { kind: 'floor', from, to, words: `kept at the minimum of ${to}`, until: null };
  const { behavior } = autoscaler.spec ?? {};
  const isUp = from > to;
  const rules = (isUp ? behavior?.scaleUp : behavior?.scaleDown) ?? {};
  if (behavior === undefined) {
    return { kind: 'policy', from, to, words: 'at most twice as many at once, or four', until: null };
  }
  if (rules.selectPolicy === 'Disabled') {
    return { kind: 'policy', from, to, words: `scaling ${isUp ? 'up' : 'down'} is turned off`, until: null };
  }
  const most = isUp ? upLimit(currentReplicas, rules, memory, nowMs) : downLimit(currentReplicas, rules, memory, nowMs);
  const words = `its policies allow ${most} now: ${policyWords(rules.policies ?? [], rules.selectPolicy)}`;
  return { kind: 'policy', from, to, words, until: policyUntil(memory, rules.policies ?? [], nowMs) };
}

interface Policy {
  type: string;
  value: number;
  periodSeconds: number;
}

function policyWords(policies: readonly Policy[], select: string | undefined): string {
  const each = policies.map(({ type, value, periodSeconds }) => {
    return `${value}${type === 'Percent' ? ' %' : ''} in ${spanWords(periodSeconds * 1_000)}`;
  });
  return each.join(select === 'Min' ? ' and ' : ' or ');
}

/** When the first change that counts now has gone by. */
function policyUntil({ ups, downs }: Memory, policies: readonly Policy[], nowMs: number): string | null {
  const ends = policies.flatMap(({ periodSeconds }) =>
    [...ups, ...downs].map(({ atMs }) => atMs + periodSeconds * 1_000).filter((atMs) => atMs > nowMs),
  );
  return timeOf(Math.min(...ends));
}

function timeOf(ms: number): string | null {
  return Number.isFinite(ms) ? new Date(ms).toISOString() : null;
}
