'use client';
// Areas on one another over time, with a hatched part where nobody knows. Drawn by recharts, which must be loaded lazily.
import { memo, useId } from 'react';
import { Area, AreaChart, CartesianGrid, ReferenceArea, XAxis, YAxis, type YAxisTickContentProps } from 'recharts';
import type { Tick } from '#lib/model/usage/graph/scale.ts';
import type { Stack, StackColumn } from '#lib/model/usage/graph/stack.ts';
import type { TimeTicks } from '#lib/model/usage/graph/time-ticks.ts';
import { tickTime } from './local-time.ts';
import { CHART_HEIGHT, PLOT_BOTTOM, PLOT_LEFT, PLOT_RIGHT, PLOT_TOP } from './plot-box.ts';

interface StackedChartProps {
  /** In px. */
  width: number;
  stack: Stack;
  /** Colours of the layers from the bottom, as SVG's `fill` takes them. */
  paints: readonly string[];
  /** From zero to the top of the plot. */
  scale: readonly Tick[];
  span: { fromMs: number; toMs: number };
  times: TimeTicks;
}

/**
 * Layers are ranges and not recharts' own stack: that draws a hole as zero and drops whatever lies above it. Nothing
 * moves: a picture that is replaced every few seconds would never stand still.
 */
export const StackedChart = memo(function StackedChart(props: StackedChartProps) {
  const { width, stack, paints, scale, span, times } = props;
  const hatch = useId();
  const texts = new Map(scale.map(({ value, text }) => [value, text]));
  const top = scale.at(-1)?.value ?? 0;
  return (
    <AreaChart
      width={width}
      height={CHART_HEIGHT}
      data={[...stack.columns]}
      margin={{ top: PLOT_TOP, right: PLOT_RIGHT, bottom: 0, left: 0 }}
      accessibilityLayer={false}
      className="chart"
    >
      <defs>
        <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line className="chart-hatch" x1="0" y1="0" x2="0" y2="6" />
        </pattern>
      </defs>
      <CartesianGrid vertical={false} stroke="var(--line)" />
      <XAxis
        dataKey={atOf}
        type="number"
        domain={[span.fromMs, span.toMs]}
        allowDataOverflow
        ticks={times.atMs}
        interval={0}
        tickFormatter={(atMs: number) => tickTime(atMs, times.stepMs)}
        tickLine={false}
        axisLine={false}
        height={PLOT_BOTTOM}
        className="chart-axis"
      />
      <YAxis
        type="number"
        domain={[0, top]}
        allowDataOverflow
        ticks={scale.map(({ value }) => value)}
        interval={0}
        tickLine={false}
        axisLine={false}
        width={PLOT_LEFT}
        tick={(tick: YAxisTickContentProps) => <YTick tick={tick} texts={texts} />}
      />
      {stack.blind.map(({ fromMs, toMs }) => (
        <ReferenceArea key={fromMs} x1={fromMs} x2={toMs} fill={`url(#${hatch})`} fillOpacity={1} />
      ))}
      {paints.map((paint, layer) => (
        <Area
          // biome-ignore lint/suspicious/noArrayIndexKey: a layer is its place in the stack
          key={layer}
          dataKey={(column: StackColumn) => column.ranges[layer] ?? null}
          fill={paint}
          {...LAYER}
        />
      ))}
      <Area dataKey={unknownOf} fill={`url(#${hatch})`} {...LAYER} />
    </AreaChart>
  );
});

/** A paper-coloured line parts neighbours, whatever their colours. */
const LAYER = {
  type: 'linear',
  stroke: 'var(--paper)',
  strokeWidth: 1,
  fillOpacity: 1,
  isAnimationActive: false,
  activeDot: false,
  dot: false,
} as const;

function atOf({ atMs }: StackColumn): number {
  return atMs;
}

function unknownOf({ unknown }: StackColumn): StackColumn['unknown'] {
  return unknown;
}

/** At the left edge, in line with the headings of the page. */
function YTick({ tick: { y, payload }, texts }: { tick: YAxisTickContentProps; texts: ReadonlyMap<number, string> }) {
  return (
    <text x={0} y={y} dy="0.32em" className="chart-text">
      {texts.get(Number(payload.value)) ?? ''}
    </text>
  );
}
