// Server-side apply under our own field manager: never by force, unknown fields refused, warnings kept.

import type { Transport } from './transport.ts';
import { FIELD_MANAGER } from './write.ts';

export interface ApplyRequest {
  /** Of the object: `/apis/apps/v1/namespaces/demo/deployments/web`. */
  path: string;
  object: unknown;
  /** Asks what would happen; nothing changes. */
  dryRun: boolean;
  signal?: AbortSignal;
}

export interface Applied {
  /** As it is afterwards, or would be. */
  object: unknown;
  /** What the API server warned of, each once. */
  warnings: readonly string[];
}

const TIMEOUT_MS = 15_000;
/** RFC 7234 section 5.5: a code, an agent, a quoted text. */
const WARNING = /\d{3} \S+ "((?:[^"\\]|\\.)*)"/g;

/** Throws StatusError where the API server refuses; a 409 names in its causes who sets which field. */
export async function applyObject(
  transport: Transport,
  { path, object, dryRun, signal }: ApplyRequest,
): Promise<Applied> {
  const query = new URLSearchParams({
    fieldManager: FIELD_MANAGER,
    fieldValidation: 'Strict',
    ...(dryRun ? { dryRun: 'All' } : {}),
  });
  const { body, headers } = await transport.json({
    method: 'PATCH',
    path: `${path}?${query}`,
    headers: { 'content-type': 'application/apply-patch+yaml' },
    // JSON is YAML.
    body: JSON.stringify(object),
    timeoutMs: TIMEOUT_MS,
    ...(signal === undefined ? {} : { signal }),
  });
  return { object: body, warnings: warningsOf(headers['warning'] ?? '') };
}

function warningsOf(header: string): string[] {
  const texts = Array.from(header.matchAll(WARNING), ([, text = '']) => text.replace(/\\(.)/g, '$1'));
  return [...new Set(texts)];
}
