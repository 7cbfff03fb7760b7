// Reads the committed structure of the Kubernetes API (written by scripts/extract-schema.ts), a file when first asked for.
import { existsSync, readFileSync } from 'node:fs';

/** An OpenAPI v3 schema as it stands in a document. Not checked deeper: the extract script wrote it. */
export type RawSchema = Readonly<Record<string, unknown>>;

/** One entry of an APIResourceList. */
export interface DiscoveryEntry {
  name: string;
  singularName: string;
  kind: string;
  namespaced: boolean;
  verbs: readonly string[];
  shortNames?: readonly string[];
  categories?: readonly string[];
  /** Only where the kind belongs to another group than the resource: `pods/eviction`. */
  group?: string;
  version?: string;
}

/**
 * Name and type of a protobuf field by its number, see scripts/proto-fields.ts; an empty name means inline.
 * A third entry says that JSON leaves a zero value out, where protobuf always carries it.
 */
export type WireMessage = Readonly<Record<string, readonly [name: string, type: string, omitsZero?: 1]>>;

type FileEntries = Readonly<Record<string, unknown>>;

const files = new Map<string, FileEntries | undefined>();

function load(file: string): FileEntries | undefined {
  if (!files.has(file)) {
    const url = new URL(`./data/${file}.json`, import.meta.url);
    files.set(file, existsSync(url) ? (JSON.parse(readFileSync(url, 'utf8')) as FileEntries) : undefined);
  }
  return files.get(file);
}

/** `io.k8s.api.core.v1.Pod` is `Pod` in the file of package `api.core.v1`. */
function entryOf(folder: string, qualifiedName: string): unknown {
  const dot = qualifiedName.lastIndexOf('.');
  const entries = load(`${folder}/${qualifiedName.slice('io.k8s.'.length, dot)}`);
  const name = qualifiedName.slice(dot + 1);
  return entries !== undefined && Object.hasOwn(entries, name) ? entries[name] : undefined;
}

/** The OpenAPI definition of a built-in type, by its name in `components.schemas`. */
export function definition(qualifiedName: string): RawSchema | undefined {
  return entryOf('schemas', qualifiedName) as RawSchema | undefined;
}

/** Names of all definitions of a package such as `api.core.v1`. */
export function definitionNames(packageName: string): readonly string[] {
  return Object.keys(load(`schemas/${packageName}`) ?? {}).map((name) => `io.k8s.${packageName}.${name}`);
}

export function wireMessage(qualifiedName: string): WireMessage | undefined {
  return entryOf('wire', qualifiedName) as WireMessage | undefined;
}

/** APIResourceList entries by group-version, in the API server's order of groups. */
export function discoveryEntries(): Readonly<Record<string, readonly DiscoveryEntry[]>> {
  return (load('discovery') ?? {}) as Record<string, readonly DiscoveryEntry[]>;
}

/** The Kubernetes version the data is of: `v1.37.2`. */
export function dataVersion(): string {
  return String(load('version')?.['kubernetes']);
}
