'use client';
// What the board can give, what pods asked for, and what is used: three different things.
import { type Column, DataTable } from '#components/ui/data-table.tsx';
import { Section } from '#components/ui/section.tsx';
import type { NodeView, ResourceRowView } from '#lib/model/node-view.ts';
import { ResourceBars } from './resource-bars.tsx';
import { resourceText, shareText } from './resource-text.ts';

const COLUMNS: readonly Column<ResourceRowView>[] = [
  { title: 'resource', cell: ({ name }) => name, className: 'cell-main' },
  { title: 'share', cell: (row) => <ResourceBars row={row} />, className: 'cell-line' },
  { title: 'used', cell: (row) => <Used row={row} /> },
  { title: 'requested', cell: (row) => shareText(row, row.requested), className: 'whitespace-nowrap' },
  { title: 'limits', cell: (row) => shareText(row, row.limited), className: 'whitespace-nowrap text-ink-2' },
  { title: 'allocatable', cell: (row) => resourceText(row.name, row.allocatable), className: 'whitespace-nowrap' },
];

export function Resources({ node }: { node: NodeView }) {
  return (
    <Section
      id="resources"
      title="Resources"
      note="coloured: used now; grey: requested by pods, which is what the scheduler counts"
    >
      <DataTable
        label="Resources"
        columns={COLUMNS}
        rows={node.resources}
        rowKey={(row) => row.name}
        empty="The kubelet has not said what this node has."
      />
    </Section>
  );
}

function Used({ row }: { row: ResourceRowView }) {
  if (row.used === null) return <span className="text-ink-2">–</span>;
  if (row.used.state === 'measured') return shareText(row, row.used.used);
  return <span className="text-ink-2">no metrics: {row.used.reason}</span>;
}
