// Which resources the API serves at this moment, and how each is stored: built in, from aggregated APIs, from CRDs.
import type { AggregatedApi } from '../../aggregated/aggregated-api.ts';
import { conversionOf } from '../../schema/convert.ts';
import { apiVersionOf } from '../../schema/group-version.ts';
import type { ResourceType } from '../../schema/resources.ts';
import { type Schema, schemaFor } from '../../schema/schema.ts';
import type { KubeObject, ResourceId } from '../../store/object.ts';
import type { PrinterColumn } from '../../table/custom-columns.ts';

/** One resource in one version. */
export interface Served {
  type: ResourceType;
  /** Of answers and of expected bodies. */
  apiVersion: string;
  /** Where its objects are kept; several versions share one. */
  storage: ResourceId;
  /** apiVersion of what is kept. */
  storedApiVersion: string;
  schema: Schema | undefined;
  /** Convert between this version and the stored one; identity for most. */
  toStored: (object: KubeObject) => KubeObject;
  fromStored: (object: KubeObject) => KubeObject;
  /** Columns a CRD brings. */
  columns?: readonly PrinterColumn[];
  /** Fields of a custom resource that selectors may name, as `spec.color`. */
  selectableFields?: readonly string[];
  /** OpenAPI v3 schema of a kind that is not built in. */
  openApi?: unknown;
  /** Answers by itself instead of the store. */
  aggregated?: AggregatedApi;
  /** From a CustomResourceDefinition: names and bodies are checked by its schema only. */
  custom?: boolean;
  scalePaths?: { spec: string; status: string; selector: string | undefined };
}

/** Something that adds resources: asked again whenever `changed` says that its answer is another one. */
export interface ServedSource {
  served(): readonly Served[];
  /** Grows when `served` or `isUnavailable` would answer something else. */
  readonly revision: number;
  /** Of a group-version it serves: somebody else would answer, and does not. */
  isUnavailable?(group: string, version: string): boolean;
}

const same = (object: KubeObject) => object;

/** A built-in resource, stored as it is served but for the few that are kept in another version. */
export function plainServed(type: ResourceType): Served {
  const apiVersion = apiVersionOf(type);
  const conversion = conversionOf(type);
  return {
    type,
    apiVersion,
    storage: type.id,
    storedApiVersion: type.storedAs,
    get schema() {
      return schemaFor(apiVersion, type.kind);
    },
    toStored: conversion?.toStored ?? same,
    fromStored: conversion?.fromStored ?? same,
  };
}

export class Registry {
  readonly #sources: readonly ServedSource[];
  #revision = -1;
  #byPath = new Map<string, Served>();
  #byStorage = new Map<string, Served>();
  #byKind = new Map<string, Served>();

  constructor(sources: readonly ServedSource[]) {
    this.#sources = sources;
  }

  /** Grows with every change of what is served: for caches of discovery. */
  get revision(): number {
    return this.#sources.reduce((sum, source) => sum + source.revision, 0);
  }

  /** Whether what is served of a group-version is answered too. */
  isAvailable(group: string, version: string): boolean {
    return !this.#sources.some((source) => source.isUnavailable?.(group, version) === true);
  }

  find(group: string, version: string, resource: string): Served | undefined {
    this.#refresh();
    return this.#byPath.get(`${group}/${version}/${resource}`);
  }

  all(): Iterable<Served> {
    this.#refresh();
    return this.#byPath.values();
  }

  /** The resource as stored: what code inside the cluster writes. */
  stored(storage: ResourceId): Served | undefined {
    this.#refresh();
    return this.#byStorage.get(storage);
  }

  ofKind(apiVersion: string, kind: string): Served | undefined {
    this.#refresh();
    return this.#byKind.get(`${apiVersion}/${kind}`);
  }

  #refresh(): void {
    const revision = this.revision;
    if (revision === this.#revision) return;
    this.#revision = revision;
    this.#byPath = new Map();
    this.#byStorage = new Map();
    this.#byKind = new Map();
    for (const source of this.#sources) for (const served of source.served()) this.#add(served);
  }

  #add(served: Served): void {
    const { group, version, resource, kind } = served.type;
    const path = `${group}/${version}/${resource}`;
    // What is built in comes first and cannot be replaced by a CRD of the same name.
    if (this.#byPath.has(path)) return;
    this.#byPath.set(path, served);
    this.#byKind.set(`${served.apiVersion}/${kind}`, served);
    if (served.apiVersion === served.storedApiVersion && !this.#byStorage.has(served.storage)) {
      this.#byStorage.set(served.storage, served);
    }
  }
}
