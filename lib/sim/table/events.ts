// Table of events (pkg/printers/internalversion/printers.go, printEvent).
import type { Event } from 'kubernetes-types/core/v1';
import { column, nameOf, type Printer, since, wide } from './column.ts';

export const events: Printer<Event> = {
  columns: [
    column('Last Seen'),
    column('Type'),
    column('Reason'),
    column('Object'),
    wide('Subobject'),
    wide('Source'),
    column('Message'),
    wide('First Seen'),
    wide('Count'),
    wide('Name', 'string', 'name'),
  ],
  cells: (event, nowMs) => {
    const firstSeen = since(event.firstTimestamp ?? event.eventTime, nowMs);
    const lastSeen = event.lastTimestamp ? since(event.lastTimestamp, nowMs) : firstSeen;
    const { involvedObject, series } = event;
    const kind = (involvedObject.kind ?? '').toLowerCase();
    return [
      series === undefined || series === null ? lastSeen : since(series.lastObservedTime, nowMs),
      event.type ?? '',
      event.reason ?? '',
      involvedObject.name ? `${kind}/${involvedObject.name}` : kind,
      involvedObject.fieldPath ?? '',
      sourceOf(event),
      (event.message ?? '').trim(),
      firstSeen,
      // Events of the newer API count only in their series: one without was seen once.
      series?.count ?? (event.count || 1),
      nameOf(event),
    ];
  },
};

function sourceOf({ source, reportingComponent, reportingInstance }: Event): string {
  const component = source?.component || reportingComponent || '';
  const instance = source?.host || reportingInstance || '';
  return instance === '' ? component : `${component}, ${instance}`;
}
