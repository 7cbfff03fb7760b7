'use client';
// What happened, as lines over both plots with words between them.
import { useMemo } from 'react';
import { tickTime } from '#components/charts/local-time.ts';
import { PLOT_LEFT, plotWidth, xOf } from '#components/charts/plot-box.ts';
import type { TimelineWindow } from '#lib/model/autoscaling/timeline-window.ts';
import { foldMarks, type MarkSign } from '#lib/model/usage/graph/fold-marks.ts';

const WORDS_Y = 149;
/** Between a word and its line; foldMarks leaves more than two of it between words. */
const WORD_GAP_PX = 4;
const MINUTE_MS = 60_000;

interface TimelineMarksProps {
  window: TimelineWindow;
  /** Of the chart, in px. */
  width: number;
  top: number;
  bottom: number;
}

export function TimelineMarks({ window, width, top, bottom }: TimelineMarksProps) {
  const placed = useMemo(
    () =>
      [...window.marks]
        .sort((a, b) => a.atMs - b.atMs)
        .map(({ key, atMs, text, isWarning }) => ({
          x: xOf(atMs, window, width) - PLOT_LEFT,
          mark: { key, text: `${tickTime(atMs, MINUTE_MS)}, ${text}`, isWarning },
        })),
    [window, width],
  );
  const folded = useMemo(() => foldMarks(placed, plotWidth(width), signOf), [placed, width]);
  return (
    <>
      {placed.map(({ x, mark }) => (
        <line
          key={mark.key}
          className={signOf(mark) === null ? 'timeline-mark' : 'timeline-mark mark-warning'}
          x1={PLOT_LEFT + x}
          x2={PLOT_LEFT + x}
          y1={top}
          y2={bottom}
        />
      ))}
      {folded.map(({ key, x, anchor, text, trouble }) => (
        <text
          key={key}
          className={trouble ? 'timeline-word mark-warning' : 'timeline-word'}
          x={PLOT_LEFT + x + (anchor === 'end' ? -WORD_GAP_PX : WORD_GAP_PX)}
          y={WORDS_Y}
          textAnchor={anchor}
        >
          {text}
        </text>
      ))}
    </>
  );
}

function signOf({ isWarning }: { isWarning: boolean }): MarkSign | null {
  return isWarning ? '▲' : null;
}
