import 'server-only';
// A container's log, passed on as it comes: bounded in number, speed and size, and closed when its reader goes.
import { isStatusError, type KubeAnswer, StatusError, type Transport } from '#lib/kube/index.ts';
import type { PodRef } from '#lib/model/overview/overview-view.ts';
import { PLAIN_HEADERS } from '../http/security-headers.ts';
import { LOG_BYTES_MAX, type LogTarget } from './log-query.ts';

/** Each keeps a connection to the API server, and that one to a kubelet. */
const LOG_READERS_MAX = 32;
const OPEN_TIMEOUT_MS = 15_000;
/** A container that has printed nothing gives no headers: the browser gets its own after this, and lines when they come. */
const FOLLOW_HEADERS_MS = 1_500;
/** Then the browser asks again, from where it was. */
const FOLLOW_OPEN_TIMEOUT_MS = 600_000;
const FOLLOW_BYTES_MAX = 256 * 1024 * 1024;
/** Beyond what is sent at once, a log comes at this pace: a flood of lines must not drown a board's network. */
const BYTES_PER_SECOND = 1024 * 1024;
const BURST_BYTES = 4 * 1024 * 1024;

const HEADERS = {
  ...PLAIN_HEADERS,
  'Content-Type': 'text/plain; charset=utf-8',
  // Compressing or buffering on the way would hold lines back.
  'Cache-Control': 'no-store, no-transform',
  'X-Accel-Buffering': 'no',
  Connection: 'close',
};

let readers = 0;

export interface LogSource {
  transport: Transport;
  /** Where the pod runs, for words about a node that does not answer; null where that is not known. */
  nodeOf(pod: PodRef): string | null;
}

/** Throws StatusError: the API server's own where there is no log to be had. */
export async function passLog(source: LogSource, target: LogTarget, signal: AbortSignal): Promise<Response> {
  if (readers >= LOG_READERS_MAX) {
    const message = `${LOG_READERS_MAX} logs are being read through this server already: close one, or try again later`;
    throw new StatusError(429, 'TooManyRequests', message, { retryAfterSeconds: 10 });
  }
  readers++;
  const stop = new AbortController();
  const reader = new LogReader(target, stop, () => void readers--);
  const timeoutMs = target.follow ? FOLLOW_OPEN_TIMEOUT_MS : OPEN_TIMEOUT_MS;
  const both = AbortSignal.any([signal, stop.signal]);
  const opening = source.transport.open({ path: target.path, headers: { accept: '*/*' }, timeoutMs, signal: both });
  // A follower may have gone before its log opens: then nobody is left to hear that it failed.
  opening.catch(() => undefined);
  try {
    if (target.follow) await Promise.race([opening, pause(FOLLOW_HEADERS_MS)]);
    else await opening;
  } catch (error) {
    reader.end();
    throw inWords(error, target, source);
  }
  return new Response(reader.stream(opening), { headers: HEADERS });
}

class LogReader {
  readonly #target: LogTarget;
  readonly #stop: AbortController;
  readonly #ended: () => void;
  readonly #pace = new Pace();
  #bytes = 0;
  #isOver = false;

  constructor(target: LogTarget, stop: AbortController, ended: () => void) {
    this.#target = target;
    this.#stop = stop;
    this.#ended = ended;
  }

  /** Lets go of everything; once. */
  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#stop.abort();
    this.#ended();
  }

  stream(opening: Promise<KubeAnswer>): ReadableStream<Uint8Array> {
    const most = this.#target.follow ? FOLLOW_BYTES_MAX : LOG_BYTES_MAX;
    let chunks: AsyncIterator<Uint8Array> | null = null;
    return new ReadableStream<Uint8Array>({
      pull: async (controller) => {
        try {
          chunks ??= (await opening).body[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
          const { done, value } = await chunks.next();
          if (done === true || this.#bytes >= most) {
            this.end();
            return controller.close();
          }
          this.#bytes += value.length;
          controller.enqueue(value);
          await this.#pace.take(value.length, this.#stop.signal);
        } catch (error) {
          this.end();
          // Who follows asks again and hears why; a log that was to be whole must not look so.
          if (this.#target.follow) controller.close();
          else controller.error(error);
        }
      },
      cancel: () => this.end(),
    });
  }
}

/** A bucket of bytes that fills again as time goes. */
class Pace {
  #left = BURST_BYTES;
  #atMs = Date.now();

  async take(bytes: number, signal: AbortSignal): Promise<void> {
    const nowMs = Date.now();
    this.#left = Math.min(BURST_BYTES, this.#left + ((nowMs - this.#atMs) / 1_000) * BYTES_PER_SECOND) - bytes;
    this.#atMs = nowMs;
    if (this.#left < 0) await pause((-this.#left / BYTES_PER_SECOND) * 1_000, signal);
  }
}

/** What the API server says of a kubelet that it cannot reach names addresses. */
const UNREACHED = /dial tcp|^Get "https?:|error trying to reach|no route to host|i\/o timeout/;

function inWords(error: unknown, { pod }: LogTarget, source: LogSource): unknown {
  if (!isStatusError(error) || !error.answered || error.code < 500 || !UNREACHED.test(error.message)) return error;
  const node = source.nodeOf(pod) ?? 'its node';
  const message = `${node} does not answer the API server, and the log is kept there: it can be read when ${node} is back`;
  return new StatusError(503, 'ServiceUnavailable', message);
}

function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done, { once: true });
  });
}
