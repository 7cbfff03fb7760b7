'use client';
// The metric with its target, and below it replicas by architecture with how many were wanted, on the same times.
import { useMemo, useState } from 'react';
import { momentTime } from '#components/charts/local-time.ts';
import { useWidth } from '#components/placement/use-width.ts';
import { Button } from '#components/ui/button.tsx';
import { Section } from '#components/ui/section.tsx';
import type { TimelineView } from '#lib/model/autoscaling/autoscaling-view.ts';
import { timelineWindow } from '#lib/model/autoscaling/timeline-window.ts';
import { TimelineLegend } from './timeline-legend.tsx';
import { type ShownTimeline, useTimelineMoment } from './timeline-moment.ts';
import { TimelineNumbers } from './timeline-numbers.tsx';
import { TimelinePlot } from './timeline-plot.tsx';
import { TimelineRange } from './timeline-range.tsx';
import { momentWords } from './timeline-words.ts';

const MINUTE_MS = 60_000;
const QUARTER_MS = 15 * MINUTE_MS;

export function Timeline({ view }: { view: TimelineView | null }) {
  const [rangeMs, setRangeMs] = useState(QUARTER_MS);
  return (
    <Section
      id="timeline"
      title="Timeline"
      note={<Since view={view} />}
      action={<TimelineRange rangeMs={rangeMs} onChange={setRangeMs} />}
    >
      {view === null ? (
        <p className="timeline text-ink-2">
          Nothing is remembered of it yet. It is from now on, while the dashboard runs.
        </p>
      ) : (
        <Picture view={view} rangeMs={rangeMs} />
      )}
      <noscript>It is drawn in the browser and needs JavaScript.</noscript>
    </Section>
  );
}

function Since({ view }: { view: TimelineView | null }) {
  const sinceMs = view?.since == null ? Number.NaN : Date.parse(view.since);
  const { width, ref } = useWidth();
  // Times of day are the reader's: only the browser knows them.
  if (Number.isNaN(sinceMs)) return null;
  return <span ref={ref}>{width === null ? '' : `known since ${momentTime(sinceMs, 0)}`}</span>;
}

function Picture({ view, rangeMs }: { view: TimelineView; rangeMs: number }) {
  const { ref, width } = useWidth();
  const [numbers, setNumbers] = useState(false);
  const timeline: ShownTimeline = useMemo(
    () => ({ window: timelineWindow(view, rangeMs), target: view.target, unit: view.unit }),
    [view, rangeMs],
  );
  const moment = useTimelineMoment(timeline.window);
  return (
    <>
      <TimelineLegend timeline={timeline} />
      <figure aria-label="Metric and replicas over time" ref={ref} className="timeline">
        {width === null ? null : <TimelinePlot timeline={timeline} moment={moment} width={width} />}
      </figure>
      <div className="flex flex-wrap items-start gap-2">
        <p className="timeline-moment min-w-0 grow basis-60">
          {width === null ? '' : momentWords(timeline, moment.index, moment.pointed)}
        </p>
        <Button aria-expanded={numbers} onClick={() => setNumbers(!numbers)}>
          {numbers ? 'Hide numbers' : 'Show numbers'}
        </Button>
      </div>
      {numbers ? <TimelineNumbers timeline={timeline} /> : null}
    </>
  );
}
