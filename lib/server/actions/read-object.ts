import 'server-only';
// An object read fresh of the API server, for whoever plans a write of it: what is watched may be a moment old.
import type { Transport } from '#lib/kube/index.ts';

const READ_TIMEOUT_MS = 10_000;

/** What the API server stores at a path is of the kind that the path names. Throws StatusError. */
export async function readObject<T>(transport: Transport, path: string): Promise<T> {
  return (await transport.json({ path, timeoutMs: READ_TIMEOUT_MS })).body as T;
}
