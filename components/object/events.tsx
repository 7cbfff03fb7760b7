'use client';
// What happened to an object, latest first.
import Link from 'next/link';
import { Age } from '#components/ui/age.tsx';
import { type Column, DataTable } from '#components/ui/data-table.tsx';
import { Section } from '#components/ui/section.tsx';
import { podHref } from '#lib/model/hrefs.ts';
import type { EventView } from '#lib/model/node/node-view.ts';

type EventRow = EventView & { uid: string };

const ABOUT = 'about';

const COLUMNS: readonly Column<EventRow>[] = [
  {
    title: 'last seen',
    cell: (event) => <Age since={event.lastAt} suffix=" ago" />,
    className: 'cell-plain whitespace-nowrap',
  },
  {
    title: 'type',
    cell: (event) =>
      event.type === 'Warning' ? <span className="font-medium text-warning">▲ Warning</span> : event.type,
    className: 'cell-plain whitespace-nowrap',
  },
  {
    title: 'reason',
    cell: (event) => (event.count > 1 ? `${event.reason} ×${event.count}` : event.reason),
    className: 'cell-plain',
  },
  {
    title: ABOUT,
    cell: (event) => <About about={event.about} />,
    className: 'cell-main',
  },
  { title: 'message', cell: (event) => event.message, className: 'cell-line text-ink-2' },
];

function About({ about }: Pick<EventRow, 'about'>) {
  const { kind, namespace, name } = about;
  const words = `${kind}/${name}`;
  // The board it stands on has a page of its own, which this mostly is.
  if (kind !== 'Pod' || namespace === null) return <span className="font-mono break-all">{words}</span>;
  return (
    <Link href={podHref({ namespace, name })} prefetch={false} className="font-mono break-all hover:underline">
      {words}
    </Link>
  );
}

interface EventsProps {
  /** For screen readers: whose events they are. */
  label: string;
  events: readonly EventRow[];
  /** What this user lacks to read them: none shown is then not none there. */
  missing: string | null;
  /** False where all are about the same. */
  about?: boolean;
}

export function Events({ label, events, missing, about = true }: EventsProps) {
  return (
    <Section id="events" title="Events" note={events.length > 0 ? String(events.length) : undefined}>
      <DataTable
        label={label}
        columns={about ? COLUMNS : COLUMNS.filter(({ title }) => title !== ABOUT)}
        rows={events}
        rowKey={(event) => event.uid}
        empty={
          missing === null
            ? 'Nothing in the last hour: API servers forget events after that time.'
            : `${missing}, so nobody can say what happened here.`
        }
      />
    </Section>
  );
}
