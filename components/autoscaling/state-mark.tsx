// How far a part of the chain can be relied on: the shape says it, colour only underlines what is wrong.
import type { ReactElement } from 'react';
import type { HopState } from '#lib/model/autoscaling/autoscaling-view.ts';

const WORDS: Readonly<Record<HopState, string>> = {
  ok: 'in order',
  waiting: 'waiting',
  limited: 'at a limit',
  broken: 'broken',
  unknown: 'not known',
};
const SHAPES: Readonly<Record<HopState, ReactElement>> = {
  ok: <path d="M2 6.5l2.8 2.8L10 3.2" fill="none" strokeWidth="1.5" />,
  waiting: (
    <>
      <circle cx="6" cy="6" r="4.5" fill="none" strokeWidth="1.5" />
      <path d="M6 3.5V6l1.8 1.2" fill="none" strokeWidth="1.5" />
    </>
  ),
  limited: <path d="M6 1l5.5 10H0.5z" stroke="none" />,
  broken: <path d="M2 2l8 8M10 2l-8 8" fill="none" strokeWidth="2" />,
  unknown: <path d="M3.6 4.2a2.4 2.4 0 1 1 3.3 2.2c-.6.3-.9.7-.9 1.4M6 9.6v1.2" fill="none" strokeWidth="1.5" />,
};

export function StateMark({ state }: { state: HopState }) {
  return (
    <>
      <svg viewBox="0 0 12 12" width="12" height="12" className={`state-mark state-${state}`} aria-hidden="true">
        {SHAPES[state]}
      </svg>
      <span className="sr-only">{WORDS[state]}: </span>
    </>
  );
}
