'use client';
// A timeline drawn: two plots on one axis of times, marks between them, and the line of the cursor over both.
import { memo, useMemo } from 'react';
import { archClass } from '#components/boards/arch-class.ts';
import { tickTime, zoneOffsetMs } from '#components/charts/local-time.ts';
import { MomentSlider } from '#components/charts/moment-slider.tsx';
import { PLOT_LEFT, plotWidth, TIME_HALF_PX, xOf } from '#components/charts/plot-box.ts';
import { linePath } from '#components/charts/runs.ts';
import { timeTicks } from '#lib/model/usage/graph/time-ticks.ts';
import { axisOf, barsOf, desiredPath, METRIC_LEAST, metricTop, replicasTop } from './timeline-geometry.ts';
import { TimelineMarks } from './timeline-marks.tsx';
import type { ShownTimeline, TimelineMoment } from './timeline-moment.ts';
import { figureText, momentWords } from './timeline-words.ts';

const HEIGHT = 312;
const METRIC = { top: 12, height: 112 };
const REPLICAS = { top: 164, height: 112 };
const TIMES_Y = 300;
/** Room that a time of the axis takes. */
const TIME_PX = 72;

interface TimelinePlotProps {
  timeline: ShownTimeline;
  moment: TimelineMoment;
  /** In px. */
  width: number;
}

export function TimelinePlot({ timeline, moment, width }: TimelinePlotProps) {
  const { fromMs, toMs, stepMs, metric } = timeline.window;
  const { index, pointed, point } = moment;
  const cursorX = index === null || !pointed ? null : xOf(fromMs + (index + 0.5) * stepMs, { fromMs, toMs }, width);
  return (
    <MomentSlider
      label="Metric and replicas at a moment"
      steps={{ fromMs: fromMs + stepMs / 2, stepMs, count: metric.length }}
      index={index}
      words={momentWords(timeline, index, pointed)}
      plot={{ fromMs, toMs, width }}
      onPoint={point}
    >
      <svg width={width} height={HEIGHT} aria-hidden="true">
        <Drawing timeline={timeline} width={width} />
        {cursorX === null ? null : (
          <line className="cursor-line" x1={cursorX} x2={cursorX} y1={METRIC.top} y2={REPLICAS.top + REPLICAS.height} />
        )}
      </svg>
    </MomentSlider>
  );
}

const Drawing = memo(function Drawing({ timeline, width }: Omit<TimelinePlotProps, 'moment'>) {
  const { window, target } = timeline;
  return (
    <>
      <MetricPlot window={window} target={target} width={width} />
      <ReplicasPlot window={window} width={width} />
      <Times window={window} width={width} />
      <TimelineMarks window={window} width={width} top={METRIC.top} bottom={REPLICAS.top + REPLICAS.height} />
    </>
  );
});

interface PartProps {
  window: ShownTimeline['window'];
  width: number;
}

function MetricPlot({ window, target, width }: PartProps & Pick<ShownTimeline, 'target'>) {
  const axis = axisOf(metricTop(window, target), METRIC_LEAST);
  const top = axis.at(-1) ?? 1;
  const cell = plotWidth(width) / window.metric.length;
  const box = { width: plotWidth(width) - cell, height: METRIC.height };
  const targetY = target === null ? null : METRIC.height * (1 - target / top);
  return (
    <g transform={`translate(0 ${METRIC.top})`}>
      <Grid axis={axis} height={METRIC.height} width={width} />
      {targetY === null ? null : (
        <line className="timeline-target" x1={PLOT_LEFT} x2={width} y1={targetY} y2={targetY} />
      )}
      <g transform={`translate(${PLOT_LEFT + cell / 2} 0)`}>
        <path className="timeline-metric" d={linePath(window.metric, top, box)} />
      </g>
      {window.metric.every((value) => value === null) ? (
        <text className="chart-text" x={PLOT_LEFT + 8} y={METRIC.height / 2 - 6}>
          The metric was not known in this time.
        </text>
      ) : null}
    </g>
  );
}

function ReplicasPlot({ window, width }: PartProps) {
  const axis = axisOf(replicasTop(window), 1);
  const box = { width: plotWidth(width), height: REPLICAS.height, top: axis.at(-1) ?? 1 };
  return (
    <g transform={`translate(0 ${REPLICAS.top})`}>
      <Grid axis={axis} height={REPLICAS.height} width={width} />
      <g transform={`translate(${PLOT_LEFT} 0)`}>
        {barsOf(window, box).map(({ key, arch, ...rect }) => (
          <rect key={key} className={`timeline-ready ${archClass(arch)}`} {...rect} />
        ))}
        <path className="timeline-desired" d={desiredPath(window.desired, box)} />
      </g>
    </g>
  );
}

function Grid({ axis, height, width }: { axis: readonly number[]; height: number; width: number }) {
  const top = axis.at(-1) ?? 1;
  return axis.map((value) => {
    const y = height * (1 - value / top);
    return (
      <g key={value}>
        <line className="timeline-grid" x1={PLOT_LEFT} x2={width} y1={y} y2={y} />
        <text className="chart-text" x="0" y={y} dy="0.32em">
          {figureText(value)}
        </text>
      </g>
    );
  });
}

function Times({ window, width }: PartProps) {
  const { stepMs, atMs } = useMemo(() => {
    const count = Math.max(2, Math.floor(plotWidth(width) / TIME_PX));
    return timeTicks(window, count, zoneOffsetMs(window.toMs));
  }, [window, width]);
  return atMs
    .map((ms) => ({ ms, x: xOf(ms, window, width) }))
    .filter(({ x }) => x <= width - TIME_HALF_PX)
    .map(({ ms, x }) => (
      <text key={ms} className="chart-text" x={x} y={TIMES_Y} textAnchor="middle">
        {tickTime(ms, stepMs)}
      </text>
    ));
}
