// A core/v1 Event as a record: old and new styles of counting and naming are made one.
import type { Event } from 'kubernetes-types/core/v1';
import type { EventRecord } from './records.ts';

/** Messages are cut to what the API itself allows (validation: 1,024 characters). */
const MESSAGE_LENGTH_MAX = 1024;

export function projectEvent(event: Event): EventRecord {
  const { metadata, series, source, involvedObject: about } = event;
  const at = event.eventTime ?? metadata?.creationTimestamp ?? null;
  return {
    uid: metadata?.uid ?? '',
    type: event.type ?? 'Normal',
    reason: event.reason ?? '',
    message: (event.message ?? '').trim().slice(0, MESSAGE_LENGTH_MAX),
    count: series?.count ?? event.count ?? 1,
    firstAt: event.firstTimestamp ?? at,
    lastAt: series?.lastObservedTime ?? event.lastTimestamp ?? at,
    source: source?.component || event.reportingComponent || '',
    aboutUid: about?.uid || null,
    about: { kind: about?.kind ?? '', namespace: about?.namespace ?? null, name: about?.name ?? '' },
  };
}
