'use client';
// Every node by itself, all on one scale: the mean as a line, peaks above it as a pale band, holes as holes.
import Link from 'next/link';
import { useMemo, useState } from 'react';
import { archClass } from '#components/boards/arch-class.ts';
import { Glyph } from '#components/boards/glyph.tsx';
import { type Box, bandPath, linePath } from '#components/charts/runs.ts';
import { Button } from '#components/ui/button.tsx';
import { formatAge } from '#lib/format/age.ts';
import { nodeHref } from '#lib/model/hrefs.ts';
import { AMOUNT_TITLES, figureText } from '#lib/model/usage/graph/graph-text.ts';
import { newestMeasured, stepCount } from '#lib/model/usage/graph/moment.ts';
import { scaleOf } from '#lib/model/usage/graph/scale.ts';
import type { Amount } from '#lib/model/usage/graph/silence.ts';
import type { GraphChoice } from '#lib/model/usage/usage-query.ts';
import type { GraphSeries, UsageGraphView } from '#lib/model/usage/usage-view.ts';
import { useUsageGraph } from '#lib/queries/usage-graph.ts';
import { type GraphCursor, useCursorIndex } from './graph-cursor.ts';

/** Drawings beyond them slow a Pi's browser down: they come when asked for. */
const NODES_AT_FIRST = 40;
const BOX: Box = { width: 100, height: 32 };
const AMOUNTS: readonly Amount[] = ['cpu', 'memory'];

interface NodeGraphsProps {
  choice: GraphChoice;
  measuredAt: string | null;
  cursor: GraphCursor;
}

export function NodeGraphs({ choice, measuredAt, cursor }: NodeGraphsProps) {
  const { view } = useUsageGraph(choice, { measuredAt, each: true });
  const [all, setAll] = useState(false);
  const tops = useMemo(
    () => (view === null ? null : { cpu: topOf(view, 'cpu'), memory: topOf(view, 'memory') }),
    [view],
  );
  // One node alone has its graph above.
  if (view === null || tops === null || view.series.length < 2) return null;
  const shown = all ? view.series : view.series.slice(0, NODES_AT_FIRST);
  return (
    <section aria-labelledby="node-graphs">
      <div className="flex flex-wrap items-baseline gap-x-3">
        <h2 id="node-graphs" className="font-medium">
          Each node
        </h2>
        <span className="text-ink-2">
          one scale: CPU up to {figureText(tops.cpu, 'cpu')}, memory up to {figureText(tops.memory, 'memory')}; a point
          every {formatAge(view.stepMs)}, pale: its peaks
        </span>
      </div>
      <ul className="node-graphs">
        {shown.map((series) => (
          <NodeCell key={series.key} series={series} view={view} cursor={cursor} tops={tops} />
        ))}
      </ul>
      {shown.length < view.series.length ? (
        <Button className="mt-3" onClick={() => setAll(true)}>
          Show {view.series.length - shown.length} more
        </Button>
      ) : null}
    </section>
  );
}

function topOf({ series }: UsageGraphView, amount: Amount): number {
  const values = series.flatMap((one) => [...one[amount].max, ...one[amount].mean]);
  return (
    scaleOf(
      values.reduce((max: number, value) => Math.max(max, value ?? 0), 0),
      amount,
    ).at(-1)?.value ?? 0
  );
}

interface NodeCellProps {
  series: GraphSeries;
  view: UsageGraphView;
  cursor: GraphCursor;
  tops: Readonly<Record<Amount, number>>;
}

function NodeCell({ series, view, cursor, tops }: NodeCellProps) {
  const { fromMs, stepMs } = view;
  const pointed = useCursorIndex(cursor, { fromMs, stepMs, count: stepCount(view) });
  const newest = useMemo(() => newestMeasured(view), [view]);
  return (
    <li className={`min-w-0 ${archClass(series.arch ?? '')}`}>
      <Link href={nodeHref(series.key)} className="flex items-center gap-1.5 hover:underline">
        {series.arch === null ? null : <Glyph arch={series.arch} size={12} />}
        <span className="truncate font-mono font-medium">{series.key}</span>
      </Link>
      <div className="grid grid-cols-2 gap-x-3">
        {AMOUNTS.map((amount) => (
          <SmallPlot
            key={amount}
            series={series}
            amount={amount}
            top={tops[amount]}
            index={pointed ?? newest}
            pointed={pointed !== null}
          />
        ))}
      </div>
    </li>
  );
}

interface SmallPlotProps {
  series: GraphSeries;
  amount: Amount;
  top: number;
  index: number | null;
  pointed: boolean;
}

function SmallPlot({ series, amount, top, index, pointed }: SmallPlotProps) {
  const { mean, max } = series[amount];
  const line = useMemo(() => linePath(mean, top, BOX), [mean, top]);
  const band = useMemo(() => bandPath(mean, max, top, BOX), [mean, max, top]);
  const value = index === null ? null : (mean[index] ?? null);
  const x = ((index ?? 0) / Math.max(1, mean.length - 1)) * BOX.width;
  return (
    <div>
      <svg
        className="small-plot"
        viewBox={`0 0 ${BOX.width} ${BOX.height}`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <path className="small-ground" d={`M0 ${BOX.height}H${BOX.width}`} />
        <path className="small-band" d={band} />
        <path className="spark-line" d={line} />
        {pointed ? <path className="cursor-line" d={`M${x} 0V${BOX.height}`} /> : null}
      </svg>
      <span className="text-ink-2">
        <span className="sr-only">{AMOUNT_TITLES[amount]} </span>
        {value === null ? 'not measured' : figureText(value, amount)}
      </span>
    </div>
  );
}
