'use client';
// Below the graphs: the numbers of the moment shown, and on request what happened and all numbers.
import { useId, useState } from 'react';
import { momentTime } from '#components/charts/local-time.ts';
import { Button } from '#components/ui/button.tsx';
import { formatAge } from '#lib/format/age.ts';
import { formatCount } from '#lib/format/count.ts';
import { knownSince } from '#lib/model/usage/graph/moment.ts';
import { UNWATCHED_MS } from '#lib/model/usage/pace.ts';
import type { FoundSource, UsageGraphView } from '#lib/model/usage/usage-view.ts';
import { CopyCsv } from './copy-csv.tsx';
import { GraphLegend, MomentTime } from './graph-legend.tsx';
import { GraphMarks } from './graph-marks.tsx';
import { GraphNumbers } from './graph-numbers.tsx';
import { SourceChoice } from './source-choice.tsx';
import type { GraphPicture } from './use-moment.ts';

type Panel = 'none' | 'events' | 'numbers';

interface GraphFootProps {
  picture: GraphPicture;
  found: readonly FoundSource[];
}

export function GraphFoot({ picture, found }: GraphFootProps) {
  const { view } = picture;
  const [panel, setPanel] = useState<Panel>('none');
  const id = useId();
  const toggle = (one: Panel): void => setPanel(panel === one ? 'none' : one);
  return (
    <div className="flex flex-col gap-1">
      <div className="flex flex-wrap items-center gap-2">
        <p className="min-w-0 grow basis-80 text-ink-2">
          <MomentTime picture={picture} /> · {view.source.title}, a point every {formatAge(view.stepMs)}
          {view.by === 'namespace' ? ' · of pods alone: boards use more than their pods' : null}
          <Pace view={view} />
          <KnownSince view={view} />
        </p>
        <div className="flex min-w-0 flex-wrap items-center gap-2">
          <SourceChoice found={found} />
          {view.marks.length === 0 ? null : (
            <Button aria-expanded={panel === 'events'} aria-controls={id} onClick={() => toggle('events')}>
              {formatCount(view.marks.length, 'event')}
            </Button>
          )}
          <Button aria-expanded={panel === 'numbers'} aria-controls={id} onClick={() => toggle('numbers')}>
            {panel === 'numbers' ? 'Hide numbers' : 'Show numbers'}
          </Button>
          <CopyCsv view={view} />
        </div>
      </div>
      <GraphLegend picture={picture} />
      <div id={id}>
        {panel === 'events' ? (
          <GraphMarks marks={view.marks} spanMs={view.toMs - view.fromMs} label="Events in the time of the graphs" />
        ) : null}
        {panel === 'numbers' ? <GraphNumbers view={view} /> : null}
      </div>
    </div>
  );
}

/** Points that stand closer than what was measured repeat it. */
function Pace({ view: { source, stepMs } }: { view: UsageGraphView }) {
  if (source.kind !== 'memory' || stepMs >= UNWATCHED_MS) return null;
  return <> (measured every {formatAge(UNWATCHED_MS)} while nobody looks)</>;
}

function KnownSince({ view }: { view: UsageGraphView }) {
  const since = knownSince(view);
  return since === null ? null : ` · nothing is known of before ${momentTime(since.atMs, view.toMs - view.fromMs)}`;
}
