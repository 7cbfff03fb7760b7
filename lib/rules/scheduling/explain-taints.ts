// Every taint of a node against every toleration of a pod.
import type { Taint, Toleration } from 'kubernetes-types/core/v1';
import { formatTaint, toleratesTaint, untoleratedTaints } from '../nodes/taints.ts';
import type { Check } from './explain.ts';
import type { SchedulingNode, SchedulingPod } from './scheduling-input.ts';

type TaintsCheck = Extract<Check, { kind: 'taints' }>;

/** PreferNoSchedule keeps nobody away: an untolerated one only lowers the node's score. */
export function taintsCheck({ tolerations }: SchedulingPod, { taints }: SchedulingNode): TaintsCheck {
  return {
    kind: 'taints',
    passes: untoleratedTaints(taints, tolerations).length === 0,
    taints: taints.map((taint) => against(taint, tolerations)),
  };
}

function against(taint: Taint, tolerations: readonly Toleration[]): TaintsCheck['taints'][number] {
  const by = tolerations.find((toleration) => toleratesTaint(toleration, taint));
  return {
    taint: formatTaint(taint),
    effect: taint.effect,
    tolerated: by !== undefined,
    by: by === undefined ? null : formatToleration(by),
  };
}

/** `key=value:Effect`, `key:Effect` for any value, `key` for any effect, `any taint`; ` for 300s` where it runs out. */
export function formatToleration({ key, operator, value, effect, tolerationSeconds }: Toleration): string {
  const what = key ? (operator === 'Exists' ? key : `${key}=${value ?? ''}`) : 'any taint';
  const seconds = tolerationSeconds === undefined ? '' : ` for ${tolerationSeconds}s`;
  return `${what}${effect ? `:${effect}` : ''}${seconds}`;
}
