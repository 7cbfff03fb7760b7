// How sources that are no API of Kubernetes are asked: as a service through the API server's proxy.
import { isStatusError, StatusError } from '../status-error.ts';
import type { Transport } from '../transport.ts';
import { shownWords } from './shown-words.ts';

export interface ServiceRequest {
  /** With its query, from the service's root. */
  path: string;
  /** Milliseconds to the last byte of the answer. */
  timeoutMs: number;
  limitBytes: number;
}

/** @throws {StatusError} in words that name the service and no address. */
export type AskService = (request: ServiceRequest, signal: AbortSignal) => Promise<unknown>;

export interface ServiceRef {
  namespace: string;
  name: string;
  scheme: 'http' | 'https';
  /** Its name, or its number where it has none. */
  port: string;
}

/** `Prometheus in monitoring`. */
export function serviceTitle(what: string, { namespace }: Pick<ServiceRef, 'namespace'>): string {
  return `${what} in ${namespace}`;
}

export function askThroughProxy(transport: Transport, ref: ServiceRef, title: string): AskService {
  const { namespace, name, scheme, port } = ref;
  const root = `/api/v1/namespaces/${namespace}/services/${scheme}:${name}:${port}/proxy`;
  return async ({ path, timeoutMs, limitBytes }, signal) => {
    try {
      return (await transport.json({ path: root + path, timeoutMs, limitBytes, signal })).body;
    } catch (error) {
      if (!isStatusError(error) || signal.aborted) throw error;
      throw new StatusError(error.code, error.reason, wordsOf(error, ref, title), {
        // The service was too slow: the API server's own silence is noticed by others.
        answered: error.answered || error.code === 504,
        answer: error.answer,
      });
    }
  };
}

/** What the API server itself says of a service that it cannot reach holds addresses. */
function wordsOf(error: StatusError, { namespace, name }: ServiceRef, title: string): string {
  const { code, answered, answer, message } = error;
  const isOwn = answered && answer === undefined;
  if (isOwn && code === 403) return `not allowed to get services/proxy of ${name} in ${namespace}`;
  if (isOwn && code === 404) return `there is no service ${name} in ${namespace}`;
  if (isOwn && code === 503) {
    const isEmpty = message.startsWith('no endpoints available');
    return isEmpty ? `${title} has no pod that is ready` : `${title} cannot be reached from the API server`;
  }
  const words = message.replace(/^the API server(?='s | answered | did )/, title);
  return answered ? shownWords(words, `${title} answered ${code}`) : words;
}
