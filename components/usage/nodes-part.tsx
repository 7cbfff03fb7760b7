'use client';
// The nodes' table, or why there is none.
import type { ReactNode } from 'react';
import type { SourceView } from '#lib/model/overview/overview-view.ts';
import type { UsageQuery } from '#lib/model/usage/usage-query.ts';
import type { UsageRows } from '#lib/queries/usage-rows.ts';
import { NodeTable } from './node-table.tsx';
import { TableBar } from './table-bar.tsx';
import { Unreadable } from './unreadable.tsx';
import { SkeletonLines } from './usage-skeleton.tsx';

interface NodesPartProps {
  rows: UsageRows;
  query: UsageQuery;
  archs: readonly string[];
  tabs: ReactNode;
}

export function NodesPart({ rows: { nodes, fits, sources }, query, archs, tabs }: NodesPartProps) {
  if (nodes.length > 0) {
    return (
      <>
        <TableBar query={query} archs={archs} namespaces={null} tabs={tabs} />
        <NodeTable nodes={nodes} fits={fits} query={query} />
      </>
    );
  }
  const source = sources['nodes'];
  return (
    <>
      <div className="usage-bar">{tabs}</div>
      <NoNodes source={source} />
    </>
  );
}

function NoNodes({ source }: { source: SourceView | undefined }) {
  if (source?.state === 'forbidden') return <Unreadable what="nodes" verb={source.verb} resource={source.resource} />;
  if (source?.state !== 'live') return <SkeletonLines />;
  return <p className="text-ink-2">This cluster has no boards yet. The first that joins appears here by itself.</p>;
}
