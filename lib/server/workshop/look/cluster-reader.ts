import 'server-only';
// Reads of the API server for one look at the cluster: what may not be read is not known, and says why.
import { isStatusError, type Transport } from '#lib/kube/index.ts';
import { type Known, known, notKnown, refused } from '#lib/model/workshop/known.ts';
import type { KeptAnswers } from './kept-answers.ts';

const JSON_TYPE = 'application/json';
const TIMEOUT_MS = 10_000;
/** At the same time, of all that the workshop asks: a small control plane has others to answer. */
const AT_ONCE = 8;
/** Metadata alone: definitions are long, and nobody need see what a Secret holds. */
export const METADATA = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json';

interface Answer {
  body: unknown;
  headers: Readonly<Record<string, string>>;
}

/** What looks share. */
export type KeptReads = KeptAnswers<Known<Answer | null>>;

/** Whoever is ahead in the queue is asked first. */
class Turns {
  #running = 0;
  readonly #queue: (() => void)[] = [];

  async begin(): Promise<void> {
    if (this.#running >= AT_ONCE) await new Promise<void>((resolve) => this.#queue.push(resolve));
    else this.#running += 1;
  }

  /** Hands the turn on. */
  end(): void {
    const next = this.#queue.shift();
    if (next === undefined) this.#running -= 1;
    else next();
  }
}

const TURNS = new WeakMap<Transport, Turns>();

function turnsOf(transport: Transport): Turns {
  const turns = TURNS.get(transport) ?? new Turns();
  TURNS.set(transport, turns);
  return turns;
}

/** For one look: what it has read stays as it was. */
export class ClusterReader {
  readonly #transport: Transport;
  readonly #signal: AbortSignal;
  readonly #kept: KeptReads | null;
  readonly #isAnew: boolean;
  readonly #turns: Turns;
  readonly #answers = new Map<string, Promise<Known<Answer | null>>>();

  /** `kept` are answers that looks share: those count that are new enough, and none where everything is to be read anew. */
  constructor(transport: Transport, signal: AbortSignal, kept: KeptReads | null = null, isAnew = false) {
    this.#transport = transport;
    this.#signal = signal;
    this.#kept = kept;
    this.#isAnew = isAnew;
    this.#turns = turnsOf(transport);
  }

  /** All objects of a collection; none where the API server does not serve it. `resource` as RBAC names it. */
  async list<T>(
    path: string,
    resource: string,
    project: (object: never) => T,
    mostMs = 0,
    accept = JSON_TYPE,
  ): Promise<Known<readonly T[]>> {
    const answer = await this.answer(path, resource, accept, mostMs);
    if (!answer.known) return answer;
    return known(itemsOf<never>(answer.value?.body).map((item) => project(item)));
  }

  /** The answer's JSON; null where there is no such thing. */
  async read(path: string, resource: string, mostMs = 0): Promise<Known<unknown>> {
    const answer = await this.answer(path, resource, JSON_TYPE, mostMs);
    return answer.known ? known(answer.value === null ? null : answer.value.body) : answer;
  }

  /** The same with its headers. It may be as old as `mostMs`; what was asked before in this look is not asked again. */
  answer(path: string, resource: string, accept = JSON_TYPE, mostMs = 0): Promise<Known<Answer | null>> {
    const key = `${accept} ${path}`;
    const before = this.#answers.get(key);
    if (before !== undefined) return before;
    const kept = this.#isAnew ? null : (this.#kept?.get(key, mostMs) ?? null);
    const answer = kept === null ? this.#asked(key, path, resource, accept) : Promise.resolve(kept);
    this.#answers.set(key, answer);
    return answer;
  }

  async #asked(key: string, path: string, resource: string, accept: string): Promise<Known<Answer | null>> {
    const request = { path, timeoutMs: TIMEOUT_MS, signal: this.#signal, headers: { accept } };
    const answer = await this.ask(resource, () => this.#transport.json(request));
    // What was busy or away is asked again.
    if (answer.known || answer.refused === true) this.#kept?.keep(key, answer);
    return answer;
  }

  /** Whatever else is asked; null where there is no such thing. Waits until few enough others are being asked. */
  async ask<T>(resource: string, task: () => Promise<T>): Promise<Known<T | null>> {
    await this.#turns.begin();
    try {
      return known(await task());
    } catch (error) {
      if (!isStatusError(error)) throw error;
      if (error.code === 404 && error.answered) return known(null);
      return error.code === 403 ? refused(`${resource} may not be read`) : notKnown(error.message);
    } finally {
      this.#turns.end();
    }
  }
}

/** Of a list; its items are null of metadata alone where there is none, and of what is no API server's own. */
export function itemsOf<T>(body: unknown): readonly T[] {
  const { items } = (body ?? {}) as { items?: readonly T[] | null };
  return items ?? [];
}
