// Fills in what a request leaves out: the `default`s of the schema and what Kubernetes' Go code adds (default-rules-*.ts).

import { cloneJson, isObject } from '../../json.ts';
import type { KubeObject } from '../../store/object.ts';
import { type Schema, schemaFor } from '../schema.ts';
import type { DefaultRule } from './default-rule.ts';
import { APPS_RULES } from './default-rules-apps.ts';
import { BATCH_RULES } from './default-rules-batch.ts';
import { CORE_RULES } from './default-rules-core.ts';
import { LIMIT_RULES } from './default-rules-limits.ts';
import { OTHER_RULES } from './default-rules-other.ts';
import { STORAGE_RULES } from './default-rules-storage.ts';

const RULES: Readonly<Record<string, DefaultRule>> = {
  ...CORE_RULES,
  ...APPS_RULES,
  ...BATCH_RULES,
  ...LIMIT_RULES,
  ...STORAGE_RULES,
  ...OTHER_RULES,
};

/** Zeros that Go defaults a field to and then leaves out of the JSON (omitempty without a pointer). */
const OMITTED_ZEROS: ReadonlySet<string> = new Set(['io.k8s.api.core.v1.ReplicationControllerSpec.minReadySeconds']);

/** A copy of an object of a built-in kind with all defaults; an unknown kind is returned as it is. */
export function withDefaults<T extends KubeObject>(apiVersion: string, kind: string, object: T): T {
  const schema = schemaFor(apiVersion, kind);
  return schema === undefined ? object : withSchemaDefaults(schema, object);
}

/** A copy of a value with the defaults of its schema: a CRD's object, or a part of a built-in one. */
export function withSchemaDefaults<T>(schema: Schema, value: T): T {
  const copy = cloneJson(value);
  fill(schema, copy);
  return copy;
}

function fill(schema: Schema, value: unknown): void {
  if (Array.isArray(value)) {
    if (schema.items !== undefined) for (const item of value) fill(schema.items, item);
    return;
  }
  if (!isObject(value)) return;
  const rule = schema.typeName === undefined ? undefined : RULES[schema.typeName];
  rule?.(value);
  for (const name of Object.keys(schema.properties)) {
    const property = schema.properties[name];
    if (property === undefined) continue;
    const given = Object.hasOwn(value, name) ? value[name] : undefined;
    // null stands for "not given" wherever null is no value of its own
    // (apiextensions-apiserver/pkg/apiserver/schema/defaulting/algorithm.go).
    const absent = given === undefined || (given === null && !property.nullable);
    const omitted = OMITTED_ZEROS.has(`${schema.typeName}.${name}`);
    if (absent && property.default !== undefined && !omitted) value[name] = cloneJson(property.default);
    if (value[name] !== undefined) fill(property, value[name]);
  }
  const extra = schema.additionalProperties;
  if (extra === undefined) return;
  for (const key of Object.keys(value)) if (schema.properties[key] === undefined) fill(extra, value[key]);
}
