// How far one kind of data can be trusted, as whoever reads it from the API server knows it.
import type { StatusError } from './status-error.ts';

export type SourceState =
  | { state: 'loading' }
  | { state: 'live' }
  | { state: 'stale'; since: string; message: string }
  | { state: 'forbidden'; verb: string; resource: string }
  | { state: 'absent'; message: string };

export function sameState(a: SourceState, b: SourceState): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** What a failed read says for good: refused or not there. Null where trying again may help soon. */
export function verdictOf(error: StatusError, verb: string, resource: string, absent: string): SourceState | null {
  if (error.code === 403) return { state: 'forbidden', verb, resource };
  if (error.code === 404) return { state: 'absent', message: absent };
  return null;
}
