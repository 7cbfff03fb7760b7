'use client';
// What becomes of pods when the boards are tainted, and what keeps each in its place.
import Link from 'next/link';
import { useAction } from '#components/actions/use-action.tsx';
import { Button } from '#components/ui/button.tsx';
import { DataTable } from '#components/ui/data-table.tsx';
import { podHref } from '#lib/model/hrefs.ts';
import type { TaintPod } from '#lib/model/workshop/taint-pods.ts';
import { Part } from './part.tsx';
import { useWorkshop } from './workshop-context.ts';

const SIGN: Readonly<Record<TaintPod['fate'], string>> = {
  evicted: '→ evicted',
  stuck: '▲ stuck',
  lost: '✕ lost',
  stranded: '△ stranded',
};

export function TaintPods({ pods }: { pods: readonly TaintPod[] }) {
  const { ask, dialog } = useAction();
  const { lock } = useWorkshop();
  return (
    <Part title="What becomes of pods">
      <DataTable
        label="What becomes of pods"
        rows={pods}
        rowKey={({ namespace, name }) => `${namespace}/${name}`}
        empty="Nothing: every pod stays, and would find a board again."
        columns={[
          { title: 'Pod', className: 'cell-main', cell: (pod) => <PodName pod={pod} /> },
          {
            title: 'Fate',
            className: 'whitespace-nowrap cell-plain',
            cell: ({ fate }) => (
              <span className={fate === 'stuck' || fate === 'lost' ? 'font-medium text-warning' : ''}>
                {SIGN[fate]}
              </span>
            ),
          },
          {
            title: 'On',
            className: 'whitespace-nowrap',
            cell: ({ node }) => <span className="font-mono">{node}</span>,
          },
          { title: 'What happens', className: 'cell-line', cell: ({ words }) => words },
          {
            title: 'Fix',
            className: 'cell-line cell-plain',
            cell: ({ fixes, owner }) => (
              <span className="flex flex-wrap gap-2">
                {fixes.map(({ kind, label, action }) => (
                  <Button
                    key={kind}
                    wraps
                    disabled={lock !== null}
                    aria-label={`${label}: ${owner.name}`}
                    onClick={() => ask(action)}
                  >
                    {label}
                  </Button>
                ))}
              </span>
            ),
          },
        ]}
      />
      {dialog}
    </Part>
  );
}

function PodName({ pod }: { pod: TaintPod }) {
  return (
    <Link href={podHref(pod)} prefetch={false} className="font-mono break-all hover:underline">
      <span className="text-ink-2">{pod.namespace}/</span>
      {pod.name}
    </Link>
  );
}
