'use client';
// Which of the tables is shown.
import type { UsageTable } from '#lib/model/usage/usage-query.ts';
import { ChoiceLinks } from './choice-links.tsx';

interface TableChoiceProps {
  chosen: UsageTable;
  adviceCount: number;
}

/** Another table has columns of its own: the order does not go along. */
export function TableChoice({ chosen, adviceCount }: TableChoiceProps) {
  const advice = adviceCount === 0 ? 'Requests against reality' : `Requests against reality (${adviceCount})`;
  return (
    <ChoiceLinks
      label="Table"
      options={[
        { key: 'nodes', word: 'Nodes', change: { table: null, sort: null }, chosen: chosen === 'nodes' },
        { key: 'pods', word: 'Pods', change: { table: 'pods', sort: null }, chosen: chosen === 'pods' },
        { key: 'advice', word: advice, change: { table: 'advice', sort: null }, chosen: chosen === 'advice' },
      ]}
    />
  );
}
