'use client';
// Which cluster this is; a simulated one says so, quietly and everywhere, and when its clock is not a real one.
import type { ClusterView } from '#lib/model/overview-view.ts';
import { useConnection } from '#lib/queries/live-context.ts';
import { useTopicRow } from '#lib/queries/use-topic.ts';

export function ClusterTag({ rendered }: { rendered: unknown }) {
  const { clockRate } = useConnection();
  const live = useTopicRow<ClusterView>('overview', 'cluster');
  // The layout is the server's: it hands on the row as it is in the topic.
  const cluster = live ?? (rendered as ClusterView | undefined);
  if (cluster === undefined) return null;
  const version = cluster.version === null ? '' : ` · ${cluster.version}`;
  return cluster.simulated === null ? (
    <span className="min-w-0 truncate rounded border border-line-2 px-2">{`${cluster.name}${version}`}</span>
  ) : (
    <span className="min-w-0 truncate rounded border border-line-2 border-dashed px-2">
      simulated cluster · {cluster.simulated.scenario}
      {clockText(clockRate)}
    </span>
  );
}

function clockText(rate: number): string {
  if (rate === 1) return '';
  return rate === 0 ? ' · clock paused' : ` · clock x${rate}`;
}
