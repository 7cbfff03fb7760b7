// What changed between two objects, as sets of fields: the ground on which ownership moves.
// Follows structured-merge-diff v6, typed/compare.go.

import { isList, isObject, type JsonObject, jsonEqual, own } from '../../json.ts';
import type { DraftSet, FieldSet } from './field-set.ts';
import { insert } from './field-set.ts';
import { type FieldType, identified, type ListShape, type MapShape, type Shape, shapeOf } from './field-type.ts';
import { fieldElement, type PathElement } from './path-element.ts';

export interface Comparison {
  added: FieldSet;
  /** In both, with different values. */
  modified: FieldSet;
  removed: FieldSet;
}

/** Undefined stands for absent; null is a value. */
export function compareTyped(left: JsonObject, right: JsonObject, type: FieldType): Comparison {
  const walk = new Walk();
  walk.compare(left, right, type);
  return walk;
}

class Walk implements Comparison {
  readonly added: DraftSet = new Map();
  readonly modified: DraftSet = new Map();
  readonly removed: DraftSet = new Map();
  readonly #path: PathElement[] = [];

  compare(left: unknown, right: unknown, type: FieldType): void {
    // Stored objects share what did not change: most of a tree is never walked.
    if (left === right) return;
    const leftShape = shapeOf(type, left ?? right);
    const rightShape = shapeOf(type, right ?? left);
    if (left !== undefined && right !== undefined && leftShape.kind !== rightShape.kind) {
      this.#shape(left, right, leftShape);
    }
    if (this.#shape(left, right, rightShape)) return;
    if (left === undefined) insert(this.added, this.#path);
    else if (right === undefined) insert(this.removed, this.#path);
  }

  /** True where the value was a leaf, which is compared whole. */
  #shape(left: unknown, right: unknown, shape: Shape): boolean {
    if (shape.kind === 'map') return this.#maps(left, right, shape);
    if (shape.kind === 'list') return this.#lists(left, right, shape);
    return this.#leaf(left, right);
  }

  #leaf(left: unknown, right: unknown): boolean {
    if (left === undefined) insert(this.added, this.#path);
    else if (right === undefined) insert(this.removed, this.#path);
    else if (!jsonEqual(left, right)) insert(this.modified, this.#path);
    return true;
  }

  #maps(left: unknown, right: unknown, shape: MapShape): boolean {
    const leftMap = isObject(left) ? left : {};
    const rightMap = isObject(right) ? right : {};
    const names = Object.keys(leftMap);
    const added = Object.keys(rightMap).filter((name) => !Object.hasOwn(leftMap, name));
    // Empty and null are kept apart only where both sides are one of them.
    if (shape.atomic || names.length + added.length === 0) return this.#leaf(left, right);
    for (const name of names) {
      const before = leftMap[name];
      const after = own(rightMap, name);
      if (before !== after) this.#below(fieldElement(name), before, after, shape.field(name) ?? 'deduced');
    }
    for (const name of added) {
      this.#below(fieldElement(name), undefined, rightMap[name], shape.field(name) ?? 'deduced');
    }
    return false;
  }

  #lists(left: unknown, right: unknown, shape: ListShape): boolean {
    const leftItems = isList(left) ? left : [];
    const rightItems = isList(right) ? right : [];
    const empty = leftItems.length === 0 && rightItems.length === 0;
    if (shape.relation === 'atomic' || empty) return this.#leaf(left, right);
    const leftByElement = grouped(shape, leftItems);
    const rightByElement = grouped(shape, rightItems);
    for (const element of new Set([...leftByElement.keys(), ...rightByElement.keys()])) {
      this.#items(element, leftByElement.get(element) ?? [], rightByElement.get(element) ?? [], shape);
    }
    return false;
  }

  /** Items under one key: several of them (which validation refuses, but old objects may have) count as one leaf. */
  #items(element: PathElement, left: readonly unknown[], right: readonly unknown[], shape: ListShape): void {
    const path = [...this.#path, element];
    if (left.length <= 1 && right.length <= 1) {
      this.#below(element, left[0], right[0], shape.items);
    } else if (left.length > 1 && right.length > 1) {
      if (!jsonEqual(left, right)) insert(this.modified, path);
    } else if (left.length > 1) {
      if (right.length === 1) this.#below(element, undefined, right[0], shape.items);
      insert(this.removed, path);
    } else {
      if (left.length === 1) this.#below(element, left[0], undefined, shape.items);
      insert(this.added, path);
    }
  }

  #below(element: PathElement, left: unknown, right: unknown, type: FieldType): void {
    this.#path.push(element);
    this.compare(left, right, type);
    this.#path.pop();
  }
}

function grouped(shape: ListShape, values: readonly unknown[]): Map<PathElement, unknown[]> {
  const groups = new Map<PathElement, unknown[]>();
  for (const { element, value } of identified(shape, values)) {
    const group = groups.get(element);
    if (group === undefined) groups.set(element, [value]);
    else group.push(value);
  }
  return groups;
}
