// Writes to the cluster: patches, creations and deletions, tried out first where asked, under our own field manager.
import type { Transport } from './transport.ts';

export type PatchType =
  | 'application/strategic-merge-patch+json'
  | 'application/merge-patch+json'
  | 'application/json-patch+json';

interface WriteRequest {
  /** The object: `/api/v1/nodes/pi5`; to create one, its collection. */
  path: string;
  /** Asks what would happen; nothing changes. */
  dryRun: boolean;
  signal?: AbortSignal;
}

export interface PatchRequest extends WriteRequest {
  type: PatchType;
  patch: unknown;
}

/** As managedFields will name us. */
export const FIELD_MANAGER = 'bramble';
const TIMEOUT_MS = 10_000;

/** The object as it is afterwards (or would be); throws StatusError where the API server refuses. */
export async function patchObject(transport: Transport, request: PatchRequest): Promise<unknown> {
  return send(transport, 'PATCH', request, { type: request.type, body: request.patch, manager: FIELD_MANAGER });
}

/** The object as it is afterwards (or would be); throws StatusError where the API server refuses. */
export async function createObject(
  transport: Transport,
  request: WriteRequest & { object: unknown },
): Promise<unknown> {
  return send(transport, 'POST', request, { type: 'application/json', body: request.object, manager: FIELD_MANAGER });
}

/**
 * `options` is a DeleteOptions. What the API server answers; throws StatusError where it refuses. A dry run is asked for
 * in the body: where there is one, the API server does not look at the query (apiserver endpoints/handlers/delete.go).
 */
export async function deleteObject(
  transport: Transport,
  request: WriteRequest & { options: Readonly<Record<string, unknown>> },
): Promise<unknown> {
  const options = request.dryRun ? { ...request.options, dryRun: ['All'] } : request.options;
  const content = { type: 'application/json', body: options, manager: null };
  return send(transport, 'DELETE', { ...request, dryRun: false }, content);
}

interface Content {
  type: string;
  body: unknown;
  /** Null for a write that sets no fields. */
  manager: string | null;
}

async function send(
  transport: Transport,
  method: 'PATCH' | 'POST' | 'DELETE',
  { path, dryRun, signal }: WriteRequest,
  { type, body, manager }: Content,
): Promise<unknown> {
  const query = new URLSearchParams({
    ...(manager === null ? {} : { fieldManager: manager }),
    ...(dryRun ? { dryRun: 'All' } : {}),
  });
  const answer = await transport.json({
    method,
    path: query.size === 0 ? path : `${path}?${query}`,
    headers: { 'content-type': type },
    body: JSON.stringify(body),
    timeoutMs: TIMEOUT_MS,
    ...(signal === undefined ? {} : { signal }),
  });
  return answer.body;
}
