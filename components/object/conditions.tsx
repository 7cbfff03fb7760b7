'use client';
// An object's conditions with since when; one that is not as it should be is marked by shape first.
import { Age } from '#components/ui/age.tsx';
import { type Column, DataTable } from '#components/ui/data-table.tsx';
import { Section } from '#components/ui/section.tsx';
import type { ConditionView } from '#lib/model/node/node-view.ts';

/** Only of a node does the API say when it was last heard of. */
const REPORTED = 'reported';

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
    title: REPORTED,
    cell: ({ heartbeatAt }) => <Age since={heartbeatAt} suffix=" ago" />,
    className: 'whitespace-nowrap text-ink-2',
  },
  { title: 'reason', cell: ({ reason }) => reason },
  { title: 'message', cell: ({ message }) => message, className: 'cell-line text-ink-2' },
];

interface ConditionsProps {
  conditions: readonly ConditionView[];
  /** Instead of a table without rows. */
  empty: string;
}

export function Conditions({ conditions, empty }: ConditionsProps) {
  const reported = conditions.some(({ heartbeatAt }) => heartbeatAt !== null);
  return (
    <Section id="conditions" title="Conditions">
      <DataTable
        label="Conditions"
        columns={reported ? COLUMNS : COLUMNS.filter(({ title }) => title !== REPORTED)}
        rows={conditions}
        rowKey={(condition) => condition.type}
        empty={empty}
      />
    </Section>
  );
}
