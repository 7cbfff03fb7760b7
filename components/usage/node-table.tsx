'use client';
// What `kubectl top node` prints, by architecture, beside what is requested, limited and there.
import { formatCount } from '#lib/format/count.ts';
import { nodeGroups } from '#lib/model/usage/node-table.ts';
import type { UsageQuery } from '#lib/model/usage/usage-query.ts';
import type { FitRow, NodeUsageRow } from '#lib/model/usage/usage-view.ts';
import { NodeGroupRows } from './node-group.tsx';
import { SortHead } from './sort-head.tsx';

interface NodeTableProps {
  nodes: readonly NodeUsageRow[];
  fits: ReadonlyMap<string, FitRow>;
  query: UsageQuery;
}

export function NodeTable({ nodes, fits, query }: NodeTableProps) {
  const { filter, nodeSorting: sorting } = query;
  const groups = nodeGroups(nodes, filter, sorting);
  const cpuTop = peakOf(nodes, 'cpu');
  const memoryTop = peakOf(nodes, 'memory');
  if (groups.length === 0) {
    return (
      <p role="status" className="text-ink-2">
        None of {formatCount(nodes.length, 'node')} is like that: drop a part of the filter.
      </p>
    );
  }
  return (
    <table className="data-table usage-table" aria-label="Use of the nodes">
      <thead>
        <tr>
          <SortHead title="NAME" column="name" sorting={sorting} />
          <SortHead title="CPU(cores)" column="cpu" sorting={sorting} />
          <SortHead title="CPU(%)" column="cpu-share" sorting={sorting} />
          <th scope="col" className="usage-spark">
            <span>last hour</span>
          </th>
          <SortHead title="MEMORY(bytes)" column="memory" sorting={sorting} />
          <SortHead title="MEMORY(%)" column="memory-share" sorting={sorting} />
          <th scope="col" className="usage-spark">
            <span>last hour</span>
          </th>
          <SortHead title="requested" column="requests" sorting={sorting} by="memory" />
          <SortHead title="limits" column="limits" sorting={sorting} by="memory" />
          <SortHead title="allocatable" column="allocatable" sorting={sorting} by="memory" />
        </tr>
      </thead>
      {groups.map((group) => (
        <NodeGroupRows
          key={group.arch}
          group={group}
          fit={fits.get(group.arch) ?? null}
          tops={{ cpu: cpuTop, memory: memoryTop }}
        />
      ))}
    </table>
  );
}

/** The lines of a column have one scale, so that boards can be compared. */
function peakOf(nodes: readonly NodeUsageRow[], resource: 'cpu' | 'memory'): number {
  let peak = 0;
  for (const { spark } of nodes) for (const value of spark?.[resource] ?? []) peak = Math.max(peak, value ?? 0);
  return peak;
}
