// Why a configuration cannot be applied: fields the schema does not have, wrong types, items that cannot be told apart.
// Follows structured-merge-diff v6, typed/validate.go.

import { isList, isObject, type JsonObject } from '../../json.ts';
import type { Schema } from '../../schema/schema.ts';
import { goSyntax, goText } from '../go-text.ts';
import { type FieldType, identify, type ListShape, shapeOf } from './field-type.ts';
import { elementText, fieldElement } from './path-element.ts';

/** Faults as upstream words them, `.spec.foo: field not declared in schema`; none where all is well. */
export function appliedFaults(object: JsonObject, type: FieldType): string[] {
  const faults: string[] = [];
  check(faults, object, type, '');
  return faults;
}

function check(faults: string[], value: unknown, type: FieldType, path: string): void {
  if (value === null) return;
  const shape = shapeOf(type, value);
  if (shape.kind === 'scalar') {
    const fault = type === 'deduced' ? undefined : scalarFault(value, type);
    if (fault !== undefined) faults.push(`${path}: ${fault}`);
  } else if (shape.kind === 'list') {
    if (isList(value)) checkItems(faults, value, shape, path);
    else faults.push(`${path}: expected list, got &{${goText(value)}}`);
  } else if (!isObject(value)) {
    faults.push(`${path}: expected map, got &{${goText(value)}}`);
  } else {
    for (const [name, field] of Object.entries(value)) {
      const below = `${path}${elementText(fieldElement(name))}`;
      const fieldType = shape.field(name);
      if (fieldType === undefined) {
        // Upstream stops at the first unknown field of a map.
        faults.push(`${below}: field not declared in schema`);
        return;
      }
      check(faults, field, fieldType, below);
    }
  }
}

function checkItems(faults: string[], items: readonly unknown[], shape: ListShape, path: string): void {
  const seen = new Set<string>();
  for (const [i, item] of items.entries()) {
    if (shape.relation === 'atomic') {
      check(faults, item, shape.items, `${path}[${i}]`);
      continue;
    }
    const { element, fault } = identify(shape, item);
    if (element === undefined) {
      faults.push(`${path}: element ${i}: ${fault}`);
      return;
    }
    if (seen.has(element)) faults.push(`${path}: duplicate entries for key ${elementText(element)}`);
    seen.add(element);
    check(faults, item, shape.items, `${path}${elementText(element)}`);
  }
}

function scalarFault(value: unknown, { type, format }: Schema): string | undefined {
  const any = isObject(value) || isList(value) ? `expected any scalar, got &{${goText(value)}}` : undefined;
  switch (type) {
    case 'integer':
    case 'number':
      return typeof value === 'number' ? undefined : `expected numeric (int or float), got ${goType(value)}`;
    case 'boolean':
      return typeof value === 'boolean' ? undefined : `expected boolean, got &{${goText(value)}}`;
    case 'string':
      if (format !== undefined && format !== 'byte') return any;
      return typeof value === 'string'
        ? undefined
        : `expected string, got &value.valueUnstructured{Value:${goSyntax(value)}}`;
    case 'array':
    case 'object':
    case undefined:
      return any;
  }
}

function goType(value: unknown): string {
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'bool';
  return isList(value) ? '[]interface {}' : 'map[string]interface {}';
}
