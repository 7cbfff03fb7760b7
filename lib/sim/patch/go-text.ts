// Values as Go's fmt prints them with %v: error messages of the API server carry them.
import { isList, isObject } from './json.ts';

/** `map[a:1 b:[x y]]`, keys sorted; null is `<nil>`. */
export function goText(value: unknown): string {
  if (value === null || value === undefined) return '<nil>';
  if (isList(value)) return `[${value.map(goText).join(' ')}]`;
  if (!isObject(value)) return String(value);
  const fields = Object.keys(value)
    .sort()
    .map((key) => `${key}:${goText(value[key])}`);
  return `map[${fields.join(' ')}]`;
}
