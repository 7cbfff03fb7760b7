'use client';
// What has to be seen before a component counts as there: what is awaited, for how long, and why it is not there.
import { formatAge } from '#lib/format/age.ts';
import type { GateView, StepDetail } from '#lib/model/workshop/workshop-view.ts';
import type { Component } from '#lib/stack/component.ts';
import { GateReason } from './gate-reason.tsx';
import { Mark } from './mark.tsx';
import { Part } from './part.tsx';
import { GATE_MARKS } from './words.ts';
import { runningFor, useWorkshop } from './workshop-context.ts';

interface GatesProps {
  component: Component;
  detail: StepDetail;
  /** None before it was applied. */
  states: readonly GateView[];
  title?: string;
}

const SEEN = 'seen when it was applied';
const NOT_YET = ['waiting', 'looked at later'] as const;

export function Gates({ component: { gates }, detail, states, title = 'Ready when' }: GatesProps) {
  const time = runningFor(useWorkshop(), detail.id);
  if (gates.length === 0) return null;
  const { record } = detail;
  const isWaiting = record?.state === 'waiting' || record?.state === 'applying';
  const isBegun = record !== null && record.state !== 'undone' && record.state !== 'prepared';
  const isApplied = record?.state === 'waiting';
  const isSeen = record?.state === 'applied' || (detail.state === 'done' && !isBegun);
  const patience = formatAge(1000 * Math.max(...gates.map(({ patienceSeconds }) => patienceSeconds)));
  return (
    <Part
      title={title}
      note={
        isWaiting
          ? `${time === '' ? '' : `${time} so far, `}usually under ${patience}`
          : isBegun || isSeen
            ? undefined
            : `usually under ${patience} after it is applied`
      }
    >
      <ul className="gates">
        {gates.map(({ id, title: awaited }) => {
          const state = states.find((one) => one.id === id);
          const [kind, said] =
            state === undefined
              ? isSeen
                ? GATE_MARKS.open
                : isApplied
                  ? GATE_MARKS.waiting
                  : NOT_YET
              : GATE_MARKS[state.state];
          return (
            <li key={id}>
              <p className="gate-title">
                <Mark kind={kind} words={said} size={14} />
                {awaited}
              </p>
              <p className="text-ink-2">
                {state?.words ?? (isSeen ? SEEN : isApplied ? 'is being looked at' : 'looked at once it is applied')}
              </p>
              {state === undefined ? null : <GateReason gate={state} />}
            </li>
          );
        })}
      </ul>
    </Part>
  );
}
