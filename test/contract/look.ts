// Reads places of an answer's body, for what steps wait for and compare.
import type { Body } from './case.ts';

/** What stands at that path, or undefined. */
export function at(body: unknown, ...path: readonly string[]): unknown {
  return path.reduce((value, key) => (isBody(value) ? value[key] : undefined), body);
}

export function conditionOf(body: Body, type: string): Body | undefined {
  const conditions = at(body, 'status', 'conditions');
  return Array.isArray(conditions)
    ? conditions.filter(isBody).find((condition) => condition['type'] === type)
    : undefined;
}

function isBody(value: unknown): value is Body {
  return typeof value === 'object' && value !== null;
}

/** What the events of a list say: their names and times are each cluster's own. */
export function told({ items = [] }: Body): unknown {
  return items.map(({ metadata: _metadata, ...event }) => event);
}
