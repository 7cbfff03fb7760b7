'use client';
// When something happened, as dashed lines over a plot; and the line of the cursor.
import { CHART_HEIGHT, PLOT_BOTTOM, PLOT_LEFT, PLOT_TOP, xOf } from '#components/charts/plot-box.ts';
import { isTrouble, type PlacedMark } from '#lib/model/usage/graph/fold-marks.ts';
import { stepCount } from '#lib/model/usage/graph/moment.ts';
import type { GraphMark } from '#lib/model/usage/usage-view.ts';
import { useCursorIndex } from './graph-cursor.ts';
import type { GraphPicture } from './use-moment.ts';

const BOTTOM_Y = CHART_HEIGHT - PLOT_BOTTOM;

interface PlotMarksProps {
  picture: GraphPicture;
  placed: readonly PlacedMark<GraphMark>[];
  /** Of the chart, in px. */
  width: number;
}

export function PlotMarks({ picture, placed, width }: PlotMarksProps) {
  return (
    <svg className="plot-marks" width={width} height={CHART_HEIGHT} aria-hidden="true">
      {placed.map(({ x, mark }) => (
        <line
          key={mark.key}
          className={isTrouble(mark) ? 'mark-line mark-trouble' : 'mark-line'}
          x1={PLOT_LEFT + x}
          x2={PLOT_LEFT + x}
          y1={PLOT_TOP - 6}
          y2={BOTTOM_Y}
        />
      ))}
      <CursorLine picture={picture} width={width} />
    </svg>
  );
}

function CursorLine({ picture: { view, cursor }, width }: Omit<PlotMarksProps, 'placed'>) {
  const index = useCursorIndex(cursor, { fromMs: view.fromMs, stepMs: view.stepMs, count: stepCount(view) });
  if (index === null) return null;
  const x = xOf(view.fromMs + index * view.stepMs, view, width);
  return <line className="cursor-line" x1={x} x2={x} y1={PLOT_TOP} y2={BOTTOM_Y} />;
}
