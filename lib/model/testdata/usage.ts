// Small events for the tests of what happened while something was measured.
import type { EventRecord } from '../records/records.ts';

/** `about` is `Kind/name`; in the namespace default where its kind has one. */
export function event(reason: string, about: string, at: string, message = ''): EventRecord {
  const [kind = '', name = ''] = about.split('/');
  const named = { kind, namespace: kind === 'Node' ? null : 'default', name };
  const uid = `${reason} ${about} ${at}`;
  return {
    uid,
    type: 'Normal',
    reason,
    message,
    count: 1,
    firstAt: at,
    lastAt: at,
    source: '',
    about: named,
    aboutUid: '',
  };
}
