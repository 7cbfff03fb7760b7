'use client';
// What a step waits for, at its top: while it is under way, where it ended early, and where it does not hold any more.
import type { ComponentPlan } from '#lib/model/workshop/component-plan.ts';
import { hasEndedEarly, isUnderWay, type StepDetail } from '#lib/model/workshop/workshop-view.ts';
import type { StepRows } from '#lib/queries/workshop-rows.ts';
import { componentOf } from '#lib/stack/catalogue.ts';
import { Gates } from './gates.tsx';

/** Else it stands with its component, below what that changes. */
export function isAwaitedAbove(detail: StepDetail): boolean {
  const { record, state } = detail;
  // What is taken back is awaited no more.
  if (isUnderWay(record)) return record?.state !== 'undoing';
  return hasEndedEarly(detail) || state === 'unready';
}

interface AwaitedProps {
  rows: StepRows;
  /** What is chosen. */
  plans: readonly ComponentPlan[];
}

export function Awaited({ rows, plans }: AwaitedProps) {
  return plans
    .filter(({ state }) => state !== 'theirs')
    .map(({ id, title }) => (
      <Gates
        key={id}
        component={componentOf(id)}
        detail={rows.detail}
        states={rows.gates(id)}
        {...(plans.length === 1 ? {} : { title: `${title} is ready when` })}
      />
    ));
}
