import 'server-only';
// The one place where work becomes an HTTP answer: guards before it, every error a Kubernetes Status after it.
import { isStatusError, StatusError } from '#lib/kube/index.ts';
import { readSettings } from '../environment.ts';
import { BODY_BYTES_MAX, bodyTooLarge, refusalOf } from './request-guard.ts';
import { statusResponse } from './status-response.ts';

/** Runs `work` unless the request is refused. Never rejects; never shows an address, a token or a stack. */
export async function answer(request: Request, work: () => Promise<Response>): Promise<Response> {
  try {
    const { method, url, headers } = request;
    // The request guard in front of Next has asked this too: what changes a cluster does not hang on one check.
    const refusal = refusalOf({ method, pathname: new URL(url).pathname, headers }, readSettings());
    if (refusal !== null) return statusResponse(refusal);
    return await work();
  } catch (error) {
    return statusResponse(toStatusError(error));
  }
}

/** A person's click is a few hundred bytes: whoever needs longer holds a connection for nothing. */
const BODY_TIMEOUT_MS = 10_000;

/** The request's JSON body. Throws StatusError 400, 408 or 413. */
export async function readJsonBody(request: Request): Promise<unknown> {
  const text = await readTextBody(request);
  try {
    return JSON.parse(text);
  } catch {
    throw new StatusError(400, 'BadRequest', 'the body is not valid JSON');
  }
}

/** Throws StatusError 400, 408 or 413. */
export async function readTextBody(request: Request): Promise<string> {
  if (request.body === null) throw new StatusError(400, 'BadRequest', 'the body is empty');
  return withinTime(readWhole(request.body));
}

/**
 * To its end, also beyond the bound (Next lets 1 MB through, next.config.js): cancelling a request's body makes Next
 * throw when more of it arrives.
 */
async function readWhole(body: ReadableStream<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of body) {
      bytes += chunk.length;
      if (bytes <= BODY_BYTES_MAX) chunks.push(chunk);
    }
  } catch {
    throw new StatusError(400, 'BadRequest', 'the body could not be read');
  }
  if (bytes <= BODY_BYTES_MAX) return Buffer.concat(chunks).toString('utf8');
  const { code, reason, message } = bodyTooLarge();
  throw new StatusError(code, reason, message);
}

async function withinTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const message = `the body did not arrive within ${BODY_TIMEOUT_MS / 1_000} s`;
    timer = setTimeout(() => reject(new StatusError(408, 'Timeout', message)), BODY_TIMEOUT_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function toStatusError(error: unknown): StatusError {
  if (isStatusError(error)) return error;
  console.error('unexpected error while answering:', error);
  return new StatusError(500, 'InternalError', "something went wrong in the dashboard itself: see the server's log");
}
