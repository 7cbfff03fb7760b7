// How many requests of which kind the API got: what a test of frugality reads.

import type { RequestInfo } from '../api/request-info.ts';
import { qualified } from '../refusals.ts';

export interface RequestCount {
  userAgent: string;
  verb: string;
  /** `pods`, `deployments.apps`, `pods/log`; the path where a request names no resource. */
  resource: string;
  count: number;
}

/** Kinds of requests told apart; what comes after that is counted together. */
const KINDS_MAX = 2_000;
const AGENT_LENGTH_MAX = 120;
const PATH_LENGTH_MAX = 120;

export class RequestCounts {
  #counts = new Map<string, RequestCount>();

  add(userAgent: string, info: RequestInfo): void {
    const subresource = info.subresource === '' ? '' : `/${info.subresource}`;
    const resource = info.isResource ? `${qualified(info)}${subresource}` : info.path.slice(0, PATH_LENGTH_MAX);
    const agent = userAgent.slice(0, AGENT_LENGTH_MAX);
    const key = JSON.stringify([agent, info.verb, resource]);
    const known = this.#counts.get(key);
    if (known !== undefined) known.count += 1;
    else if (this.#counts.size < KINDS_MAX)
      this.#counts.set(key, { userAgent: agent, verb: info.verb, resource, count: 1 });
    else this.#addOther();
  }

  #addOther(): void {
    const other = this.#counts.get('') ?? { userAgent: 'other', verb: 'other', resource: 'other', count: 0 };
    other.count += 1;
    this.#counts.set('', other);
  }

  list(): RequestCount[] {
    return [...this.#counts.values()].map((one) => ({ ...one }));
  }

  clear(): void {
    this.#counts.clear();
  }
}
