// An applied configuration merged into the live object: lists by key, maps by field, the rest replaced.
// Follows structured-merge-diff v6, typed/merge.go.

import { isList, isObject, type JsonObject, own, setOwn } from '../../json.ts';
import { type FieldType, identified, type ListItem, type ListShape, shapeOf } from './field-type.ts';
import type { PathElement } from './path-element.ts';

export function mergeApplied(live: JsonObject, applied: JsonObject, type: FieldType): JsonObject {
  const merged = merge(live, applied, type);
  return isObject(merged) ? merged : {};
}

/** Undefined stands for absent. */
function merge(live: unknown, applied: unknown, type: FieldType): unknown {
  if (applied === undefined) return live;
  const shape = shapeOf(type, applied ?? live);
  if (shape.kind === 'map' && !shape.atomic) {
    const liveMap = isObject(live) ? live : {};
    const appliedMap = isObject(applied) ? applied : {};
    const names = new Set([...Object.keys(liveMap), ...Object.keys(appliedMap)]);
    if (names.size === 0) return applied;
    const merged: Record<string, unknown> = {};
    for (const name of names) {
      const field = merge(own(liveMap, name), own(appliedMap, name), shape.field(name) ?? 'deduced');
      if (field !== undefined) setOwn(merged, name, field);
    }
    return merged;
  }
  if (shape.kind === 'list' && shape.relation !== 'atomic') {
    const liveItems = isList(live) ? live : [];
    const appliedItems = isList(applied) ? applied : [];
    if (liveItems.length === 0 && appliedItems.length === 0) return applied;
    return mergeItems(shape, liveItems, appliedItems);
  }
  return applied;
}

/**
 * Both orders kept as far as they agree: shared items stand in the applied order, and an item of the live list
 * before the shared item that follows it there.
 */
function mergeItems(shape: ListShape, liveValues: readonly unknown[], appliedValues: readonly unknown[]): unknown[] {
  const live = identified(shape, liveValues);
  const applied = identified(shape, appliedValues);
  const liveByElement = new Map<PathElement, unknown>();
  // Of several live items under one key none is merged into: which one would be meant?
  for (const { element, value } of live) liveByElement.set(element, liveByElement.has(element) ? undefined : value);
  const appliedElements = new Set(applied.map(({ element }) => element));
  const shared = applied.filter(({ element }) => liveByElement.has(element)).map(({ element }) => element);
  const mergedElements = new Set<PathElement>();
  const result: unknown[] = [];
  const take = ({ element, value }: ListItem) => {
    mergedElements.add(element);
    if (shared[0] === element) shared.shift();
    result.push(merge(liveByElement.get(element), value, shape.items));
  };
  let l = 0;
  let a = 0;
  while (l < live.length || a < applied.length) {
    const liveItem = live[l];
    const appliedItem = applied[a];
    if (liveItem !== undefined && appliedItem !== undefined) {
      if (liveItem.element === appliedItem.element) {
        take(appliedItem);
        l++;
        a++;
        continue;
      }
      // Shared, but not the one whose turn it is: it comes where the applied list has it.
      if (appliedElements.has(liveItem.element) && shared[0] !== undefined && shared[0] !== liveItem.element) {
        l++;
        continue;
      }
    }
    if (liveItem !== undefined && !appliedElements.has(liveItem.element)) {
      result.push(liveItem.value);
      l++;
      continue;
    }
    if (liveItem !== undefined && mergedElements.has(liveItem.element)) l++;
    if (appliedItem !== undefined) {
      take(appliedItem);
      a++;
    }
  }
  return result;
}
