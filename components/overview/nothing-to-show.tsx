'use client';
// Why there is no rack on the page, and what to do about it.
import { Command } from '#components/ui/command.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { ClusterView } from '#lib/model/overview-view.ts';
import { useConnection } from '#lib/queries/live-context.ts';
import { OverviewSkeleton } from './overview-skeleton.tsx';

interface NothingToShowProps {
  cluster: ClusterView | null;
  error: Error | null;
}

export function NothingToShow({ cluster, error }: NothingToShowProps) {
  const connection = useConnection();
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
    return (
      <Notice title="The nodes may not be read" kind="trouble">
        <p>
          The user of this kubeconfig lacks <code>{nodes.verb}</code> on <code>{nodes.resource}</code>. A cluster
          administrator can grant it; NAME is what <code>kubectl auth whoami</code> says with this kubeconfig:
        </p>
        <div className="mt-3">
          <Command text={grantCommands(nodes.resource)} />
        </div>
      </Notice>
    );
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
  if (connection.state !== 'live' && connection.asOf === null && connection.message !== null) {
    return (
      <Notice title="The cluster has not answered yet" kind="trouble">
        <p>{connection.message}</p>
        <p>It is tried again every few seconds; this page goes on by itself.</p>
      </Notice>
    );
  }
  return <OverviewSkeleton />;
}

function grantCommands(resource: string): string {
  const role = `bramble-${resource}`;
  return [
    `kubectl create clusterrole ${role} --verb=get,list,watch --resource=${resource}`,
    `kubectl create clusterrolebinding ${role} --clusterrole=${role} --user=NAME`,
  ].join('\n');
}
