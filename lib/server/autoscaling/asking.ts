import 'server-only';
// How each hop is asked: timed, in bounded time and size, a failure being an answer too.
import { isStatusError, type KubeAnswer, readText, type Transport, unreachable } from '#lib/kube/index.ts';
import type { Asked, Failure } from '#lib/model/autoscaling/chain-facts.ts';

/** Milliseconds to the last byte. Whoever takes longer holds up the autoscaler's controller as well. */
const TIMEOUT_MS = 4_000;
const BYTES_MAX = 4 * 1024 * 1024;

const TOO_SLOW: Failure = {
  code: 504,
  answered: false,
  message: `no answer within ${TIMEOUT_MS / 1_000} s`,
};

export interface AskParts {
  transport: Transport;
  /** The cluster's time, milliseconds since the epoch. */
  clusterMs: () => number;
}

export class Asking {
  readonly #parts: AskParts;
  readonly #signal: AbortSignal;

  constructor(parts: AskParts, signal: AbortSignal) {
    this.#parts = parts;
    this.#signal = signal;
  }

  get now(): string {
    return new Date(this.#parts.clusterMs()).toISOString();
  }

  get signal(): AbortSignal {
    return this.#signal;
  }

  json<T>(path: string, read: (body: unknown) => T): Promise<Asked<T>> {
    return this.timed(async (signal) => {
      const request = { path, timeoutMs: TIMEOUT_MS, limitBytes: BYTES_MAX, signal };
      return read((await this.#parts.transport.json(request)).body);
    });
  }

  text(path: string): Promise<Asked<string>> {
    return this.timed(async (signal) => {
      const request = { path, headers: { accept: 'text/plain' }, timeoutMs: TIMEOUT_MS, signal };
      const answer: KubeAnswer = await this.#parts.transport.open(request);
      return await readText(answer.body, BYTES_MAX, 'the pod');
    });
  }

  async timed<T>(task: (signal: AbortSignal) => Promise<T>): Promise<Asked<T>> {
    const startMs = performance.now();
    const stamp = () => ({ at: this.now, latencyMs: Math.round(performance.now() - startMs) });
    const limit = AbortSignal.timeout(TIMEOUT_MS);
    try {
      const value = await task(AbortSignal.any([this.#signal, limit]));
      return { ...stamp(), ok: true, value };
    } catch (error) {
      return { ...stamp(), ok: false, failure: limit.aborted ? TOO_SLOW : failureOf(error) };
    }
  }

  failed<T>(code: number, message: string): Asked<T> {
    return { at: this.now, latencyMs: 0, ok: false, failure: { code, answered: true, message } };
  }
}

function failureOf(error: unknown): Failure {
  const { code, answered, message } = isStatusError(error) ? error : unreachable(error);
  return { code, answered, message };
}
