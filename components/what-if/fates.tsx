// What becomes of each pod that something happens to.
import Link from 'next/link';
import { DataTable } from '#components/ui/data-table.tsx';
import { formatAge } from '#lib/format/age.ts';
import { podHref } from '#lib/model/hrefs.ts';
import type { PodFate } from '#lib/model/placement/what-if-view.ts';

const SIGN: Readonly<Record<PodFate['fate'], string>> = {
  stuck: '▲ stuck',
  held: '△ held',
  lost: '✕ lost',
  'stays-down': '△ down',
  moves: '→ moves',
  removed: '− removed',
  added: '+ added',
  placed: '→ placed',
};

export function Fates({ pods }: { pods: readonly PodFate[] }) {
  const caused = pods.filter(({ anyway }) => !anyway);
  const others = pods.filter(({ anyway }) => anyway);
  if (pods.length === 0) return null;
  return (
    <>
      {caused.length === 0 ? null : (
        <section aria-label="Pods" className="mt-6">
          <FateTable label="What becomes of pods" pods={caused} />
        </section>
      )}
      {others.length === 0 ? null : (
        <details className="mt-4">
          <summary>{others.length} that would end or land elsewhere without this as well</summary>
          <FateTable label="What would happen anyway" pods={others} />
        </details>
      )}
    </>
  );
}

function FateTable({ label, pods }: { label: string; pods: readonly PodFate[] }) {
  return (
    <DataTable
      label={label}
      rows={pods}
      rowKey={({ namespace, name, fate }) => `${namespace}/${name}/${fate}`}
      empty="No pod."
      columns={[
        { title: 'Pod', className: 'cell-main', cell: podCell },
        {
          title: 'Fate',
          className: 'whitespace-nowrap cell-plain',
          cell: ({ fate }) => (
            <span className={fate === 'stuck' || fate === 'lost' ? 'font-medium text-warning' : ''}>{SIGN[fate]}</span>
          ),
        },
        { title: 'From', cell: ({ from }) => <span className="font-mono">{from ?? '-'}</span> },
        { title: 'To', cell: toCell },
        {
          title: 'After',
          className: 'whitespace-nowrap',
          cell: ({ afterSeconds }) => (afterSeconds === 0 ? 'at once' : formatAge(afterSeconds * 1_000)),
        },
        { title: 'Why', className: 'cell-line text-ink-2', cell: ({ reason }) => reason ?? '' },
      ]}
    />
  );
}

function podCell(pod: PodFate) {
  // A pod that is only supposed has no page.
  const isSupposed = pod.fate === 'added' || (pod.from === null && pod.fate === 'stuck');
  return (
    <span className="font-mono break-all">
      <span className="text-ink-2">{pod.namespace}/</span>
      {isSupposed ? (
        pod.name
      ) : (
        <Link href={podHref(pod)} prefetch={false} className="hover:underline">
          {pod.name}
        </Link>
      )}
    </span>
  );
}

function toCell({ to, orElse }: PodFate) {
  return (
    <span>
      <span className="font-mono">{to ?? '-'}</span>
      {orElse.length === 0 ? null : <span className="block text-ink-2">or {orElse.join(', ')}</span>}
    </span>
  );
}
