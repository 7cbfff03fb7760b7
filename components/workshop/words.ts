// The workshop's states in words and shapes.
import type { ComponentPlan } from '#lib/model/workshop/component-plan.ts';
import { changeCounts, isToApply, type ObjectDifference } from '#lib/model/workshop/difference.ts';
import type { GateState } from '#lib/model/workshop/gates.ts';
import type { PreflightCheck } from '#lib/model/workshop/preflight/check.ts';
import type { StepRow } from '#lib/model/workshop/workshop-view.ts';
import type { MarkKind } from './mark.tsx';

type Shown = readonly [kind: MarkKind, words: string];

export const STEP_MARKS: Readonly<Record<StepRow['state'], Shown>> = {
  done: ['done', 'done'],
  unready: ['warning', 'made, and does not hold now'],
  ready: ['number', 'to do'],
  running: ['running', 'under way'],
  failed: ['failed', 'failed'],
  stopped: ['paused', 'stopped'],
  blocked: ['blocked', 'cannot be done'],
  nothing: ['none', 'nothing to do'],
  skipped: ['none', 'not chosen'],
};

/** Of a step whose token is in the cluster. */
export const ANOTHER_TOKEN = 'Where its token is at fault, Apply again takes another one.';

export const CHECK_MARKS: Readonly<Record<PreflightCheck['state'], Shown>> = {
  ok: ['done', 'well'],
  warning: ['warning', 'to know'],
  blocked: ['failed', 'in the way'],
  unknown: ['unknown', 'not known'],
};

export const GATE_MARKS: Readonly<Record<GateState['state'], Shown>> = {
  open: ['done', 'there'],
  waiting: ['waiting', 'awaited'],
  long: ['warning', 'awaited for long'],
  failed: ['failed', 'failed'],
  unknown: ['unknown', 'not known'],
};

export const CHANGE_WORDS: Readonly<Record<ObjectDifference['change'], string>> = {
  create: 'created',
  change: 'changed',
  same: 'stays',
  conflict: 'conflict',
  refused: 'refused',
  unknown: 'not known',
};

const COUNTED = ['create', 'change', 'same', 'conflict', 'refused', 'unknown'] as const;

/** `8 created, 0 changed, 0 conflicts`; what there is none of is said only of the first, of changes and of conflicts. */
export function countsText(objects: readonly ObjectDifference[]): string {
  const counts = changeCounts(objects);
  const parts = COUNTED.flatMap((change) => {
    const count = counts[change];
    if (change === 'conflict') return [count === 1 ? '1 conflict' : `${count} conflicts`];
    if (count === 0 && change !== 'create' && change !== 'change') return [];
    return [`${count} ${change === 'same' ? 'as they are' : CHANGE_WORDS[change]}`];
  });
  return parts.join(', ');
}

/** How many objects applying would create or change. */
export function appliedCount(components: Iterable<ComponentPlan>): number {
  return [...components]
    .filter(({ chosen, state }) => chosen && state === 'offered')
    .flatMap(({ objects }) => objects)
    .filter(isToApply).length;
}
