// Sets of fields, as managedFields records them in fieldsV1: a tree of path elements.
// Follows structured-merge-diff v6, fieldpath/set.go and fieldpath/serialize.go.
import { isObject, type JsonObject } from '../../json.ts';
import { compareElements, type FieldPath, type PathElement, parseElement } from './path-element.ts';

export interface FieldNode {
  /** Whether the field itself is in the set; a parent is so only where it was put in by itself. */
  readonly member: boolean;
  readonly children: FieldSet;
}

export type FieldSet = ReadonlyMap<PathElement, FieldNode>;

export const EMPTY_SET: FieldSet = new Map();

/** Deeper fieldsV1 than any object has: reading one cannot exhaust the stack. */
const DEPTH_MAX = 200;

interface DraftNode {
  member: boolean;
  children: DraftSet;
}
export type DraftSet = Map<PathElement, DraftNode>;

/** Puts a field into a set under construction. The empty path names the whole object, which nobody owns. */
export function insert(set: DraftSet, path: FieldPath): void {
  let level = set;
  for (const [i, element] of path.entries()) {
    let node = level.get(element);
    if (node === undefined) {
      node = { member: false, children: new Map() };
      level.set(element, node);
    }
    if (i === path.length - 1) node.member = true;
    level = node.children;
  }
}

export function setOf(...paths: FieldPath[]): FieldSet {
  const set: DraftSet = new Map();
  for (const path of paths) insert(set, path);
  return set;
}

export function hasPath(set: FieldSet, path: FieldPath): boolean {
  let node: FieldNode | undefined;
  let level: FieldSet = set;
  for (const element of path) {
    node = level.get(element);
    if (node === undefined) return false;
    level = node.children;
  }
  return node?.member ?? false;
}

export function union(left: FieldSet, right: FieldSet): FieldSet {
  if (left.size === 0) return right;
  if (right.size === 0) return left;
  const result = new Map(left);
  for (const [element, node] of right) {
    const other = left.get(element);
    result.set(
      element,
      other === undefined
        ? node
        : { member: node.member || other.member, children: union(other.children, node.children) },
    );
  }
  return result;
}

export function intersection(left: FieldSet, right: FieldSet): FieldSet {
  return combine(left, (element, node) => {
    const other = right.get(element);
    if (other === undefined) return null;
    return { member: node.member && other.member, children: intersection(node.children, other.children) };
  });
}

/** Fields of `left` that `right` does not have itself: a parent in `right` does not take its children along. */
export function difference(left: FieldSet, right: FieldSet): FieldSet {
  if (right.size === 0) return left;
  return combine(left, (element, node) => {
    const other = right.get(element);
    if (other === undefined) return node;
    return { member: node.member && !other.member, children: difference(node.children, other.children) };
  });
}

/** As `difference`, but a field of `right` takes everything below it along. */
export function recursiveDifference(left: FieldSet, right: FieldSet): FieldSet {
  if (right.size === 0) return left;
  return combine(left, (element, node) => {
    const other = right.get(element);
    if (other === undefined) return node;
    if (other.member) return null;
    return { member: node.member, children: recursiveDifference(node.children, other.children) };
  });
}

function combine(set: FieldSet, map: (element: PathElement, node: FieldNode) => FieldNode | null): FieldSet {
  const result = new Map<PathElement, FieldNode>();
  for (const [element, node] of set) {
    const mapped = map(element, node);
    if (mapped !== null && (mapped.member || mapped.children.size > 0)) result.set(element, mapped);
  }
  return result;
}

/** All fields in upstream's order: those of a level, then what is below each. */
export function fieldPaths(set: FieldSet, prefix: FieldPath = []): FieldPath[] {
  const sorted = sortedEntries(set);
  const own = sorted.filter(([, node]) => node.member).map(([element]) => [...prefix, element]);
  return [...own, ...sorted.flatMap(([element, node]) => fieldPaths(node.children, [...prefix, element]))];
}

function sortedEntries(set: FieldSet): [PathElement, FieldNode][] {
  return [...set].sort(([a], [b]) => compareElements(a, b));
}

/** The `fieldsV1` of a set. */
export function encodeFields(set: FieldSet): JsonObject {
  const fields: Record<string, unknown> = {};
  for (const [element, node] of sortedEntries(set)) {
    const below = encodeFields(node.children);
    fields[element] = node.member && node.children.size > 0 ? { '.': {}, ...below } : below;
  }
  return fields;
}

/**
 * The set a `fieldsV1` describes.
 * @throws Error where it is not one: not an object, a key that is no path element, absurdly deep.
 */
export function decodeFields(fields: unknown, depth = 0): FieldSet {
  if (!isObject(fields)) throw new Error('fieldsV1 must be an object');
  if (depth > DEPTH_MAX) throw new Error(`fieldsV1 is deeper than ${DEPTH_MAX} levels`);
  const set = new Map<PathElement, FieldNode>();
  for (const [key, below] of Object.entries(fields)) {
    if (key === '.') continue;
    const element = parseElement(key);
    if (element === null) continue;
    const children = decodeFields(below, depth + 1);
    const member = children.size === 0 || (isObject(below) && Object.hasOwn(below, '.'));
    set.set(element, { member, children });
  }
  return set;
}
