'use client';
// The node's conditions with since when; one that is not as it should be is marked by shape first.
import { Age } from '#components/ui/age.tsx';
import { type Column, DataTable } from '#components/ui/data-table.tsx';
import { Section } from '#components/ui/section.tsx';
import type { ConditionView, NodeView } from '#lib/model/node-view.ts';

const COLUMNS: readonly Column<ConditionView>[] = [
  {
    title: 'condition',
    cell: ({ type, good }) => (good ? type : <span className="font-medium text-error">✕ {type}</span>),
    className: 'cell-main',
  },
  {
    title: 'status',
    cell: ({ status, good }) => <span className={good ? '' : 'font-medium text-error'}>{status}</span>,
  },
  { title: 'since', cell: ({ since }) => <Age since={since} />, className: 'whitespace-nowrap' },
  {
    title: 'reported',
    cell: ({ heartbeatAt }) => <Age since={heartbeatAt} suffix=" ago" />,
    className: 'whitespace-nowrap text-ink-2',
  },
  { title: 'reason', cell: ({ reason }) => reason },
  { title: 'message', cell: ({ message }) => message, className: 'cell-line text-ink-2' },
];

export function Conditions({ node }: { node: NodeView }) {
  return (
    <Section id="conditions" title="Conditions">
      <DataTable
        label="Conditions"
        columns={COLUMNS}
        rows={node.conditions}
        rowKey={(condition) => condition.type}
        empty="The kubelet has not reported any condition."
      />
    </Section>
  );
}
