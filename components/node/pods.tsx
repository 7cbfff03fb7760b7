'use client';
// The pods on the node, in kubectl's words and columns.
import Link from 'next/link';
import { PinShape } from '#components/boards/pin-shape.tsx';
import { Age } from '#components/ui/age.tsx';
import { type Column, DataTable } from '#components/ui/data-table.tsx';
import { Section } from '#components/ui/section.tsx';
import { formatCpu } from '#lib/format/cpu.ts';
import { formatSize } from '#lib/format/memory.ts';
import { podHref } from '#lib/model/hrefs.ts';
import type { PodRowView } from '#lib/model/node/node-view.ts';

const COLUMNS: readonly Column<PodRowView>[] = [
  { title: 'namespace', cell: (pod) => pod.namespace, className: 'cell-plain text-ink-2' },
  {
    title: 'pod',
    cell: (pod) => (
      <span className="flex items-start gap-2">
        <PodPin pod={pod} />
        <Link href={podHref(pod)} prefetch={false} className="font-mono break-all hover:underline">
          {pod.name}
        </Link>
      </span>
    ),
    className: 'cell-main',
  },
  { title: 'ready', cell: (pod) => pod.ready },
  {
    title: 'status',
    cell: (pod) => <span className={STATUS_CLASS[pod.state] ?? ''}>{pod.status}</span>,
    className: 'cell-plain',
  },
  { title: 'restarts', cell: (pod) => <Restarts pod={pod} />, className: 'whitespace-nowrap' },
  { title: 'requests', cell: requestsText, className: 'whitespace-nowrap' },
  { title: 'age', cell: (pod) => <Age since={pod.createdAt} />, className: 'whitespace-nowrap' },
];

const STATUS_CLASS: Partial<Record<PodRowView['state'], string>> = {
  failing: 'font-medium text-error',
  pending: 'font-medium text-warning',
  unknown: 'text-ink-2',
};

interface PodsProps {
  pods: readonly PodRowView[];
  /** False where nobody knows them: none shown is then not none there. */
  readable: boolean;
  /** What this user lacks to read them. */
  missing: string | null;
}

export function Pods({ pods, readable, missing }: PodsProps) {
  return (
    <Section id="pods" title="Pods" note={readable ? String(pods.length) : undefined}>
      <DataTable
        label="Pods on this node"
        columns={COLUMNS}
        rows={pods}
        rowKey={(pod) => `${pod.namespace}/${pod.name}`}
        empty={
          readable
            ? 'No pods run here.'
            : `${missing ?? 'The pods are not known yet'}, so nobody can say what runs here.`
        }
      />
    </Section>
  );
}

function PodPin({ pod }: { pod: PodRowView }) {
  return (
    <svg viewBox="0 0 12 12" width="12" height="12" className="mt-1 shrink-0" aria-hidden="true">
      <PinShape state={pod.state} x={1} y={1} size={10} />
    </svg>
  );
}

function Restarts({ pod }: { pod: PodRowView }) {
  return (
    <>
      {pod.restarts}
      {pod.restarts > 0 ? (
        <span className="text-ink-2">
          <Age since={pod.lastRestartAt} prefix=" (" suffix=" ago)" />
        </span>
      ) : null}
    </>
  );
}

/** `100m, 64Mi`; a dash where the pod asks for nothing, which is a fact and not a gap. */
function requestsText(pod: PodRowView): string {
  const cpu = pod.cpuRequestMillicores > 0 ? formatCpu(pod.cpuRequestMillicores) : null;
  const memory = pod.memoryRequestBytes > 0 ? formatSize(pod.memoryRequestBytes) : null;
  return [cpu, memory].filter((text) => text !== null).join(', ') || '–';
}
