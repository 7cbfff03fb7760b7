// The annotation client-side apply leaves, and how server-side apply takes over from it.
// Follows apimachinery, pkg/util/managedfields/internal/{lastapplied,lastappliedmanager,lastappliedupdater}.go.

import { isObject, type JsonObject } from '../../json.ts';
import type { Schema } from '../../schema/schema.ts';
import { fieldsOf, type KubeObject } from '../../store/object.ts';
import { appliedFaults } from './applied-faults.ts';
import { compareTyped } from './compare.ts';
import { difference, type FieldSet } from './field-set.ts';
import { bare } from './managed-fields.ts';
import { ownedFields } from './owned-fields.ts';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
/** All annotations of an object together: apimachinery, pkg/api/validation, TotalAnnotationSizeLimitB. */
const ANNOTATIONS_BYTES_MAX = 256 * 1024;

export function hasLastApplied(object: KubeObject): boolean {
  return Boolean(object.metadata?.annotations?.[LAST_APPLIED]);
}

/** What client-side apply set last and nobody changed since: null where the annotation does not say. */
export function lastAppliedFields(live: KubeObject, schema: Schema, apiVersion: string): FieldSet | null {
  const last = parse(live.metadata?.annotations?.[LAST_APPLIED]);
  if (last === null || last.apiVersion !== apiVersion || appliedFaults(last, schema).length > 0) return null;
  const { added, modified, removed } = compareTyped(last, bare(live), schema);
  return [modified, added, removed].reduce(difference, ownedFields(last, schema));
}

function parse(text: string | undefined): JsonObject | null {
  if (text === undefined || text === '') return null;
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch (error) {
    // Anyone may write into an annotation: what is no JSON says nothing about ownership.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** The object with the annotation set to what was just applied; without it where it would be too long. */
export function withLastApplied(object: KubeObject, applied: KubeObject): KubeObject {
  const { [LAST_APPLIED]: _old, ...others } = object.metadata?.annotations ?? {};
  const annotations = { ...others, [LAST_APPLIED]: `${sortedJson(withoutAnnotation(applied))}\n` };
  const sizeBytes = Object.entries(annotations).reduce(
    (sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value),
    0,
  );
  return {
    ...object,
    metadata: { ...object.metadata, annotations: sizeBytes > ANNOTATIONS_BYTES_MAX ? others : annotations },
  };
}

function withoutAnnotation(applied: KubeObject): JsonObject {
  const annotations = applied.metadata?.annotations;
  if (annotations === undefined || annotations === null) return fieldsOf(applied);
  const { [LAST_APPLIED]: _own, ...others } = annotations;
  return { ...fieldsOf(applied), metadata: { ...applied.metadata, annotations: others } };
}

/** As Go's encoder writes it: keys sorted, and the characters that HTML minds escaped. */
function sortedJson(value: unknown): string {
  const text = JSON.stringify(value, (_key, part: unknown) =>
    isObject(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  );
  return text.replace(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);
}
