'use client';
// From the number that the formula gives to the one that is set: each rule that changed or held it, and until when it does.
import { TimeUntil } from '#components/ui/age.tsx';
import { ClockTime } from '#components/ui/clock-time.tsx';
import type { FormulaStep, HopState } from '#lib/model/autoscaling/autoscaling-view.ts';
import { StateMark } from './state-mark.tsx';

const STATES: Readonly<Record<FormulaStep['kind'], HopState>> = {
  tolerance: 'ok',
  stabilisation: 'waiting',
  policy: 'waiting',
  cap: 'limited',
  floor: 'ok',
  paused: 'waiting',
};

export function FormulaSteps({ steps }: { steps: readonly FormulaStep[] }) {
  return (
    <ol aria-label="What is done with the number" className="formula-steps">
      {steps.map(({ kind, from, to, words, until }) => (
        <li key={kind} className="formula-step">
          <StateMark state={STATES[kind]} />
          <span className="formula-change">{from === to ? `stays ${to}` : `${from} → ${to}`}</span>
          <span>
            {words}
            {until === null ? null : (
              <span className="text-ink-2">
                {' '}
                until <ClockTime at={until} />
                <TimeUntil at={until} prefix=", in " past=", due at the next look" />
              </span>
            )}
          </span>
        </li>
      ))}
    </ol>
  );
}
