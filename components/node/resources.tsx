'use client';
// What the board can give, what pods asked for, and what is used: three different things.
import { Sparkline } from '#components/charts/sparkline.tsx';
import { type Column, DataTable } from '#components/ui/data-table.tsx';
import { Section } from '#components/ui/section.tsx';
import { formatCpu } from '#lib/format/cpu.ts';
import { formatMemory } from '#lib/format/memory.ts';
import type { NodeView, ResourceRowView } from '#lib/model/node/node-view.ts';
import type { Sparkline as UsageSpark } from '#lib/model/usage/usage-view.ts';
import { ResourceBars } from './resource-bars.tsx';
import { resourceText, shareText } from './resource-text.ts';

const COLUMNS: readonly Column<ResourceRow>[] = [
  { title: 'resource', cell: ({ name }) => name, className: 'cell-main' },
  { title: 'share', cell: (row) => <ResourceBars row={row} />, className: 'cell-line' },
  { title: 'used', cell: (row) => <Used row={row} /> },
  { title: 'last hour', cell: (row) => <LastHour row={row} />, className: 'cell-plain' },
  { title: 'requested', cell: (row) => shareText(row, row.requested), className: 'whitespace-nowrap' },
  { title: 'limits', cell: (row) => shareText(row, row.limited), className: 'whitespace-nowrap text-ink-2' },
  { title: 'allocatable', cell: (row) => resourceText(row.name, row.allocatable), className: 'whitespace-nowrap' },
];

/** With its last hour where one is remembered: of CPU and memory alone. */
interface ResourceRow extends ResourceRowView {
  past: readonly (number | null)[] | null;
}

export function Resources({ node, spark }: { node: NodeView; spark: UsageSpark | null }) {
  const rows = node.resources.map((row) => ({ ...row, past: pastOf(row.name, spark) }));
  return (
    <Section
      id="resources"
      title="Resources"
      note="coloured: used now; grey: requested by pods, which is what the scheduler counts"
    >
      <DataTable
        label="Resources"
        columns={COLUMNS}
        rows={rows}
        rowKey={(row) => row.name}
        empty="The kubelet has not said what this node has."
      />
    </Section>
  );
}

function pastOf(resource: string, spark: UsageSpark | null): ResourceRow['past'] {
  if (spark === null) return null;
  return resource === 'cpu' ? spark.cpu : resource === 'memory' ? spark.memory : null;
}

function LastHour({ row: { name, past, allocatable } }: { row: ResourceRow }) {
  if (past === null) return null;
  const isCpu = name === 'cpu';
  return (
    <Sparkline
      values={past}
      about={`${isCpu ? 'CPU' : 'Memory'}, last hour`}
      format={isCpu ? formatCpu : formatMemory}
      {...(allocatable === null ? {} : { max: allocatable })}
    />
  );
}

function Used({ row }: { row: ResourceRowView }) {
  if (row.used === null) return <span className="text-ink-2">–</span>;
  if (row.used.state === 'measured') return shareText(row, row.used.used);
  return <span className="text-ink-2">no metrics: {row.used.reason}</span>;
}
