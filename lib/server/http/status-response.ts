// Answers that are no page: JSON, and errors as Kubernetes Status.
import type { StatusError } from '#lib/kube/index.ts';
import type { Refusal } from './request-guard.ts';
import { PLAIN_HEADERS } from './security-headers.ts';

export interface JsonInit {
  status?: number;
  headers?: Readonly<Record<string, string>>;
}

export function jsonResponse(body: unknown, init: JsonInit = {}): Response {
  return Response.json(body, { ...init, headers: { ...PLAIN_HEADERS, 'Cache-Control': 'no-store', ...init.headers } });
}

export function statusResponse(error: Refusal & Partial<Pick<StatusError, 'details' | 'retryAfterSeconds'>>): Response {
  const { code, reason, message, details, retryAfterSeconds } = error;
  const status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, details, code };
  const headers: Record<string, string> = {};
  if (retryAfterSeconds !== undefined) headers['Retry-After'] = String(retryAfterSeconds);
  return jsonResponse(status, { status: code, headers });
}
