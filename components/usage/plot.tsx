'use client';
// CPU or memory over time: its sum in words, the stack, and over it marks and the cursor that all graphs share.
import { useId, useMemo } from 'react';
import { momentTime, zoneOffsetMs } from '#components/charts/local-time.ts';
import { PLOT_LEFT, plotWidth, TIME_HALF_PX, xOf } from '#components/charts/plot-box.ts';
import { StackedChart } from '#components/charts/stacked-chart.tsx';
import { useWidth } from '#components/placement/use-width.ts';
import type { PlacedMark } from '#lib/model/usage/graph/fold-marks.ts';
import { AMOUNT_TITLES, sumText } from '#lib/model/usage/graph/graph-text.ts';
import { knownSince, statedOf } from '#lib/model/usage/graph/moment.ts';
import { scaleOf } from '#lib/model/usage/graph/scale.ts';
import type { Amount } from '#lib/model/usage/graph/silence.ts';
import { stackOf } from '#lib/model/usage/graph/stack.ts';
import { timeTicks } from '#lib/model/usage/graph/time-ticks.ts';
import type { GraphMark, UsageGraphView } from '#lib/model/usage/usage-view.ts';
import { MarkWords } from './mark-words.tsx';
import { PlotMarks } from './plot-marks.tsx';
import { PlotSlider } from './plot-slider.tsx';
import { paintsOf } from './series-paint.ts';
import { type GraphPicture, useMoment } from './use-moment.ts';

/** Room that a time of the axis takes. */
const TIME_PX = 72;
/** Two lines of words. */
const BEFORE_LEAST_PX = 160;

interface PlotProps {
  picture: GraphPicture;
  amount: Amount;
}

export function Plot({ picture, amount }: PlotProps) {
  const { ref, width } = useWidth();
  const id = useId();
  return (
    <figure aria-labelledby={id} className="min-w-0">
      <figcaption id={id} className="flex flex-wrap gap-x-1.5">
        <h2 className="font-medium">{AMOUNT_TITLES[amount]}</h2>
        <PlotSum picture={picture} amount={amount} />
      </figcaption>
      <div ref={ref} className="plot">
        {width === null ? null : <Drawing picture={picture} amount={amount} width={width} />}
      </div>
    </figure>
  );
}

function PlotSum({ picture, amount }: PlotProps) {
  const { moment } = useMoment(picture);
  const allocatable = statedOf(picture.view.allocatable, amount);
  return (
    <span className="text-ink-2">
      {moment === null ? 'not measured' : sumText(moment[amount], allocatable, amount)}
    </span>
  );
}

function Drawing({ picture, amount, width }: PlotProps & { width: number }) {
  const { view, silence } = picture;
  const paints = useMemo(() => paintsOf(view.series), [view]);
  const stack = useMemo(() => {
    const layers = view.series.map((series, at) => ({
      values: series[amount].mean,
      silent: silence[amount][at] ?? [],
    }));
    return stackOf(layers, view);
  }, [view, silence, amount]);
  const scale = useMemo(() => scaleOf(stack.max, amount), [stack, amount]);
  const times = useMemo(() => {
    const count = Math.max(2, Math.floor(plotWidth(width) / TIME_PX));
    const { stepMs, atMs } = timeTicks(view, count, zoneOffsetMs(view.toMs));
    return { stepMs, atMs: atMs.filter((ms) => xOf(ms, view, width) <= width - TIME_HALF_PX) };
  }, [view, width]);
  const placed = useMemo(() => placedMarks(view, width), [view, width]);
  return (
    <>
      <PlotSlider picture={picture} amount={amount} width={width}>
        <div aria-hidden="true">
          <StackedChart width={width} stack={stack} paints={paints} scale={scale} span={view} times={times} />
          <PlotMarks picture={picture} placed={placed} width={width} />
          {stack.columns.some(({ ranges }) => ranges.some((range) => range !== null)) ? (
            <Before view={view} amount={amount} width={width} />
          ) : (
            <p className="plot-empty">Nothing was measured in this time.</p>
          )}
        </div>
      </PlotSlider>
      <MarkWords view={view} placed={placed} width={width} />
    </>
  );
}

/** Why the plot is empty at its beginning, where there is room for it; the line below the graphs says it too. */
function Before({ view, amount, width }: { view: UsageGraphView; amount: Amount; width: number }) {
  const since = knownSince(view, [amount]);
  if (since === null) return null;
  const endPx = xOf(view.fromMs + since.index * view.stepMs, view, width) - PLOT_LEFT;
  if (endPx < BEFORE_LEAST_PX) return null;
  return (
    <p className="plot-empty" style={{ width: endPx }}>
      <span>nothing is known of before {momentTime(since.atMs, view.toMs - view.fromMs)}</span>
    </p>
  );
}

function placedMarks(view: UsageGraphView, width: number): readonly PlacedMark<GraphMark>[] {
  return view.marks
    .filter(({ atMs }) => atMs >= view.fromMs && atMs <= view.toMs)
    .map((mark) => ({ mark, x: xOf(mark.atMs, view, width) - PLOT_LEFT }));
}
