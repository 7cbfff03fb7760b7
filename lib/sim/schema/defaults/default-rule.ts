// What one type's defaulting is, and how Go tells a field that was left out.
import type { JsonDraft } from '../../json.ts';

/** Changes an object of one type in place; idempotent. Runs before the rules of the types inside it, as in Go. */
export type DefaultRule = (object: JsonDraft) => void;

/** In Go an absent scalar and a zero one are the same. */
export function isUnset(value: unknown): boolean {
  return value === undefined || value === null || value === '' || value === 0;
}

export function setDefault(object: JsonDraft, name: string, value: unknown): void {
  if (isUnset(object[name])) object[name] = value;
}

/** Pointers keep an explicit zero. */
export function setPointer(object: JsonDraft, name: string, value: unknown): void {
  if (object[name] === undefined || object[name] === null) object[name] = value;
}

/** Fields that Go writes even when nothing was given: null, or the empty value of a struct. */
export function setNullable(object: JsonDraft, name: string, empty: unknown = null): void {
  if (object[name] === undefined) object[name] = empty;
}

/** Lists that Go always writes: null where there is nothing in them (no omitempty). */
export function setNullLists(object: JsonDraft, ...names: readonly string[]): void {
  for (const name of names) {
    const list = object[name];
    if (list === undefined || (Array.isArray(list) && list.length === 0)) object[name] = null;
  }
}
