import 'server-only';
// What was previewed, in a few characters: what is confirmed has to have the same.
import { createHash } from 'node:crypto';

const FINGERPRINT_CHARS = 16;

/** `confirmed`: everything that a person confirms, as plain data. */
export function fingerprintOf(confirmed: unknown): string {
  return createHash('sha256').update(JSON.stringify(confirmed)).digest('hex').slice(0, FINGERPRINT_CHARS);
}
