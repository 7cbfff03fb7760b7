// One step of a field path in fieldsV1: `f:name`, `k:{"name":"a"}`, `v:"x"`, `i:0`, in canonical text.
// Follows structured-merge-diff v6, fieldpath/serialize-pe.go and fieldpath/element.go.
import { isObject, type JsonObject } from '../../json.ts';

/** Canonical text: two elements are the same field exactly when their texts are equal. */
export type PathElement = string;
export type FieldPath = readonly PathElement[];

export function fieldElement(name: string): PathElement {
  return `f:${name}`;
}

/** The element of a list item by its keys; sorted, as the text of a key must be. */
export function keyElement(keys: JsonObject): PathElement {
  const names = Object.keys(keys).sort();
  return `k:{${names.map((name) => `${JSON.stringify(name)}:${JSON.stringify(keys[name])}`).join(',')}}`;
}

export function valueElement(value: unknown): PathElement {
  return `v:${JSON.stringify(value)}`;
}

/** The text in canonical form; null for kinds of elements this version does not know, which upstream drops too. */
export function parseElement(text: string): PathElement | null {
  switch (text.slice(0, 2)) {
    case 'f:':
    case 'i:':
      return text;
    case 'v:':
      return valueElement(contentOf(text));
    case 'k:': {
      const keys = contentOf(text);
      return isObject(keys) ? keyElement(keys) : null;
    }
    default:
      return null;
  }
}

function contentOf(element: PathElement): unknown {
  return JSON.parse(element.slice(2));
}

/** The name where the element is a field, else undefined. */
export function fieldNameOf(element: PathElement): string | undefined {
  return element.startsWith('f:') ? element.slice(2) : undefined;
}

const KIND_ORDER = 'fkvi';

export function compareElements(a: PathElement, b: PathElement): number {
  const kinds = KIND_ORDER.indexOf(a.charAt(0)) - KIND_ORDER.indexOf(b.charAt(0));
  if (kinds !== 0) return kinds;
  if (a.startsWith('f:')) return a < b ? -1 : a > b ? 1 : 0;
  const left = contentOf(a);
  const right = contentOf(b);
  return isObject(left) && isObject(right) ? compareKeys(left, right) : compareScalars(left, right);
}

function compareKeys(left: JsonObject, right: JsonObject): number {
  const names = Object.keys(left);
  const others = Object.keys(right);
  for (const [i, name] of names.entries()) {
    const other = others[i];
    if (other === undefined) return 1;
    if (name !== other) return name < other ? -1 : 1;
    const order = compareScalars(left[name], right[name]);
    if (order !== 0) return order;
  }
  return names.length - others.length;
}

/** value.Compare: numbers, then strings, then booleans. */
function compareScalars(left: unknown, right: unknown): number {
  const rank = (value: unknown) => ['number', 'string', 'boolean'].indexOf(typeof value);
  if (rank(left) !== rank(right)) return rank(left) - rank(right);
  if (left === right) return 0;
  return (left as number | string | boolean) < (right as number | string | boolean) ? -1 : 1;
}

/** As conflicts name a field: `.spec.containers[name="a"].image`. */
export function pathText(path: FieldPath): string {
  return path.map(elementText).join('');
}

export function elementText(element: PathElement): string {
  const name = fieldNameOf(element);
  if (name !== undefined) return `.${name}`;
  const content = contentOf(element);
  if (element.startsWith('v:')) return `[=${JSON.stringify(content)}]`;
  if (!isObject(content)) return `[${String(content)}]`;
  const keys = Object.entries(content).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  return `[${keys.join(',')}]`;
}
