'use client';
// Which cluster this is; a simulated one says so, quietly and everywhere, and when its clock is not a real one.
// To whoever may control the simulation it is the button of its menu.
import type { ReactNode } from 'react';
import { SimulationMenu } from '#components/simulation/menu.tsx';
import { ClockTime } from '#components/ui/clock-time.tsx';
import type { ClusterView } from '#lib/model/overview/overview-view.ts';
import { useConnection } from '#lib/queries/live-context.ts';
import { useTopicRow } from '#lib/queries/use-topic.ts';

export function ClusterTag({ rendered }: { rendered: unknown }) {
  const live = useTopicRow<ClusterView>('overview', 'cluster');
  // The layout is the server's: it hands on the row as it is in the topic.
  const cluster = live ?? (rendered as ClusterView | undefined);
  if (cluster === undefined) return null;
  const version = cluster.version === null ? '' : ` · ${cluster.version}`;
  if (cluster.simulated === null)
    return <span className="min-w-0 truncate rounded border border-line-2 px-2">{`${cluster.name}${version}`}</span>;
  const words = (
    <>
      <span className="min-w-0 truncate">simulated cluster · {cluster.simulated.scenario}</span>
      <ClockWords />
    </>
  );
  if (cluster.simulated.controllable) return <SimulationMenu>{words}</SimulationMenu>;
  return <span className="flex min-w-0 gap-1 rounded border border-line-2 border-dashed px-2">{words}</span>;
}

/** Nothing for a clock that goes as any other; it does not give way to the name where there is little room. */
function ClockWords(): ReactNode {
  const { clockRate, clusterTime } = useConnection();
  if (clockRate === 1) return null;
  return (
    <span className="shrink-0 font-medium whitespace-nowrap text-ink">
      {clockRate > 0 ? (
        `x${clockRate}`
      ) : clusterTime === null ? (
        'paused'
      ) : (
        <>
          paused at <ClockTime at={clusterTime} />
        </>
      )}
    </span>
  );
}
