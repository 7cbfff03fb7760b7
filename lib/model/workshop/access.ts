// What somebody may do: what a step asks for, and what the API server answered.
import type { Grant } from '#lib/stack/permissions.ts';
import { listed } from '../what-if/listed.ts';
import type { Known } from './known.ts';

export interface AccessAsk {
  verb: string;
  /** '' for the core group. */
  group: string;
  /** Plural, with a subresource behind a slash. */
  resource: string;
  /** Null for what has none, or for all. */
  namespace: string | null;
  /** Null for any name. */
  name: string | null;
}

export interface AccessAnswer extends AccessAsk {
  allowed: boolean;
}

export function asksOfGrants(grants: readonly Grant[]): AccessAsk[] {
  return grants.flatMap(({ verbs, apiGroup, resource, namespace, name }) =>
    verbs.map((verb) => ({ verb, group: apiGroup, resource, namespace, name })),
  );
}

export interface AccessVerdict {
  /** `create deployments.apps in monitoring`, each once. */
  missing: readonly string[];
  /** Why it is not known; null where all were answered. */
  unknown: string | null;
}

export function accessTo(asks: readonly AccessAsk[], answers: Known<readonly AccessAnswer[]>): AccessVerdict {
  if (asks.length === 0) return { missing: [], unknown: null };
  if (!answers.known) return { missing: [], unknown: answers.why };
  const missing = new Map<string, { verbs: string[]; what: string }>();
  let isUnasked = false;
  for (const ask of asks) {
    const answer = answerTo(ask, answers.value);
    if (answer === null) isUnasked = true;
    if (answer !== false) continue;
    const what = whatText(ask);
    const entry = missing.get(what) ?? { verbs: [], what };
    if (!entry.verbs.includes(ask.verb)) entry.verbs.push(ask.verb);
    missing.set(what, entry);
  }
  return {
    missing: Array.from(missing.values(), ({ verbs, what }) => `${listed(verbs)} ${what}`),
    unknown: isUnasked ? 'not all permissions were asked for' : null,
  };
}

/** What is allowed more widely is allowed here; only who was refused just this lacks it. Null where nobody asked. */
function answerTo(ask: AccessAsk, answers: readonly AccessAnswer[]): boolean | null {
  const covering = answers.filter((answer) => covers(answer, ask));
  if (covering.some(({ allowed }) => allowed)) return true;
  // What covers it and is covered by it is the same.
  return covering.some((answer) => covers(ask, answer)) ? false : null;
}

function covers(wide: AccessAsk, { verb, group, resource, namespace, name }: AccessAsk): boolean {
  return (
    isWithin(verb, wide.verb) &&
    isWithin(group, wide.group) &&
    isWithin(resource, wide.resource) &&
    (wide.namespace === null || wide.namespace === namespace) &&
    (wide.name === null || wide.name === name)
  );
}

function isWithin(one: string, wide: string): boolean {
  return wide === '*' || wide === one;
}

/** `create deployments.apps web in demo`. */
export function askText(ask: AccessAsk): string {
  return `${ask.verb} ${whatText(ask)}`;
}

function whatText({ group, resource, namespace, name }: AccessAsk): string {
  const called = name === null ? '' : ` ${name}`;
  return `${resource}${group === '' ? '' : `.${group}`}${called}${namespace === null ? '' : ` in ${namespace}`}`;
}
