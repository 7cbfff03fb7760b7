// Writes to the cluster: patches, tried out first where asked, under our own field manager.
import type { Transport } from './transport.ts';

export type PatchType =
  | 'application/strategic-merge-patch+json'
  | 'application/merge-patch+json'
  | 'application/json-patch+json';

export interface PatchRequest {
  /** The object: `/api/v1/nodes/pi5`. */
  path: string;
  type: PatchType;
  patch: unknown;
  /** Asks what would happen; nothing changes. */
  dryRun: boolean;
  signal?: AbortSignal;
}

/** As managedFields will name us. */
export const FIELD_MANAGER = 'bramble';
const TIMEOUT_MS = 10_000;

/** The object as it is afterwards (or would be); throws StatusError where the API server refuses. */
export async function patchObject(transport: Transport, request: PatchRequest): Promise<unknown> {
  const query = new URLSearchParams({ fieldManager: FIELD_MANAGER, ...(request.dryRun ? { dryRun: 'All' } : {}) });
  const { body } = await transport.json({
    method: 'PATCH',
    path: `${request.path}?${query}`,
    headers: { 'content-type': request.type },
    body: JSON.stringify(request.patch),
    timeoutMs: TIMEOUT_MS,
    ...(request.signal === undefined ? {} : { signal: request.signal }),
  });
  return body;
}
