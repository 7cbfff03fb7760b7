// Events as controllers write them, and the one failure they are silent about.
import type { StatusError } from '../status-error.ts';
import type { Stored } from '../store/object.ts';
import type { EventNote, Write } from './controller.ts';

export function note(about: Stored, type: EventNote['type'], reason: string, message: string): Write {
  return { op: 'event', event: { about, type, reason, message } };
}

/** A namespace on its way out takes nothing new: no fault of whoever tried, and no event (api/errors HasStatusCause). */
export function isNamespaceLeaving(error: StatusError): boolean {
  return error.details?.causes?.some(({ reason }) => reason === 'NamespaceTerminating') === true;
}
