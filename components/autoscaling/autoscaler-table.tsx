'use client';
// All autoscalers as `kubectl get hpa --all-namespaces` prints them, and beside that what it does not say.
import Link from 'next/link';
import { Age } from '#components/ui/age.tsx';
import { type Column, DataTable } from '#components/ui/data-table.tsx';
import type { AutoscalerRow } from '#lib/model/autoscaling/autoscaling-view.ts';
import { autoscalerHref } from '#lib/model/hrefs.ts';
import { ArchCounts } from './arch-counts.tsx';
import { ReplicaBar } from './replica-bar.tsx';
import { StateMark } from './state-mark.tsx';

const COLUMNS: readonly Column<AutoscalerRow>[] = [
  {
    title: 'name',
    cell: (row) => (
      <div>
        <Link href={autoscalerHref(row)} prefetch={false} className="font-mono font-medium underline">
          {row.name}
        </Link>
        <span className="block text-ink-2">{row.namespace}</span>
      </div>
    ),
    className: 'cell-main autoscaler-long',
  },
  {
    title: 'reference',
    cell: ({ reference }) => <Reference reference={reference} />,
    className: 'autoscaler-long',
  },
  {
    title: 'targets',
    cell: ({ targets }) => <span className="font-mono">{targets}</span>,
    className: 'autoscaler-long',
  },
  { title: 'min', cell: ({ min }) => min },
  { title: 'max', cell: ({ max }) => max },
  { title: 'replicas', cell: ({ replicas, desired }) => <Replicas replicas={replicas} desired={desired} /> },
  {
    title: 'pods',
    cell: (row) => (
      <span className="autoscaler-pods">
        <ReplicaBar row={row} />
        <ArchCounts byArch={row.byArch} pending={row.pending} />
      </span>
    ),
  },
  { title: 'age', cell: ({ createdAt }) => <Age since={createdAt} />, className: 'whitespace-nowrap' },
  {
    title: 'chain',
    cell: ({ health }) => (
      <span className="autoscaler-health">
        <StateMark state={health.state} />
        <span>{health.words}</span>
      </span>
    ),
    className: 'cell-line',
  },
];

export function AutoscalerTable({ autoscalers }: { autoscalers: readonly AutoscalerRow[] }) {
  return (
    <DataTable
      label="Autoscalers"
      columns={COLUMNS}
      rows={autoscalers}
      rowKey={({ namespace, name }) => `${namespace}/${name}`}
      empty=""
    />
  );
}

/** Breaks behind the kind, where it has to. */
function Reference({ reference }: Pick<AutoscalerRow, 'reference'>) {
  const [kind = '', name = ''] = reference.split('/');
  return (
    <span className="font-mono">
      {kind}/<wbr />
      {name}
    </span>
  );
}

function Replicas({ replicas, desired }: Pick<AutoscalerRow, 'replicas' | 'desired'>) {
  if (replicas === null) return <span className="text-ink-2">not known yet</span>;
  return (
    <span className="whitespace-nowrap">
      {replicas}
      {desired === null || desired === replicas ? null : (
        <span className="text-ink-2">
          <span aria-hidden="true"> → </span>
          <span className="sr-only"> becoming </span>
          {desired}
        </span>
      )}
    </span>
  );
}
