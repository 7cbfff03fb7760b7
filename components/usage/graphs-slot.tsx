'use client';
// Where the graphs go: their code and the charts' come when the tables are there already.
import dynamic from 'next/dynamic';
import type { GraphChoice } from '#lib/model/usage/usage-query.ts';
import type { UsageHeadView } from '#lib/model/usage/usage-view.ts';
import { useUsageUrl } from './use-usage-url.ts';

const Graphs = dynamic(() => import('./graphs.tsx').then((module) => module.Graphs), {
  ssr: false,
  loading: () => (
    <div className="graphs-room">
      <p className="text-ink-2" role="status">
        Loading the graphs ...
      </p>
      <noscript>They are drawn in the browser and need JavaScript; the tables do not.</noscript>
    </div>
  ),
});

interface GraphsSlotProps {
  head: UsageHeadView;
  span: GraphChoice['span'];
}

export function GraphsSlot({ head, span }: GraphsSlotProps) {
  const { graph } = useUsageUrl().query;
  return <Graphs choice={{ ...graph, span }} head={head} />;
}
