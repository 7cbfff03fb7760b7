// How an autoscaler is, by what its controller wrote and where its pods are: no one need be asked.
import type { HorizontalPodAutoscalerCondition } from 'kubernetes-types/autoscaling/v2';
import { formatCount } from '#lib/format/count.ts';
import type { AutoscalerRecord } from '../records/records.ts';
import type { ChainHealth } from './autoscaling-view.ts';
import { failureWords } from './failure-words.ts';
import type { Trouble } from './trouble.ts';

export interface StatusReading extends ChainHealth {
  /** What to do; null where nothing is wrong. */
  trouble: Trouble | null;
}

/** What the controller itself says. */
export function statusHealth({ spec, status }: AutoscalerRecord): StatusReading {
  const conditions = status?.conditions ?? [];
  if (conditions.length === 0) return well('waiting', 'its controller has not looked at it yet');
  const able = conditionOf(conditions, 'AbleToScale');
  if (able?.status === 'False') return broken(able, 'see why the target cannot be scaled');
  const active = conditionOf(conditions, 'ScalingActive');
  if (active?.reason === 'ScalingDisabled') return well('waiting', 'paused: the target is scaled to zero');
  if (active?.status === 'False') return broken(active, 'see why the metric cannot be read');
  const limited = conditionOf(conditions, 'ScalingLimited');
  const { desiredReplicas = 0, currentReplicas = 0 } = status ?? {};
  if (limited?.status === 'True' && limited.reason === 'TooManyReplicas') {
    if (able?.reason === 'ScaleDownStabilized') {
      return limitedBy(`at its maximum of ${spec?.maxReplicas ?? 0}, waits before it scales down`, {
        words: `the metric asked for more than the maximum of ${formatCount(spec?.maxReplicas ?? 0, 'replica')} a while ago, which still counts`,
        next: 'It comes down by itself once the window has passed, if less is asked for all that time.',
        kubectl: null,
      });
    }
    return limitedBy(`at its maximum of ${spec?.maxReplicas ?? 0}`, {
      words: `the metric asks for more than the maximum of ${formatCount(spec?.maxReplicas ?? 0, 'replica')}`,
      next: 'Raise maxReplicas if the boards have room, or the target of the metric.',
      kubectl: null,
    });
  }
  if (desiredReplicas !== currentReplicas) return well('ok', `scales from ${currentReplicas} to ${desiredReplicas}`);
  if (limited?.status === 'True' && limited.reason !== 'TooFewReplicas') {
    return well('waiting', 'scales as fast as it may');
  }
  if (able?.reason === 'ScaleDownStabilized') return well('waiting', 'waits before it scales down');
  if (able?.reason === 'ScaleUpStabilized') return well('waiting', 'waits before it scales up');
  return well('ok', 'at rest: it has as many replicas as it wants');
}

export function conditionOf(
  conditions: readonly HorizontalPodAutoscalerCondition[],
  type: string,
): HorizontalPodAutoscalerCondition | undefined {
  return conditions.find((condition) => condition.type === type);
}

function well(state: 'ok' | 'waiting', words: string): StatusReading {
  return { state, words, trouble: null };
}

function limitedBy(words: string, trouble: Trouble): StatusReading {
  return { state: 'limited', words, trouble };
}

function broken({ reason = '', message = '' }: HorizontalPodAutoscalerCondition, next: string): StatusReading {
  const trouble = failureWords(message) ?? {
    words: message === '' ? reason : message,
    next: `${next[0]?.toUpperCase()}${next.slice(1)}.`,
    kubectl: null,
  };
  return { state: 'broken', words: trouble.words, trouble };
}
