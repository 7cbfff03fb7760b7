// One text for what means the same: keys sorted, absent and empty values left out, as apimachinery's semantic
// equality ignores them. Behind template comparison, revision hashes and "is there anything to write".
import { type JsonObject, own } from '../json.ts';
import { NAME_ALPHABET } from '../random.ts';

const TEXTS = new WeakMap<object, string>();

export function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return textOf(value);
  // Stored objects never change in place, so a text once made holds.
  const known = TEXTS.get(value);
  if (known !== undefined) return known;
  const text = textOf(value);
  TEXTS.set(value, text);
  return text;
}

/** Whether both have the same canonical text, without making it: what is compared once is not worth a text. */
export function sameMeaning(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
    return textOf(a) === textOf(b);
  }
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((one, i) => sameMeaning(one, b[i]));
  }
  return sameFields(a as JsonObject, b as JsonObject);
}

function sameFields(a: JsonObject, b: JsonObject): boolean {
  for (const key of Object.keys(a)) {
    const [left, right] = [a[key], own(b, key)];
    if (left !== right && !(isEmpty(left) && isEmpty(right)) && !sameMeaning(left, right)) return false;
  }
  return Object.keys(b).every((key) => Object.hasOwn(a, key) || isEmpty(b[key]));
}

/** What is left out of a canonical text. */
function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  if (typeof value !== 'object') return false;
  return Array.isArray(value) ? value.length === 0 : Object.values(value).every(isEmpty);
}

function textOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(textOf).join()}]`;
  const parts: string[] = [];
  for (const [key, field] of Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (field === undefined || field === null) continue;
    const text = textOf(field);
    if (text !== '{}' && text !== '[]' && text !== '""') parts.push(`${JSON.stringify(key)}:${text}`);
  }
  return `{${parts.join()}}`;
}

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * A name suffix for content, in the shape of ComputeHash in kubernetes pkg/controller/controller_utils.go: FNV-1a in
 * decimal, each digit moved into the safe alphabet. Not the value a real server computes: that hashes Go structs.
 */
export function contentHash(value: unknown, collisionCount = 0): string {
  let hash = FNV_OFFSET;
  for (const byte of new TextEncoder().encode(`${canonical(value)}${collisionCount || ''}`)) {
    hash = Math.imul(hash ^ byte, FNV_PRIME) >>> 0;
  }
  return Array.from(String(hash), (digit) => NAME_ALPHABET[digit.charCodeAt(0) % NAME_ALPHABET.length]).join('');
}
