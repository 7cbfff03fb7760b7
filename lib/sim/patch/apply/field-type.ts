// How a value is owned and merged, from its schema: leaf, atomic or keyed list, atomic or granular map.
// Follows kube-openapi, pkg/schemaconv/{smd,openapi}.go.

import { isList, isObject, own } from '../../json.ts';
import type { Schema } from '../../schema/schema.ts';
import { keyElement, type PathElement, valueElement } from './path-element.ts';

/** `deduced` is free-form JSON: maps are granular, lists atomic. */
export type FieldType = Schema | 'deduced';

export interface ListShape {
  kind: 'list';
  relation: 'atomic' | 'map' | 'set';
  keys: readonly string[];
  items: FieldType;
}

export interface MapShape {
  kind: 'map';
  atomic: boolean;
  /** Undefined where the schema neither names the field nor allows others. */
  field(name: string): FieldType | undefined;
  /** Whether the schema names the field, as against a key of a map. */
  declares(name: string): boolean;
}

export type Shape = { kind: 'scalar' } | ListShape | MapShape;

/** Any object of any kind: nobody owns a part of it (structured-merge-diff's `__untyped_atomic_`). */
const RAW_EXTENSION = 'io.k8s.apimachinery.pkg.runtime.RawExtension';
const SCALAR: Shape = { kind: 'scalar' };
const DEDUCED_LIST: ListShape = { kind: 'list', relation: 'atomic', keys: [], items: 'deduced' };
const DEDUCED_MAP: MapShape = { kind: 'map', atomic: false, field: () => 'deduced', declares: () => false };

/** The shape under which `value` falls: where any JSON fits, the value decides. */
export function shapeOf(type: FieldType, value: unknown): Shape {
  if (type === 'deduced') return isList(value) ? DEDUCED_LIST : isObject(value) ? DEDUCED_MAP : SCALAR;
  if (type.intOrString || type.quantity) return SCALAR;
  switch (type.type) {
    case 'object':
      return mapShape(type);
    case 'array':
      return listShape(type);
    case undefined:
      return isList(value) ? listShape(type) : isObject(value) ? mapShape(type) : SCALAR;
    case 'boolean':
    case 'integer':
    case 'number':
    case 'string':
      return SCALAR;
  }
}

/** Schemas never change: their shapes are worked out once. */
const mapShapes = new WeakMap<Schema, MapShape>();
const listShapes = new WeakMap<Schema, ListShape>();

function mapShape(schema: Schema): MapShape {
  const known = mapShapes.get(schema);
  if (known !== undefined) return known;
  const shape = newMapShape(schema);
  mapShapes.set(schema, shape);
  return shape;
}

function listShape(schema: Schema): ListShape {
  const known = listShapes.get(schema);
  if (known !== undefined) return known;
  const shape = newListShape(schema);
  listShapes.set(schema, shape);
  return shape;
}

function newMapShape(schema: Schema): MapShape {
  const { properties, additionalProperties } = schema;
  const open = schema.preserveUnknownFields || Object.keys(properties).length === 0;
  const others: FieldType | undefined = additionalProperties ?? (open ? 'deduced' : undefined);
  return {
    kind: 'map',
    atomic: schema.mapType === 'atomic' || schema.typeName === RAW_EXTENSION,
    field: (name) => properties[name] ?? others,
    declares: (name) => properties[name] !== undefined,
  };
}

function newListShape(schema: Schema): ListShape {
  const items: FieldType = schema.items ?? 'deduced';
  const { listType, listMapKeys: keys, patchMergeKey } = schema;
  if (listType === 'map') return { kind: 'list', relation: 'map', keys, items };
  if (listType !== undefined) return { kind: 'list', relation: listType, keys: [], items };
  if (!schema.patchStrategy.includes('merge')) return { kind: 'list', relation: 'atomic', keys: [], items };
  if (patchMergeKey === undefined) return { kind: 'list', relation: 'set', keys: [], items };
  return { kind: 'list', relation: 'map', keys: [patchMergeKey], items };
}

export type ItemIdentity = { element: PathElement; fault?: undefined } | { element?: undefined; fault: string };

/** The path element of an item in a map- or set-list, or why it cannot be told from others, in upstream's words. */
export function identify(list: ListShape, item: unknown): ItemIdentity {
  if (list.relation === 'set') {
    if (isObject(item)) return { fault: "associative list without keys has an element that's a map type" };
    if (isList(item)) return { fault: 'not supported: associative list with lists as elements' };
    if (item === null) return { fault: "associative list without keys has an element that's an explicit null" };
    return { element: valueElement(item) };
  }
  if (item === null) return { fault: 'associative list with keys may not have a null element' };
  if (!isObject(item)) return { fault: 'associative list with keys may not have non-map elements' };
  const keys: Record<string, unknown> = {};
  for (const name of list.keys) {
    const value = own(item, name) ?? defaultOf(list.items, name);
    if (value !== undefined) keys[name] = value;
  }
  if (list.keys.length === 0 || Object.keys(keys).length > 0) return { element: keyElement(keys) };
  const names = list.keys.map((name) => JSON.stringify(name)).join(' ');
  const why = "(and doesn't have default values for any key fields)";
  return { fault: `associative list with keys has an element that omits all key fields [${names}] ${why}` };
}

function defaultOf(items: FieldType, name: string): unknown {
  return items === 'deduced' ? undefined : items.properties[name]?.default;
}

export interface ListItem {
  element: PathElement;
  value: unknown;
}

/** The items of a list with their elements; an item without identity (only stored objects have such) is nobody's. */
export function identified(list: ListShape, values: readonly unknown[]): ListItem[] {
  const items: ListItem[] = [];
  for (const value of values) {
    const { element } = identify(list, value);
    if (element !== undefined) items.push({ element, value });
  }
  return items;
}
