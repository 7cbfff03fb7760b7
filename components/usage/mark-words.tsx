'use client';
// What happened, in words above a plot: each opens the list of what it stands for.
import { type FocusEvent, type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { PLOT_LEFT, plotWidth } from '#components/charts/plot-box.ts';
import {
  type FoldedMark,
  foldMarks,
  isTrouble,
  type MarkSign,
  type PlacedMark,
} from '#lib/model/usage/graph/fold-marks.ts';
import type { GraphMark, UsageGraphView } from '#lib/model/usage/usage-view.ts';
import { GraphMarks } from './graph-marks.tsx';

/** Between a word and its line; foldMarks leaves more than two of it between words. */
const WORD_GAP_PX = 3;
/** As `.mark-list` has it. */
const LIST_PX = 288;

interface MarkWordsProps {
  view: UsageGraphView;
  placed: readonly PlacedMark<GraphMark>[];
  /** Of the chart, in px. */
  width: number;
}

export function MarkWords({ view, placed, width }: MarkWordsProps) {
  const words = useMemo(() => foldMarks(placed, plotWidth(width), signOf), [placed, width]);
  // By a mark: a word may come to stand for more while its list is open.
  const [open, setOpen] = useState<string | null>(null);
  const spanMs = view.toMs - view.fromMs;
  if (words.length === 0) return null;
  return (
    <ul className="mark-words" aria-label="Events">
      {words.map((word) => {
        const [first] = word.marks;
        if (first === undefined) return null;
        const isOpen = word.marks.some(({ key }) => key === open);
        const toggle = (): void => setOpen(isOpen ? null : first.key);
        return <MarkWord key={first.key} word={word} spanMs={spanMs} width={width} isOpen={isOpen} toggle={toggle} />;
      })}
    </ul>
  );
}

interface MarkWordProps {
  word: FoldedMark<GraphMark>;
  spanMs: number;
  width: number;
  isOpen: boolean;
  toggle: () => void;
}

function MarkWord({ word: { x, anchor, text, trouble, marks }, spanMs, width, isOpen, toggle }: MarkWordProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const at = PLOT_LEFT + x;
  const place = anchor === 'end' ? { right: width - at + WORD_GAP_PX } : { left: at + WORD_GAP_PX };
  const close = (): void => {
    button.current?.focus();
    toggle();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && isOpen) close();
  };
  const onBlur = ({ currentTarget, relatedTarget }: FocusEvent): void => {
    if (isOpen && !(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) toggle();
  };
  return (
    <li onKeyDown={onKeyDown} onBlur={onBlur}>
      <button
        ref={button}
        type="button"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={toggle}
        className={trouble ? 'mark-word mark-trouble' : 'mark-word'}
        style={place}
      >
        {text}
      </button>
      {isOpen ? <MarkList id={id} marks={marks} spanMs={spanMs} leftPx={listLeft(at, width)} /> : null}
    </li>
  );
}

interface MarkListProps {
  id: string;
  marks: readonly GraphMark[];
  spanMs: number;
  leftPx: number;
}

/** Has the focus once it is there: it closes when the focus leaves it. */
function MarkList({ id, marks, spanMs, leftPx }: MarkListProps) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => ref.current?.focus({ preventScroll: true }), []);
  return (
    <div ref={ref} id={id} tabIndex={-1} className="mark-list" style={{ left: leftPx }}>
      <GraphMarks marks={marks} spanMs={spanMs} label="Events here" />
    </div>
  );
}

function signOf(mark: GraphMark): MarkSign | null {
  return isTrouble(mark) ? '✕' : null;
}

/** Below its word, within the chart. */
function listLeft(at: number, width: number): number {
  return Math.max(0, Math.min(at - LIST_PX / 2, width - LIST_PX));
}
