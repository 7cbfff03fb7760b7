// What the API hands to the listener: a finished body, or a stream that goes on.
import type { X509Certificate } from 'node:crypto';
import { stringify } from 'yaml';
import type { StatusError } from '../status-error.ts';
import type { Asked } from './negotiation.ts';

/** A request as the API sees it: the listener has read and bounded it. */
export interface ApiRequest {
  method: string;
  /** Decoded path, without the query. */
  path: string;
  query: URLSearchParams;
  /** Lower-case names. */
  headers: Readonly<Record<string, string | undefined>>;
  body: Uint8Array;
  /** What the client has shown on its connection; nobody has looked at it yet. */
  clientCertificate?: X509Certificate;
}

/** Where a stream writes to. `write` returns the bytes that wait for a slow reader. */
export interface Sink {
  write(bytes: Uint8Array | string): number;
  end(): void;
  /** Calls back once, when nothing waits for the reader any more. */
  onDrain(task: () => void): void;
  /** Calls back once the reader is gone or the stream ended. */
  onClose(task: () => void): void;
}

export interface BodyAnswer {
  status: number;
  contentType: string;
  body: readonly (Uint8Array | string)[];
  headers?: Readonly<Record<string, string>>;
  /** So long it takes whoever answers behind the API server, in milliseconds of the host. */
  delayMs?: number;
}

export interface StreamAnswer {
  status: number;
  contentType: string;
  run(sink: Sink): void;
  headers?: Readonly<Record<string, string>>;
}

export type Answer = BodyAnswer | StreamAnswer;

export function isStream(answer: Answer): answer is StreamAnswer {
  return 'run' in answer;
}

export function textAnswer(body: string, status = 200): BodyAnswer {
  return { status, contentType: 'text/plain; charset=utf-8', body: [body] };
}

export function objectAnswer(object: unknown, format: Asked['format'] = 'json', status = 200): BodyAnswer {
  if (format === 'yaml') return { status, contentType: 'application/yaml', body: [stringify(object)] };
  return { status, contentType: 'application/json', body: [JSON.stringify(object), '\n'] };
}

export function errorAnswer(error: StatusError): BodyAnswer {
  const retrySeconds = error.details?.retryAfterSeconds;
  const answer = objectAnswer(error.toStatus(), 'json', error.code);
  return retrySeconds === undefined ? answer : { ...answer, headers: { 'retry-after': String(retrySeconds) } };
}
