// For tests: what goes wrong with single requests of the workshop, and an operator who goes on until all is done.
import { setTimeout as pause } from 'node:timers/promises';
import { isStatusError, StatusError } from '#lib/kube/index.ts';
import type { KubeRequest } from '#lib/kube/transport.ts';
import { JOURNAL_NAMESPACE } from '#lib/model/workshop/journal.ts';
import type { Random } from '#lib/sim/random.ts';
import type { Interference, Operator } from './workshop-on-cluster.ts';
import { TOKEN } from './workshop-on-cluster.ts';

/** The last two last: nothing may be done any more, or nothing with objects of one kind. */
export type Fault = 'cut' | 'answer lost' | '500' | '409' | 'hang' | 'nothing allowed' | 'kind not allowed';

/** Of any request: longer is no answer. */
const LIMIT_MS = 30_000;
const HANGS_MS = 100;
const RUN_MS = 90_000;
const POLL_MS = 100;
/** What lasts while the run waits for something ends by then. */
const LASTS_MS = 2_000;

export function isWrite({ method, path }: KubeRequest): boolean {
  return method !== undefined && method !== 'GET' && !/dryRun=All|accessreviews/.test(path);
}

/** What whoever asks gets instead of the answer. */
async function fail(fault: Fault, request: KubeRequest, send: Parameters<Interference>[1]): Promise<never> {
  switch (fault) {
    case 'cut':
      throw new StatusError(503, 'ServiceUnavailable', 'connection reset', { answered: false });
    case 'answer lost': {
      const { body } = await send();
      await body.dump();
      throw new StatusError(503, 'ServiceUnavailable', 'connection reset', { answered: false });
    }
    case '500':
      throw new StatusError(500, 'InternalError', 'etcdserver: leader changed');
    case '409':
      throw new StatusError(409, 'Conflict', 'Operation cannot be fulfilled: the object has been modified');
    case 'hang':
      await pause(HANGS_MS);
      request.signal?.throwIfAborted();
      throw new StatusError(504, 'Timeout', `no answer within ${request.timeoutMs} ms`, { answered: false });
    case 'nothing allowed':
    case 'kind not allowed':
      throw new StatusError(403, 'Forbidden', `${request.method ?? 'GET'} ${request.path}: forbidden`);
  }
}

const KIND: Fault = 'kind not allowed';

/** The workshop's own: journal and lease. */
function isOwn({ path }: KubeRequest): boolean {
  return path.includes(`/namespaces/${JOURNAL_NAMESPACE}/`);
}

const EVERYTHING = '/';

interface Lasting {
  /** The collection of what is not allowed, or EVERYTHING. */
  of: string;
  sinceMs: number;
}

function collectionOf({ path }: KubeRequest): string {
  return path.replace(/\?.*/, '').replace(/\/[^/]*$/, '');
}

/** Strikes requests of a run by seed: some the next one, some the next that writes. */
export class Mischief {
  readonly struck: { fault: Fault; request: string }[] = [];
  /** What must never be, in words. */
  readonly wrong: string[] = [];
  readonly #operator: Operator;
  readonly #random: Random;
  readonly #faults: readonly Fault[];
  readonly #gap: number;
  #untilNext: number;
  #next: { fault: Fault; writes: boolean };
  #lasting: Lasting | null = null;

  /** About one request in `gap`. */
  constructor(operator: Operator, random: Random, faults: readonly Fault[], gap: number) {
    this.#operator = operator;
    this.#random = random;
    this.#faults = faults;
    this.#gap = gap;
    this.#untilNext = this.#wait();
    this.#next = this.#draw();
    operator.transport.interfere = (request, send) => this.#meet(request, send);
  }

  /** What lasts is over. */
  end(): void {
    this.#lasting = null;
  }

  async #meet(request: KubeRequest, send: Parameters<Interference>[1]) {
    this.#judge(request);
    if (!this.#operator.workshop.isRunning) return send();
    if (this.#isLasting(request)) return fail('nothing allowed', request, send);
    this.#untilNext -= 1;
    const { fault, writes } = this.#next;
    if (this.#untilNext > 0 || (writes && !isWrite(request)) || (fault === KIND && isOwn(request))) return send();
    this.#untilNext = this.#wait();
    this.#next = this.#draw();
    if (fault === 'nothing allowed') this.#lasting = { of: EVERYTHING, sinceMs: Date.now() };
    if (fault === KIND) this.#lasting = { of: collectionOf(request), sinceMs: Date.now() };
    this.struck.push({ fault, request: `${request.method ?? 'GET'} ${request.path}` });
    return fail(fault, request, send);
  }

  #isLasting(request: KubeRequest): boolean {
    if (this.#lasting === null) return false;
    const { of } = this.#lasting;
    return (of === EVERYTHING || collectionOf(request) === of) && Date.now() - this.#lasting.sinceMs < LASTS_MS;
  }

  #judge({ path, body = '', timeoutMs }: KubeRequest): void {
    if (timeoutMs > LIMIT_MS) this.wrong.push(`${path} may hang for ${timeoutMs} ms`);
    if (body.includes(TOKEN) && !path.includes('/secrets/')) this.wrong.push(`${path} is told the token`);
  }

  #wait(): number {
    return 1 + this.#random.integer(2 * this.#gap);
  }

  #draw(): { fault: Fault; writes: boolean } {
    const fault = this.#faults[this.#random.integer(this.#faults.length)] ?? 'cut';
    return { fault, writes: fault === '409' || fault === KIND || this.#random.integer(2) === 0 };
  }
}

/** What was not even begun, as a step's name. */
export const BEGIN = 'begin';

interface Stop {
  step: string;
  why: string;
}

/** Begins again after each failure until nothing is left to do; how it stopped in between. */
export async function persist(operator: Operator, does: 'apply' | 'undo', mischief: Mischief): Promise<Stop[]> {
  const stops: Stop[] = [];
  for (;;) {
    await resumed(operator, mischief);
    const { rest, undoable } = await operator.run();
    if ((does === 'apply' ? rest : undoable).length === 0) return stops;
    try {
      await (does === 'apply' ? operator.applyRest() : operator.undoAll());
    } catch (error) {
      if (!isStatusError(error)) throw error;
      stops.push({ step: BEGIN, why: error.message });
    }
    await operator.rest(RUN_MS);
    await resumed(operator, mischief);
    for (const { id, words } of await operator.failed()) stops.push({ step: id, why: words });
    if (stops.length > mischief.struck.length) throw new Error(`it stopped for nothing: ${JSON.stringify(stops)}`);
  }
}

/** What broke off because it could not even be noted goes on by itself. */
async function resumed(operator: Operator, mischief: Mischief): Promise<void> {
  let untilMs = Date.now() + RUN_MS;
  let struck = mischief.struck.length;
  for (;;) {
    await operator.rest(RUN_MS);
    mischief.end();
    if (mischief.struck.length > struck) untilMs = Date.now() + RUN_MS;
    struck = mischief.struck.length;
    if ((await operator.journal())?.run == null && !operator.workshop.isRunning) return;
    if (Date.now() > untilMs) throw new Error('it does not go on by itself');
    await pause(POLL_MS);
  }
}
