import 'server-only';
// GETs to the Kubernetes API for what no view covers: bounded in size, time and number, without anybody's secrets.
import { stringify } from 'yaml';
import { type KubeAnswer, readText, StatusError, type Transport, tooLarge } from '#lib/kube/index.ts';
import type { ProxyTarget } from './proxy-path.ts';
import { metadataOnly, redacted } from './redact.ts';
import { PLAIN_HEADERS } from './security-headers.ts';
import { jsonResponse } from './status-response.ts';

export const PROXY_BYTES_MAX = 8 * 1024 * 1024;
const TIMEOUT_MS = 10_000;
/** Each may hold PROXY_BYTES_MAX in memory. */
const CONCURRENT_MAX = 8;
const METADATA_ACCEPT =
  'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';
/** Types that a browser must not be talked into running. */
const DOCUMENT_TYPES = /^(application\/json|text\/plain)\b/;

let running = 0;

/** Throws StatusError: the API server's own where it refused. */
export async function passOn(transport: Transport, target: ProxyTarget, signal: AbortSignal): Promise<Response> {
  if (running >= CONCURRENT_MAX) {
    throw new StatusError(429, 'TooManyRequests', 'too many requests to the API at once: try again', {
      retryAfterSeconds: 1,
    });
  }
  running++;
  let streaming = false;
  const release = () => void running--;
  const limit = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
  try {
    const accept = target.kind === 'secret' ? METADATA_ACCEPT : 'application/json';
    const answer = await transport.open({
      path: target.path,
      headers: { accept },
      timeoutMs: TIMEOUT_MS,
      signal: limit,
    });
    if (target.kind === 'document' && !target.yaml) {
      streaming = true;
      return streamed(answer, release);
    }
    return await shown(answer, target);
  } finally {
    if (!streaming) release();
  }
}

async function shown(answer: KubeAnswer, target: ProxyTarget): Promise<Response> {
  let body: unknown;
  try {
    body = JSON.parse(await readText(answer.body, PROXY_BYTES_MAX));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new StatusError(502, 'InternalError', 'the API server answered something that is not JSON');
  }
  const safe = target.kind === 'secret' ? metadataOnly(body) : redacted(body);
  if (!target.yaml) return jsonResponse(safe);
  const headers = { ...PLAIN_HEADERS, 'Cache-Control': 'no-store', 'Content-Type': 'application/yaml; charset=utf-8' };
  return new Response(stringify(safe, { lineWidth: 0 }), { headers });
}

/** As it comes, to the bound; beyond it the connection breaks, for a cut-off document must not look whole. */
function streamed(answer: KubeAnswer, release: () => void): Response {
  const type = answer.headers['content-type'] ?? '';
  const length = Number(answer.headers['content-length'] ?? 0);
  if (length > PROXY_BYTES_MAX || !DOCUMENT_TYPES.test(type)) {
    answer.body.destroy();
    release();
    if (length > PROXY_BYTES_MAX) throw tooLarge(PROXY_BYTES_MAX);
    throw new StatusError(502, 'InternalError', 'the API server answered in a form that is not passed on');
  }
  let bytes = 0;
  answer.body.once('close', release);
  const chunks = answer.body[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done === true) return controller.close();
      bytes += value.length;
      if (bytes > PROXY_BYTES_MAX) {
        answer.body.destroy();
        return controller.error(tooLarge(PROXY_BYTES_MAX));
      }
      controller.enqueue(value);
    },
    cancel: () => void answer.body.destroy(),
  });
  return new Response(body, { headers: { ...PLAIN_HEADERS, 'Cache-Control': 'no-store', 'Content-Type': type } });
}
