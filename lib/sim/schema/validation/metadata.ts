// Checks metadata of any object (apimachinery/pkg/api/validation/objectmeta.go).
import type { ObjectMeta, OwnerReference } from 'kubernetes-types/meta/v1';
import { dnsLabelErrors, labelKeyErrors, labelValueErrors } from '#lib/rules/labels/label-syntax.ts';
import type { FieldErrors } from './field-errors.ts';
import { type NameRule, prefixErrors } from './names.ts';

/** 256 KiB, over all keys and values. */
const ANNOTATIONS_BYTES_MAX = 262_144;
/** The last is on every CustomResourceDefinition, which upstream checks less strictly than the core kinds. */
const STANDARD_FINALIZERS: ReadonlySet<string> = new Set([
  'foregroundDeletion',
  'kubernetes',
  'orphan',
  'customresourcecleanup.apiextensions.k8s.io',
]);

/** `isCustom`: a custom resource, whose finalizers need not be fully qualified. */
export function validateMetadata(
  errors: FieldErrors,
  meta: ObjectMeta,
  namespaced: boolean,
  nameRule: NameRule,
  isCustom = false,
): void {
  const { generateName, name, namespace } = meta;
  if (generateName) errors.invalidEach('metadata.generateName', generateName, prefixErrors(nameRule, generateName));
  if (!name) errors.required('metadata.name', 'name or generateName is required');
  else errors.invalidEach('metadata.name', name, nameRule(name));
  if (namespaced) {
    if (!namespace) errors.required('metadata.namespace');
    else errors.invalidEach('metadata.namespace', namespace, dnsLabelErrors(namespace));
  } else if (namespace) errors.forbidden('metadata.namespace', 'not allowed on this type');
  validateLabels(errors, 'metadata.labels', meta.labels);
  validateAnnotations(errors, 'metadata.annotations', meta.annotations);
  validateOwners(errors, meta.ownerReferences ?? []);
  validateFinalizers(errors, meta.finalizers ?? [], isCustom);
}

/** What nobody may change in metadata, and finalizers of an object that is going. */
export function validateMetadataUpdate(errors: FieldErrors, meta: ObjectMeta, previous: ObjectMeta): void {
  for (const field of ['name', 'namespace', 'uid', 'creationTimestamp'] as const) {
    if ((meta[field] ?? '') !== (previous[field] ?? '')) {
      errors.invalid(`metadata.${field}`, meta[field] ?? '', 'field is immutable');
    }
  }
  if (previous.deletionTimestamp === undefined) return;
  const before = new Set(previous.finalizers ?? []);
  const added = (meta.finalizers ?? []).filter((finalizer) => !before.has(finalizer)).sort();
  if (added.length === 0) return;
  const shown = `[]string{${added.map((finalizer) => JSON.stringify(finalizer)).join(', ')}}`;
  errors.forbidden(
    'metadata.finalizers',
    `no new finalizers can be added if the object is being deleted, found new finalizers ${shown}`,
  );
}

export function validateLabels(errors: FieldErrors, field: string, labels: Record<string, string> | undefined): void {
  for (const [key, value] of Object.entries(labels ?? {})) {
    errors.invalidEach(field, key, labelKeyErrors(key));
    errors.invalidEach(field, value, labelValueErrors(value));
  }
}

export function validateAnnotations(
  errors: FieldErrors,
  field: string,
  annotations: Record<string, string> | undefined,
): void {
  let bytes = 0;
  for (const [key, value] of Object.entries(annotations ?? {})) {
    errors.invalidEach(field, key, labelKeyErrors(key.toLowerCase()));
    bytes += Buffer.byteLength(key) + Buffer.byteLength(value);
  }
  if (bytes > ANNOTATIONS_BYTES_MAX) errors.tooLong(field, ANNOTATIONS_BYTES_MAX);
}

function validateOwners(errors: FieldErrors, owners: readonly OwnerReference[]): void {
  let controller: string | undefined;
  for (const [index, owner] of owners.entries()) {
    const field = `metadata.ownerReferences[${index}]`;
    for (const name of ['apiVersion', 'kind', 'name', 'uid'] as const) {
      if (!owner[name]) errors.required(`${field}.${name}`, 'must not be empty');
    }
    // objectmeta.go BannedOwners: an event goes by itself.
    if (owner.apiVersion === 'v1' && owner.kind === 'Event') {
      errors.invalid(field, owner, '/v1, Kind=Event is disallowed from being an owner');
    }
    if (owner.controller !== true) continue;
    const shown = `${owner.kind}/${owner.name}`;
    if (controller !== undefined) {
      const found = `Found "true" in references for ${controller} and ${shown}`;
      errors.invalid(
        'metadata.ownerReferences',
        owners,
        `Only one reference can have Controller set to true. ${found}`,
      );
    }
    controller ??= shown;
  }
}

function validateFinalizers(errors: FieldErrors, finalizers: readonly string[], isCustom: boolean): void {
  for (const finalizer of finalizers) {
    errors.invalidEach('metadata.finalizers', finalizer, labelKeyErrors(finalizer));
  }
  if (finalizers.includes('orphan') && finalizers.includes('foregroundDeletion')) {
    const detail = 'finalizer orphan and foregroundDeletion cannot be both set';
    errors.invalid('metadata.finalizers', finalizers, detail);
  }
  if (isCustom) return;
  for (const [index, finalizer] of finalizers.entries()) {
    if (finalizer.includes('/') || STANDARD_FINALIZERS.has(finalizer)) continue;
    const detail = 'name is neither a standard finalizer name nor is it fully qualified';
    errors.invalid(`metadata.finalizers[${index}]`, finalizer, detail);
  }
}
