// How far replicas may go at once: minimum and maximum, and the rate at which they may change.
// Mirrors kubernetes pkg/controller/podautoscaler/horizontal.go (convertDesiredReplicasWithRules,
// convertDesiredReplicasWithBehaviorRate, calculateScale*Limit*).
import type { HPAScalingRules } from 'kubernetes-types/autoscaling/v2';
import { INT32_MAX } from './integers.ts';
import type { Memory, ScaleChange } from './memory.ts';

const UP_FACTOR = 2;
const UP_MINIMUM = 4;

/** The condition ScalingLimited: true where `replicas` is not what was wanted. */
export interface Limited {
  replicas: number;
  reason: string;
  message: string;
}

export interface Bounds {
  wanted: number;
  currentReplicas: number;
  minReplicas: number;
  maxReplicas: number;
}

function within(replicas: number): Limited {
  return { replicas, reason: 'DesiredWithinRange', message: 'the desired count is within the acceptable range' };
}

function atMost(limit: number, maxReplicas: number): Limited {
  return maxReplicas > limit
    ? {
        replicas: limit,
        reason: 'ScaleUpLimit',
        message: 'the desired replica count is increasing faster than the maximum scale rate',
      }
    : {
        replicas: maxReplicas,
        reason: 'TooManyReplicas',
        message: 'the desired replica count is more than the maximum replica count',
      };
}

function atLeast(limit: number, minReplicas: number): Limited {
  return minReplicas < limit
    ? {
        replicas: limit,
        reason: 'ScaleDownLimit',
        message: 'the desired replica count is decreasing faster than the maximum scale rate',
      }
    : {
        replicas: minReplicas,
        reason: 'TooFewReplicas',
        message: 'the desired replica count is less than the minimum replica count',
      };
}

/** Without a behavior: at most twice as many at once, or four. */
export function limited({ wanted, currentReplicas, minReplicas, maxReplicas }: Bounds): Limited {
  const most = atMost(Math.max(UP_FACTOR * currentReplicas, UP_MINIMUM), maxReplicas);
  if (wanted < minReplicas) return atLeast(minReplicas, minReplicas);
  return wanted > most.replicas ? most : within(wanted);
}

/** With a behavior: as its policies say. */
export function limitedByRules(
  { wanted, currentReplicas, minReplicas, maxReplicas }: Bounds,
  rules: { up: HPAScalingRules; down: HPAScalingRules },
  memory: Memory,
  nowMs: number,
): Limited {
  if (wanted > currentReplicas) {
    const limit = Math.max(upLimit(currentReplicas, rules.up, memory, nowMs), currentReplicas);
    const most = atMost(limit, maxReplicas);
    if (wanted > most.replicas) return most;
  } else if (wanted < currentReplicas) {
    const limit = Math.min(downLimit(currentReplicas, rules.down, memory, nowMs), currentReplicas);
    const least = atLeast(limit, minReplicas);
    if (wanted < least.replicas) return least;
  }
  return within(wanted);
}

/** The most replicas the policies allow now. */
export function upLimit(currentReplicas: number, rules: HPAScalingRules, memory: Memory, nowMs: number): number {
  if (rules.selectPolicy === 'Disabled') return currentReplicas;
  const proposals = (rules.policies ?? []).map(({ type, value, periodSeconds }) => {
    const start = periodStart(currentReplicas, memory, periodSeconds, nowMs);
    // Rounded up: a small percentage of few replicas would never add one.
    return type === 'Percent' ? Math.min(Math.ceil(start * (1 + value / 100)), INT32_MAX) : start + value;
  });
  return rules.selectPolicy === 'Min' ? Math.min(INT32_MAX, ...proposals) : Math.max(-INT32_MAX, ...proposals);
}

/** The fewest replicas the policies allow now. */
export function downLimit(currentReplicas: number, rules: HPAScalingRules, memory: Memory, nowMs: number): number {
  if (rules.selectPolicy === 'Disabled') return currentReplicas;
  const proposals = (rules.policies ?? []).map(({ type, value, periodSeconds }) => {
    const start = periodStart(currentReplicas, memory, periodSeconds, nowMs);
    return type === 'Percent' ? Math.trunc(start * (1 - value / 100)) : start - value;
  });
  return rules.selectPolicy === 'Min' ? Math.max(-INT32_MAX, ...proposals) : Math.min(INT32_MAX, ...proposals);
}

/** Replicas at the start of the period: now, without what has changed since. */
function periodStart(currentReplicas: number, { ups, downs }: Memory, periodSeconds: number, nowMs: number): number {
  const cutoffMs = nowMs - periodSeconds * 1_000;
  const changed = (changes: readonly ScaleChange[]) =>
    changes.filter(({ atMs }) => atMs > cutoffMs).reduce((total, { replicas }) => total + replicas, 0);
  return currentReplicas - changed(ups) + changed(downs);
}
