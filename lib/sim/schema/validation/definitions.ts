// Checks CustomResourceDefinitions (apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go):
// names, versions and whether schemas are structural; not CEL rules, webhooks or the cost of patterns.
import { isDeepStrictEqual } from 'node:util';
import type {
  CustomResourceDefinition,
  CustomResourceDefinitionSpec,
  CustomResourceDefinitionVersion,
} from 'kubernetes-types/apiextensions/v1';
import { dnsSubdomainErrors } from '#lib/rules/labels/label-syntax.ts';
import { isObject, type JsonDraft } from '../../json.ts';
import type { FieldErrors } from './field-errors.ts';
import { dns1035Errors } from './names.ts';

const SCOPES = ['Cluster', 'Namespaced'];
const TYPES = ['array', 'boolean', 'integer', 'number', 'object', 'string'];
/** Deeper schemas are not looked at: the decoder has bounded them already. */
const DEPTH_MAX = 1000;

export function validateDefinition(
  errors: FieldErrors,
  definition: CustomResourceDefinition,
  previous: CustomResourceDefinition | undefined,
): void {
  const spec: Partial<CustomResourceDefinitionSpec> = definition.spec;
  const { group = '', names, scope = '', versions = [] } = spec;
  const expected = `${names?.plural ?? ''}.${group}`;
  if (definition.metadata?.name !== expected) {
    const detail = 'must be spec.names.plural+"."+spec.group';
    errors.invalid('metadata.name', definition.metadata?.name, detail);
  }
  if (group === '') errors.required('spec.group');
  else {
    errors.invalidEach('spec.group', group, dnsSubdomainErrors(group));
    if (!group.includes('.')) errors.invalid('spec.group', group, 'should be a domain with at least one dot');
  }
  errors.oneOf('spec.scope', scope, SCOPES);
  validateVersions(errors, definition, versions);
  validateNames(errors, definition);
  if (definition.spec.preserveUnknownFields === true) {
    const where = 'in spec.versions[*].schema instead';
    const detail = `cannot set to true, set x-kubernetes-preserve-unknown-fields to true ${where}`;
    errors.invalid('spec.preserveUnknownFields', true, detail);
  }
  if (previous !== undefined && previous.spec.scope !== scope) {
    errors.invalid('spec.scope', scope, 'field is immutable');
  }
}

function validateVersions(
  errors: FieldErrors,
  definition: CustomResourceDefinition,
  versions: readonly CustomResourceDefinitionVersion[],
): void {
  const names = versions.map(({ name }) => name ?? '');
  for (const [index, name] of names.entries()) {
    errors.invalidEach(`spec.versions[${index}].name`, name, dns1035Errors(name));
  }
  const shown = shownVersions(definition);
  if (new Set(names).size < names.length) errors.invalid('spec.versions', shown, 'must contain unique version names');
  const stored = versions.filter(({ storage }) => storage === true).length;
  if (stored !== 1) errors.invalid('spec.versions', shown, 'must have exactly one version marked as storage version');
  if (names[0] !== undefined) errors.invalidEach('spec.version', names[0], dns1035Errors(names[0]));
  validateSchemas(errors, versions);
  if (stored === 0) errors.invalid('status.storedVersions', undefined, 'must have at least one stored version');
}

function validateSchemas(errors: FieldErrors, versions: readonly CustomResourceDefinitionVersion[]): void {
  const schemas = versions.map((version) => version.schema?.openAPIV3Schema as unknown);
  // Where all versions have one schema upstream keeps, and names, it once.
  const shared = schemas.every((schema) => isDeepStrictEqual(schema, schemas[0]));
  for (const [index, schema] of schemas.entries()) {
    const field = `spec.versions[${index}].schema.openAPIV3Schema`;
    if (!isObject(schema)) errors.required(field);
    else if (!shared) validateStructure(errors, field, schema, 0);
    else if (index === 0) validateStructure(errors, 'spec.validation.openAPIV3Schema', schema, 0);
  }
}

/** Upstream prints its internal structs, field names in Go's spelling. */
function shownVersions({ spec }: CustomResourceDefinition): unknown {
  return (spec.versions ?? []).map(({ name, served, storage, deprecated }) => ({
    Name: name,
    Served: served,
    Storage: storage,
    Deprecated: deprecated ?? false,
    DeprecationWarning: null,
    Schema: null,
    Subresources: null,
    AdditionalPrinterColumns: null,
    SelectableFields: null,
  }));
}

function validateNames(errors: FieldErrors, { spec }: CustomResourceDefinition): void {
  const { names } = spec;
  for (const name of ['plural', 'singular', 'kind', 'listKind'] as const) {
    const value = names?.[name] ?? '';
    const mixed = name === 'kind' || name === 'listKind';
    const prefix = mixed ? 'may have mixed case, but should otherwise match: ' : '';
    const wrong = dns1035Errors(mixed ? value.toLowerCase() : value).map((text) => prefix + text);
    if (value === '') errors.required(`spec.names.${name}`);
    else errors.invalidEach(`spec.names.${name}`, value, wrong);
  }
  for (const list of ['shortNames', 'categories'] as const) {
    for (const [index, value] of (names?.[list] ?? []).entries()) {
      errors.invalidEach(`spec.names.${list}[${index}]`, value, dns1035Errors(value));
    }
  }
  if (names?.kind !== undefined && names.kind !== '' && names.kind === names.listKind) {
    errors.invalid('spec.names.listKind', names.listKind, 'kind and listKind may not be the same');
  }
}

/** A structural schema says the type of every value it names (apiserver/schema/validation.go). */
function validateStructure(errors: FieldErrors, field: string, schema: JsonDraft, depth: number): void {
  if (depth > DEPTH_MAX) return;
  const open = schema['x-kubernetes-int-or-string'] === true || schema['x-kubernetes-preserve-unknown-fields'] === true;
  if (depth === 0 && schema.type !== 'object') {
    if (schema.type === undefined || schema.type === '')
      errors.required(`${field}.type`, 'must not be empty at the root');
    else errors.invalid(`${field}.type`, schema.type, 'must be object at the root');
  } else if (depth > 0 && !open && (schema.type === undefined || schema.type === '')) {
    errors.required(`${field}.type`, 'must not be empty for specified object fields');
  }
  if (typeof schema.type === 'string' && schema.type !== '' && !TYPES.includes(schema.type)) {
    errors.notSupported(`${field}.type`, schema.type, TYPES);
  }
  if (schema.type === 'array' && !isObject(schema.items)) errors.required(`${field}.items`, 'must be specified');
  if (isObject(schema.items)) validateStructure(errors, `${field}.items`, schema.items, depth + 1);
  if (isObject(schema.additionalProperties)) {
    validateStructure(errors, `${field}.additionalProperties`, schema.additionalProperties, depth + 1);
  }
  for (const [name, property] of Object.entries(isObject(schema.properties) ? schema.properties : {})) {
    if (isObject(property)) validateStructure(errors, `${field}.properties[${name}]`, property, depth + 1);
  }
}
