'use client';
// What happened to the node and its pods, latest first.
import { Age } from '#components/ui/age.tsx';
import { type Column, DataTable } from '#components/ui/data-table.tsx';
import { Section } from '#components/ui/section.tsx';
import type { NodeRows } from '#lib/queries/node-rows.ts';

type EventRow = NodeRows['events'][number];

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
    title: 'about',
    cell: (event) => (
      <span className="font-mono break-all">
        {event.about.kind}/{event.about.name}
      </span>
    ),
    className: 'cell-main',
  },
  { title: 'message', cell: (event) => event.message, className: 'cell-line text-ink-2' },
];

interface EventsProps {
  events: readonly EventRow[];
  /** What this user lacks to read them: none shown is then not none there. */
  missing: string | null;
}

export function Events({ events, missing }: EventsProps) {
  return (
    <Section id="events" title="Events" note={events.length > 0 ? String(events.length) : undefined}>
      <DataTable
        label="Events of this node and its pods"
        columns={COLUMNS}
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
