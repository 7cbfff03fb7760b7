'use client';
// Why there is no rack on the page, and what to do about it.
import { ForbiddenNotice } from '#components/object/forbidden-notice.tsx';
import { Command } from '#components/ui/command.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { ClusterView } from '#lib/model/overview/overview-view.ts';
import { NotAnsweredYet } from './not-answered-yet.tsx';
import { OverviewSkeleton } from './overview-skeleton.tsx';

interface NothingToShowProps {
  cluster: ClusterView | null;
  error: Error | null;
}

export function NothingToShow({ cluster, error }: NothingToShowProps) {
  const nodes = cluster?.sources.nodes;
  if (error !== null) {
    return (
      <Notice title="The overview could not be loaded" kind="trouble">
        <p>{error.message}</p>
        <p>It is asked for again as soon as the server answers.</p>
      </Notice>
    );
  }
  if (nodes?.state === 'forbidden') {
    return <ForbiddenNotice title="The nodes may not be read" source={nodes} />;
  }
  if (nodes?.state === 'live') {
    return cluster?.simulated ? (
      <Notice title="This cluster has no boards yet">
        <p>
          {cluster.simulated.controllable
            ? 'A simulated board comes with its scenario: choose another one in the menu of the simulated cluster, above.'
            : 'A simulated board comes with its scenario, which only the owner of the simulated cluster can change.'}
        </p>
      </Notice>
    ) : (
      <Notice title="This cluster has no boards yet">
        <p>Run this on the control plane, and the command it prints on each board. They appear here by themselves.</p>
        <div className="mt-3">
          <Command text="kubeadm token create --print-join-command" />
        </div>
      </Notice>
    );
  }
  return <NotAnsweredYet otherwise={<OverviewSkeleton />} />;
}
