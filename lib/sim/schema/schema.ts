// A schema node that patching, defaulting and validation walk: built-in types and CRDs alike.
// References are followed when a node is looked at, so recursive types cost nothing.

import { isObject } from '../json.ts';
import { definition, type RawSchema } from './data.ts';
import { definitionNameOf } from './group-version.ts';

const SCHEMA_TYPES = ['array', 'boolean', 'integer', 'number', 'object', 'string'] as const;
type SchemaType = (typeof SCHEMA_TYPES)[number];

export interface Schema {
  /** The OpenAPI name of a built-in type: `io.k8s.api.core.v1.Container`. */
  readonly typeName: string | undefined;
  /** Undefined where any JSON fits, and for quantities and int-or-strings. */
  readonly type: SchemaType | undefined;
  /** `int32`, `int64`, `date-time`, `byte`, ... */
  readonly format: string | undefined;
  /** Known fields, without prototype: looking up any string is safe. */
  readonly properties: Readonly<Record<string, Schema>>;
  readonly items: Schema | undefined;
  /** The schema of a map's values. */
  readonly additionalProperties: Schema | undefined;
  readonly required: readonly string[];
  readonly default: unknown;
  readonly enum: readonly unknown[] | undefined;
  readonly nullable: boolean;
  readonly listType: 'atomic' | 'map' | 'set' | undefined;
  readonly listMapKeys: readonly string[];
  readonly mapType: 'atomic' | 'granular' | undefined;
  readonly patchMergeKey: string | undefined;
  /** `merge`, `replace`, `retainKeys`; `merge,retainKeys` gives two. */
  readonly patchStrategy: readonly string[];
  readonly intOrString: boolean;
  readonly quantity: boolean;
  /** Fields the schema does not name are kept (RawExtension, FieldsV1, x-kubernetes-preserve-unknown-fields). */
  readonly preserveUnknownFields: boolean;
  /** A whole object with apiVersion, kind and metadata of its own. */
  readonly embedded: boolean;
  /** The OpenAPI as it stands, for validation keywords (minimum, pattern, ...) not listed here. */
  readonly raw: RawSchema;
}

const REF_PREFIX = '#/components/schemas/';
const QUANTITY = 'io.k8s.apimachinery.pkg.api.resource.Quantity';
const INT_OR_STRING = 'io.k8s.apimachinery.pkg.util.intstr.IntOrString';
const OBJECT_META = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}

/** The type a wrapper names: `$ref` itself or upstream's `allOf: [$ref]`, which carries a default or patch rule beside. */
function referenceIn(raw: RawSchema): string | undefined {
  const wrapped = Array.isArray(raw['allOf']) && raw['allOf'].length === 1 ? raw['allOf'][0] : raw;
  const reference = isObject(wrapped) ? wrapped['$ref'] : undefined;
  return typeof reference === 'string' ? reference.slice(REF_PREFIX.length) : undefined;
}

class SchemaNode implements Schema {
  readonly raw: RawSchema;
  readonly #typeName: string | undefined;
  readonly #isCrd: boolean;
  #properties: Readonly<Record<string, Schema>> | undefined;
  #items: Schema | undefined;
  #additionalProperties: Schema | undefined;

  constructor(raw: RawSchema, isCrd: boolean, typeName?: string) {
    const reference = referenceIn(raw);
    this.#typeName = reference ?? typeName;
    this.raw = reference === undefined ? raw : { ...definition(reference), ...raw };
    this.#isCrd = isCrd && reference === undefined;
  }

  get typeName(): string | undefined {
    return this.#typeName;
  }

  get type(): SchemaType | undefined {
    // A definition may write an empty type where it leaves a value open.
    const given = this.raw['type'];
    return SCHEMA_TYPES.find((type) => type === given);
  }

  get format(): string | undefined {
    return this.raw['format'] as string | undefined;
  }

  get properties(): Readonly<Record<string, Schema>> {
    if (this.#properties === undefined) {
      const properties: Record<string, Schema> = Object.create(null);
      const raw = isObject(this.raw['properties']) ? this.raw['properties'] : {};
      for (const [name, child] of Object.entries(raw)) properties[name] = this.#child(child);
      this.#properties = properties;
    }
    return this.#properties;
  }

  get items(): Schema | undefined {
    if (isObject(this.raw['items'])) this.#items ??= this.#child(this.raw['items']);
    return this.#items;
  }

  get additionalProperties(): Schema | undefined {
    const raw = this.raw['additionalProperties'];
    if (isObject(raw) || raw === true) this.#additionalProperties ??= this.#child(raw === true ? {} : raw);
    return this.#additionalProperties;
  }

  get required(): readonly string[] {
    return strings(this.raw['required']);
  }

  get default(): unknown {
    return this.raw['default'];
  }

  get enum(): readonly unknown[] | undefined {
    return Array.isArray(this.raw['enum']) ? this.raw['enum'] : undefined;
  }

  get nullable(): boolean {
    return this.raw['nullable'] === true;
  }

  get listType(): 'atomic' | 'map' | 'set' | undefined {
    return this.raw['x-kubernetes-list-type'] as 'atomic' | 'map' | 'set' | undefined;
  }

  get listMapKeys(): readonly string[] {
    return strings(this.raw['x-kubernetes-list-map-keys']);
  }

  get mapType(): 'atomic' | 'granular' | undefined {
    return this.raw['x-kubernetes-map-type'] as 'atomic' | 'granular' | undefined;
  }

  get patchMergeKey(): string | undefined {
    return this.raw['x-kubernetes-patch-merge-key'] as string | undefined;
  }

  get patchStrategy(): readonly string[] {
    const strategy = this.raw['x-kubernetes-patch-strategy'];
    return typeof strategy === 'string' ? strategy.split(',') : [];
  }

  get intOrString(): boolean {
    return this.#typeName === INT_OR_STRING || this.raw['x-kubernetes-int-or-string'] === true;
  }

  get quantity(): boolean {
    return this.#typeName === QUANTITY;
  }

  get preserveUnknownFields(): boolean {
    if (this.raw['x-kubernetes-preserve-unknown-fields'] === true) return true;
    // A custom resource is pruned to what its schema names; a built-in object without fields is free-form.
    if (this.#isCrd || this.intOrString || this.quantity) return false;
    const shapeless = this.raw['properties'] === undefined && this.raw['additionalProperties'] === undefined;
    return shapeless && (this.type === undefined || (this.type === 'object' && FREE_FORM.has(this.#typeName ?? '')));
  }

  get embedded(): boolean {
    return this.raw['x-kubernetes-embedded-resource'] === true;
  }

  #child(raw: unknown): Schema {
    return new SchemaNode(isObject(raw) ? raw : {}, this.#isCrd);
  }
}

/** Built-in objects without declared fields that take any; others without fields (`subresources.status`) take none. */
const FREE_FORM: ReadonlySet<string> = new Set([
  'io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1',
  'io.k8s.apimachinery.pkg.apis.meta.v1.Patch',
  'io.k8s.apimachinery.pkg.runtime.RawExtension',
]);

const byName = new Map<string, Schema>();

/** The schema of a definition by its OpenAPI name: `io.k8s.api.core.v1.PodSpec`. */
function schemaNamed(qualifiedName: string): Schema | undefined {
  const known = byName.get(qualifiedName);
  if (known !== undefined) return known;
  const raw = definition(qualifiedName);
  if (raw === undefined) return undefined;
  const schema = new SchemaNode(raw, false, qualifiedName);
  byName.set(qualifiedName, schema);
  return schema;
}

/** The schema of a built-in kind; undefined where there is no such kind. */
export function schemaFor(apiVersion: string, kind: string): Schema | undefined {
  return schemaNamed(definitionNameOf(apiVersion, kind));
}

/**
 * The schema of a custom resource from its CRD version's `openAPIV3Schema`, with apiVersion, kind and metadata added
 * as the API server adds them (apiextensions-apiserver/pkg/controller/openapi/builder/builder.go).
 */
export function schemaFromCrd(openAPIV3Schema: unknown): Schema {
  const raw: RawSchema = isObject(openAPIV3Schema)
    ? openAPIV3Schema
    : { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  const properties = isObject(raw['properties']) ? raw['properties'] : {};
  return new SchemaNode(
    {
      ...raw,
      type: 'object',
      properties: {
        ...properties,
        apiVersion: { type: 'string' },
        kind: { type: 'string' },
        metadata: { $ref: REF_PREFIX + OBJECT_META },
      },
    },
    true,
  );
}
