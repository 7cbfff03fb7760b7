'use client';
// CPU and memory over time, live, with one cursor; by node also each of them by itself on one scale. Loaded lazily.
import { useMemo, useState } from 'react';
import { silenceOf } from '#lib/model/usage/graph/silence.ts';
import type { GraphChoice } from '#lib/model/usage/usage-query.ts';
import type { FoundSource, UsageGraphView, UsageHeadView } from '#lib/model/usage/usage-view.ts';
import { useUsageGraph } from '#lib/queries/usage-graph.ts';
import { GraphCursor } from './graph-cursor.ts';
import { GraphFoot } from './graph-foot.tsx';
import { GraphState } from './graph-state.tsx';
import { NodeGraphs } from './node-graphs.tsx';
import { Plot } from './plot.tsx';
import { SourceChoice } from './source-choice.tsx';

interface GraphsProps {
  choice: GraphChoice;
  head: UsageHeadView;
}

export function Graphs({ choice, head }: GraphsProps) {
  const [cursor] = useState(() => new GraphCursor());
  const measuredAt = head.live?.at ?? null;
  const { view, loading, error } = useUsageGraph(choice, { measuredAt });
  return (
    <div className="flex flex-col gap-3">
      <GraphState view={view} loading={loading} error={error} />
      {view === null ? (
        <div className="graphs-room">
          <SourceChoice found={head.found} />
        </div>
      ) : (
        <Drawn view={view} cursor={cursor} found={head.found} />
      )}
      {choice.by === 'node' ? <NodeGraphs choice={choice} measuredAt={measuredAt} cursor={cursor} /> : null}
    </div>
  );
}

interface DrawnProps {
  view: UsageGraphView;
  cursor: GraphCursor;
  found: readonly FoundSource[];
}

function Drawn({ view, cursor, found }: DrawnProps) {
  const picture = useMemo(() => {
    const silence = { cpu: silenceOf(view, 'cpu'), memory: silenceOf(view, 'memory') };
    return { view, silence, cursor };
  }, [view, cursor]);
  return (
    <>
      <div className="graphs">
        <Plot picture={picture} amount="cpu" />
        <Plot picture={picture} amount="memory" />
      </div>
      <GraphFoot picture={picture} found={found} />
    </>
  );
}
