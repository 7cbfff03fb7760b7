// How a source outside the cluster is asked: at the one address that the operator set, and at no other.
import { isStatusError, statusErrorOf, timedOut, unreachable } from '../status-error.ts';
import { parseJson, readText } from '../transport.ts';
import type { AskService } from './ask-service.ts';

const CONNECT_TIMEOUT_MS = 5_000;
/** Bodies of errors: a Prometheus says what is wrong with an expression in a line. */
const ERROR_BODY_BYTES_MAX = 64 * 1024;
const CONNECTIONS_MAX = 8;

/** `base`: http or https, without a password, perhaps with a path. Redirects are not followed: they are errors. */
export function askAtUrl(base: string, title: string): { ask: AskService; close: () => Promise<void> } {
  const { origin, pathname } = new URL(base);
  const root = pathname.replace(/\/+$/, '');
  let agent: Promise<import('undici').Agent> | null = null;
  const ask: AskService = async ({ path, timeoutMs, limitBytes }, signal) => {
    const limit = AbortSignal.timeout(timeoutMs);
    try {
      agent ??= newAgent();
      const answer = await (await agent).request({
        origin,
        path: root + path,
        method: 'GET',
        headers: { accept: 'application/json', 'user-agent': 'bramble' },
        signal: AbortSignal.any([signal, limit]),
      });
      if (answer.statusCode < 300) return parseJson(await readText(answer.body, limitBytes, title), title);
      const text = await readText(answer.body, ERROR_BODY_BYTES_MAX, title);
      throw statusErrorOf(answer.statusCode, jsonOrNull(text), undefined, title);
    } catch (error) {
      if (limit.aborted && !signal.aborted) throw timedOut(timeoutMs, title);
      throw isStatusError(error) ? error : unreachable(error, title);
    }
  };
  const close = async () => (await agent)?.destroy();
  return { ask, close };
}

/** Loaded when first needed: without such a setting it is not. */
async function newAgent(): Promise<import('undici').Agent> {
  const { Agent } = await import('undici');
  return new Agent({ connections: CONNECTIONS_MAX, allowH2: false, connect: { timeout: CONNECT_TIMEOUT_MS } });
}

/** What is no JSON is not ours to repeat: the code alone must do. */
function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
