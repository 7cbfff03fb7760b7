// One look of the autoscaler at one HorizontalPodAutoscaler: what becomes of its status, and of its target's replicas.
// Mirrors kubernetes pkg/controller/podautoscaler/horizontal.go (reconcileAutoscaler).
import type {
  HorizontalPodAutoscaler,
  HorizontalPodAutoscalerSpec,
  HorizontalPodAutoscalerStatus,
  MetricStatus,
} from 'kubernetes-types/autoscaling/v2';
import type { Pod } from 'kubernetes-types/core/v1';
import { combined } from './combine.ts';
import { firstMemory, type Memory, withScaleChange } from './memory.ts';
import type { MetricSource } from './metric-source.ts';
import { normalized } from './normalization.ts';
import type { Terms } from './proposal.ts';
import type { SelectorProblem } from './selector-problem.ts';
import { StatusDraft } from './status-draft.ts';
import { tolerancesOf } from './tolerance.ts';

/** The target's scale as its subresource says; `pods` are those its selector matches. */
export interface TargetScale {
  specReplicas: number;
  statusReplicas: number;
  /** Why no pods can be told: the selector is missing, wrong, or another autoscaler's too. */
  selectorProblem: SelectorProblem | null;
  pods: readonly Pod[];
}

export interface Look {
  autoscaler: HorizontalPodAutoscaler;
  /** A text where the target's scale cannot be read, and why. */
  scale: TargetScale | string;
  source: MetricSource;
  /** Null at the first look. */
  memory: Memory | null;
  nowMs: number;
}

export interface Remark {
  type: 'Normal' | 'Warning';
  reason: string;
  message: string;
}

export interface Decision {
  status: HorizontalPodAutoscalerStatus;
  remarks: readonly Remark[];
  memory: Memory | null;
  /** What the target is to be scaled to, and what holds where that is refused; null: it stays. */
  rescale: {
    replicas: number;
    reason: string;
    refused(error: string): { status: HorizontalPodAutoscalerStatus; remarks: readonly Remark[]; memory: Memory };
  } | null;
  /** How each metric's number came about, in the spec's order. */
  terms: readonly (Terms | null)[];
}

export function decide(look: Look): Decision {
  const draft = new StatusDraft(look.autoscaler, look.nowMs);
  const { scale, memory } = look;
  if (typeof scale === 'string') {
    const message = `the HPA controller was unable to get the target's current scale: ${scale}`;
    draft.set({ type: 'AbleToScale', isTrue: false, reason: 'FailedGetScale', message });
    const remarks = [{ type: 'Warning', reason: 'FailedGetScale', message: scale } as const];
    return { status: draft.unchanged(), remarks, memory, rescale: null, terms: [] };
  }
  draft.set({
    type: 'AbleToScale',
    isTrue: true,
    reason: 'SucceededGetScale',
    message: "the HPA controller was able to get the target's current scale",
  });
  const known = memory ?? firstMemory(scale.specReplicas, look.nowMs);
  const wish = wishFor(look, scale, known, draft);
  if (wish.kind === 'failed') {
    const parts = { currentReplicas: scale.specReplicas, desiredReplicas: null, isRescaled: false };
    const status = draft.whole({ ...parts, metrics: wish.metrics });
    return { status, remarks: wish.remarks, memory: known, rescale: null, terms: wish.terms };
  }
  return wish.replicas === scale.specReplicas || wish.kind === 'disabled'
    ? stays(scale, wish, draft)
    : rescaled(look, scale, wish, draft);
}

interface Failed {
  kind: 'failed';
  metrics: MetricStatus[] | null;
  remarks: readonly Remark[];
  terms: readonly (Terms | null)[];
}

interface Wish {
  kind: 'wish' | 'disabled';
  replicas: number;
  reason: string;
  metrics: MetricStatus[] | null;
  remarks: readonly Remark[];
  memory: Memory;
  terms: readonly (Terms | null)[];
}

function wishFor(look: Look, scale: TargetScale, memory: Memory, draft: StatusDraft): Wish | Failed {
  const spec = specOf(look.autoscaler);
  const { specReplicas: current } = scale;
  const minReplicas = spec.minReplicas ?? 1;
  const plain = { kind: 'wish', metrics: null, remarks: [], memory, terms: [] } as const;
  if (current === 0) {
    const mayLeaveZero = draft.isScaledToZero && (minReplicas !== 0 || hasOutsideMetrics(spec));
    if (mayLeaveZero) return fromMetrics(look, scale, memory, draft);
    draft.set({
      type: 'ScalingActive',
      isTrue: false,
      reason: 'ScalingDisabled',
      message: 'scaling is disabled since the replica count of the target is zero',
    });
    return { ...plain, kind: 'disabled', replicas: 0, reason: '' };
  }
  if (current > spec.maxReplicas) {
    const reason = 'Current number of replicas above Spec.MaxReplicas';
    return { ...plain, replicas: spec.maxReplicas, reason };
  }
  if (current < minReplicas) {
    return { ...plain, replicas: minReplicas, reason: 'Current number of replicas below Spec.MinReplicas' };
  }
  return fromMetrics(look, scale, memory, draft);
}

function fromMetrics(look: Look, scale: TargetScale, memory: Memory, draft: StatusDraft): Wish | Failed {
  const { autoscaler, source, nowMs } = look;
  const spec = specOf(autoscaler);
  const { specReplicas, statusReplicas, pods, selectorProblem } = scale;
  if (selectorProblem !== null) return withoutSelector(selectorProblem, draft);
  const namespace = autoscaler.metadata?.namespace ?? '';
  const tolerances = tolerancesOf(spec);
  const input = { namespace, specReplicas, statusReplicas, tolerances, pods, source, nowMs };
  const { replicas, name, statuses, terms, condition, failures, error } = combined(spec.metrics ?? [], input);
  draft.set(condition);
  const remarks = failures.map((failure) => ({ type: 'Warning', ...failure }) as const);
  if (replicas === null) {
    const failed = { type: 'Warning', reason: 'FailedComputeMetricsReplicas', message: error ?? '' } as const;
    return { kind: 'failed', metrics: statuses, remarks: [...remarks, failed], terms };
  }
  const minReplicas = spec.minReplicas ?? 1;
  // A metric below zero asks for fewer than none.
  const proposed = Math.max(0, replicas);
  const bounds = { wanted: proposed, currentReplicas: specReplicas, minReplicas, maxReplicas: spec.maxReplicas };
  const normal = normalized(bounds, spec.behavior, memory, nowMs, (change) => draft.set(change));
  let reason = '';
  if (proposed > specReplicas) reason = `${name} above target`;
  if (proposed < specReplicas) reason = 'All metrics below target';
  const isBack = specReplicas === 0 && minReplicas !== 0 && normal.replicas < minReplicas;
  if (isBack && reason === '') reason = 'Current number of replicas below Spec.MinReplicas';
  const wanted = isBack ? minReplicas : normal.replicas;
  return { kind: 'wish', replicas: wanted, reason, metrics: statuses, remarks, memory: normal.memory, terms };
}

function withoutSelector({ reason, message, condition }: SelectorProblem, draft: StatusDraft) {
  draft.set({ type: 'ScalingActive', isTrue: false, ...condition });
  const remarks: Remark[] = [
    { type: 'Warning', reason, message },
    { type: 'Warning', reason: 'FailedComputeMetricsReplicas', message },
  ];
  return { kind: 'failed', metrics: null, remarks, terms: [] } as const;
}

function stays({ specReplicas }: TargetScale, wish: Wish, draft: StatusDraft): Decision {
  const { metrics, remarks, memory, terms } = wish;
  const parts = { currentReplicas: specReplicas, desiredReplicas: specReplicas, isRescaled: false };
  return { status: draft.whole({ ...parts, metrics }), remarks, memory, rescale: null, terms };
}

function rescaled(look: Look, { specReplicas }: TargetScale, wish: Wish, draft: StatusDraft): Decision {
  const { replicas, reason, metrics, remarks, memory, terms } = wish;
  const spec = specOf(look.autoscaler);
  const { nowMs } = look;
  const refusal = new StatusDraft({ ...look.autoscaler, status: draft.unchanged() }, nowMs);
  draft.set({
    type: 'AbleToScale',
    isTrue: true,
    reason: 'SucceededRescale',
    message: `the HPA controller was able to update the target scale to ${replicas}`,
  });
  const isToZero = specReplicas > 0 && replicas === 0 && spec.minReplicas === 0 && hasOutsideMetrics(spec);
  draft.set({
    type: 'ScaledToZero',
    isTrue: isToZero,
    reason: isToZero ? 'ScaledToZero' : 'NotScaledToZero',
    message: `the HPA controller ${isToZero ? 'scaled' : 'did not scale'} the workload to zero`,
  });
  const done = { type: 'Normal', reason: 'SuccessfulRescale', message: `New size: ${replicas}; reason: ${reason}` };
  const parts = { currentReplicas: specReplicas, metrics };
  return {
    status: draft.whole({ ...parts, desiredReplicas: replicas, isRescaled: true }),
    remarks: [...remarks, done as Remark],
    memory: withScaleChange(memory, spec.behavior, { from: specReplicas, to: replicas, atMs: nowMs }),
    rescale: {
      replicas,
      reason,
      refused(error) {
        const message = `the HPA controller was unable to update the target scale: ${error}`;
        refusal.set({ type: 'AbleToScale', isTrue: false, reason: 'FailedUpdateScale', message });
        const failed = `New size: ${replicas}; reason: ${reason}; error: ${error}`;
        return {
          status: refusal.whole({ ...parts, desiredReplicas: null, isRescaled: false }),
          remarks: [...remarks, { type: 'Warning', reason: 'FailedRescale', message: failed }],
          memory,
        };
      },
    },
    terms,
  };
}

/** Only these can be measured without a pod. */
function hasOutsideMetrics({ metrics = [] }: HorizontalPodAutoscalerSpec): boolean {
  return metrics.some(({ type }) => type === 'Object' || type === 'External');
}

function specOf({ spec }: HorizontalPodAutoscaler): HorizontalPodAutoscalerSpec {
  return spec ?? { maxReplicas: 1, scaleTargetRef: { kind: '', name: '' } };
}
