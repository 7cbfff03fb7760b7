import 'server-only';
// The one place where work becomes an HTTP answer: guards before it, every error a Kubernetes Status after it.
import { isStatusError, readText, StatusError } from '#lib/kube/index.ts';
import { readSettings } from './environment.ts';
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
  if (request.body === null) throw new StatusError(400, 'BadRequest', 'the body is empty: send JSON');
  let text: string;
  const late = AbortSignal.timeout(BODY_TIMEOUT_MS);
  try {
    text = await readText(request.body.pipeThrough(new TransformStream(), { signal: late }), BODY_BYTES_MAX);
  } catch (error) {
    if (late.aborted)
      throw new StatusError(408, 'Timeout', `the body did not arrive within ${BODY_TIMEOUT_MS / 1_000} s`);
    if (isStatusError(error) && error.code === 413) {
      const { code, reason, message } = bodyTooLarge();
      throw new StatusError(code, reason, message);
    }
    throw new StatusError(400, 'BadRequest', 'the body could not be read');
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new StatusError(400, 'BadRequest', 'the body is not valid JSON');
  }
}

function toStatusError(error: unknown): StatusError {
  if (isStatusError(error)) return error;
  console.error('unexpected error while answering:', error);
  return new StatusError(500, 'InternalError', "something went wrong in the dashboard itself: see the server's log");
}
