// The state of a step, a check or a gate: the shape says it, colour only underlines what is wrong.
import type { ReactElement } from 'react';

export type MarkKind =
  | 'done'
  | 'number'
  | 'running'
  | 'failed'
  | 'paused'
  | 'blocked'
  | 'none'
  | 'waiting'
  | 'warning'
  | 'unknown';

/** In an 18 by 18 box. */
const SHAPES: Readonly<Record<MarkKind, ReactElement>> = {
  done: (
    <>
      <circle className="step-mark-fill" cx="9" cy="9" r="9" />
      <path className="step-mark-on" d="M5.4 9.2l2.4 2.4 4.8-5" />
    </>
  ),
  number: <circle className="step-mark-quiet" cx="9" cy="9" r="8.5" />,
  running: <path className="step-mark-turns" d="M17 9a8 8 0 1 1-5.2-7.5" />,
  failed: (
    <>
      <circle className="step-mark-wrong" cx="9" cy="9" r="8.5" />
      <path className="step-mark-wrong step-mark-bold" d="M5.8 5.8l6.4 6.4M12.2 5.8l-6.4 6.4" />
    </>
  ),
  paused: (
    <>
      <circle className="step-mark-line" cx="9" cy="9" r="8.5" />
      <path className="step-mark-line step-mark-bold" d="M6.9 5.8v6.4M11.1 5.8v6.4" />
    </>
  ),
  blocked: (
    <>
      <circle className="step-mark-line" cx="9" cy="9" r="8.5" />
      <path className="step-mark-line" d="M3 15L15 3" />
    </>
  ),
  none: <path className="step-mark-quiet step-mark-bold" d="M5 9h8" />,
  waiting: <circle className="step-mark-dashed" cx="9" cy="9" r="8" />,
  warning: <path className="step-mark-warns" d="M9 1.5L17.5 16.5h-17z" />,
  unknown: (
    <>
      <circle className="step-mark-dashed" cx="9" cy="9" r="8.5" />
      <path className="step-mark-line" d="M6.6 7a2.4 2.4 0 1 1 3.4 2.2c-.7.3-1 .8-1 1.5M9 12.4v1.2" />
    </>
  ),
};

interface MarkProps {
  kind: MarkKind;
  /** What it says, for who does not see it. */
  words: string;
  /** Of a step that is still to come. */
  number?: number;
  /** In px. */
  size?: 18 | 14;
}

export function Mark({ kind, words, number, size = 18 }: MarkProps) {
  return (
    <span className="step-mark">
      <svg viewBox="0 0 18 18" width={size} height={size} aria-hidden="true">
        {SHAPES[kind]}
        {kind === 'number' && number !== undefined ? (
          <text className="step-mark-number" x="9" y="12.7" textAnchor="middle">
            {number}
          </text>
        ) : null}
      </svg>
      <span className="sr-only">{words}: </span>
    </span>
  );
}
