import 'server-only';
// What may be done, asked of the API server by SelfSubjectAccessReview. Permissions change seldom: answers are kept a while.
import { createObject, type Transport } from '#lib/kube/index.ts';
import type { AccessAnswer, AccessAsk } from '#lib/model/workshop/access.ts';
import { type Known, known, notKnown } from '#lib/model/workshop/known.ts';
import { ClusterReader } from './cluster-reader.ts';
import { KeptAnswers } from './kept-answers.ts';

const KEPT_MS = 60_000;
/** Of a refusal: somebody may just be granting what is missing. */
const REFUSAL_KEPT_MS = 10_000;
const PATH = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
/** Who may do this may do all else: an administrator need not be asked a hundred questions. */
const EVERYTHING: AccessAsk = { verb: '*', group: '*', resource: '*', namespace: null, name: null };

interface Review {
  status?: { allowed?: boolean };
}

export class AccessAnswers {
  readonly #transport: Transport;
  #answers = new KeptAnswers<AccessAnswer>();

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  forget(): void {
    // What is being asked right now keeps the old ones to itself.
    this.#answers = new KeptAnswers();
  }

  /** To just these, beside whether everything is allowed. */
  async to(asks: readonly AccessAsk[], signal: AbortSignal): Promise<Known<readonly AccessAnswer[]>> {
    const reader = new ClusterReader(this.#transport, signal);
    const answers = this.#answers;
    const all = await this.#answer(EVERYTHING, answers, reader);
    if (!all.known) return all;
    if (all.value.allowed) return known([all.value]);
    const once = new Map(asks.map((ask) => [keyOf(ask), ask]));
    const found = await Promise.all(Array.from(once.values(), (ask) => this.#answer(ask, answers, reader)));
    const unknown = found.find((answer) => !answer.known);
    if (unknown?.known === false) return unknown;
    return known([all.value, ...found.flatMap((answer) => (answer.known ? answer.value : []))]);
  }

  async #answer(
    ask: AccessAsk,
    answers: KeptAnswers<AccessAnswer>,
    reader: ClusterReader,
  ): Promise<Known<AccessAnswer>> {
    const key = keyOf(ask);
    const before = answers.get(key, KEPT_MS);
    if (before?.allowed === true) return known(before);
    const refused = answers.get(key, REFUSAL_KEPT_MS);
    if (refused !== null) return known(refused);
    const object = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', spec: specOf(ask) };
    const review = await reader.ask('your own permissions', () =>
      createObject(this.#transport, { path: PATH, object, dryRun: false }),
    );
    if (!review.known) return notKnown(review.why);
    const answer = { ...ask, allowed: (review.value as Review | null)?.status?.allowed === true };
    answers.keep(key, answer);
    return known(answer);
  }
}

function specOf({ verb, group, resource, namespace, name }: AccessAsk): object {
  const [plural, subresource] = resource.split('/');
  return {
    resourceAttributes: {
      verb,
      group,
      resource: plural,
      ...(subresource === undefined ? {} : { subresource }),
      ...(namespace === null ? {} : { namespace }),
      ...(name === null ? {} : { name }),
    },
  };
}

function keyOf({ verb, group, resource, namespace, name }: AccessAsk): string {
  return [verb, group, resource, namespace ?? '', name ?? ''].join(' ');
}
