// The OpenAPI v3 documents of /openapi/v3: one per group-version, put together from the extracted structure.
import { createHash } from 'node:crypto';
import { dataVersion, definition, definitionNames, type RawSchema } from '../data.ts';
import { apiVersionOf, definitionNameOf, packageOf, parseApiVersion } from '../group-version.ts';
import { builtInResources, type ResourceType } from '../resources.ts';
import { BUILT_IN_NAMING, type Naming, pathsOf, rootPath } from './openapi-paths.ts';

/** A kind that is not built in, with the OpenAPI schema of its objects (a CRD version's `openAPIV3Schema`). */
export interface CustomKind {
  type: ResourceType;
  schema: unknown;
}

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';

/** Characters of the hash in a document's URL: it only has to change with the document. */
const HASH_CHARACTERS = 32;

/** Follows every reference in a schema and adds what it finds. */
function collect(schema: unknown, found: Map<string, RawSchema>): void {
  if (Array.isArray(schema)) {
    for (const entry of schema) collect(entry, found);
  } else if (typeof schema === 'object' && schema !== null) {
    for (const [key, entry] of Object.entries(schema)) {
      if (key === '$ref' && typeof entry === 'string') collectNamed(entry.slice(entry.lastIndexOf('/') + 1), found);
      else collect(entry, found);
    }
  }
}

function collectNamed(name: string, found: Map<string, RawSchema>): void {
  const schema = found.has(name) ? undefined : definition(name);
  if (schema === undefined) return;
  found.set(name, schema);
  collect(schema, found);
}

/** `stable.example.com/v1`, `CronTab` -> `com.example.stable.v1.CronTab`, as apiextensions names it. */
function customName(apiVersion: string, kind: string): string {
  const { group, version } = parseApiVersion(apiVersion);
  return `${group.split('.').reverse().join('.')}.${version}.${kind}`;
}

const CUSTOM_NAMING: Naming = {
  custom: true,
  schemaName: (apiVersion, kind) => (kind === 'Status' ? definitionNameOf('v1', kind) : customName(apiVersion, kind)),
};

function customSchemas({ type, schema }: CustomKind): [string, RawSchema][] {
  const { group, version, kind } = type;
  const name = customName(apiVersionOf(type), kind);
  const raw = (typeof schema === 'object' && schema !== null ? schema : { type: 'object' }) as RawSchema;
  const strings = { apiVersion: { type: 'string' }, kind: { type: 'string' } };
  const reference = (target: string) => ({ allOf: [{ $ref: `#/components/schemas/${target}` }] });
  const object: RawSchema = {
    ...raw,
    properties: {
      ...(raw['properties'] as RawSchema | undefined),
      ...strings,
      metadata: reference(`${META}.ObjectMeta`),
    },
    'x-kubernetes-group-version-kind': [{ group, version, kind }],
  };
  const list: RawSchema = {
    type: 'object',
    required: ['items'],
    properties: {
      ...strings,
      metadata: reference(`${META}.ListMeta`),
      items: { type: 'array', items: reference(name) },
    },
    'x-kubernetes-group-version-kind': [{ group, version, kind: `${kind}List` }],
  };
  return [
    [name, object],
    [`${name}List`, list],
  ];
}

function build(apiVersion: string, customKinds: readonly CustomKind[]): unknown {
  const { group, version } = parseApiVersion(apiVersion);
  const paths: Record<string, unknown> = {};
  const schemas = new Map<string, RawSchema>();
  for (const type of builtInResources()) {
    if (apiVersionOf(type) === apiVersion) Object.assign(paths, pathsOf(type, BUILT_IN_NAMING));
  }
  for (const kind of customKinds) {
    Object.assign(paths, pathsOf(kind.type, CUSTOM_NAMING));
    for (const [name, schema] of customSchemas(kind)) schemas.set(name, schema);
  }
  if (customKinds.length === 0) {
    for (const name of definitionNames(packageOf({ group, version }))) collectNamed(name, schemas);
  }
  collect([...schemas.values()], schemas);
  collect(paths, schemas);
  // The options of every group's requests: each document names them for its own group-version too.
  const options = schemas.get(`${META}.DeleteOptions`);
  if (options !== undefined) {
    const kinds = [{ group: '', version: 'v1' }, ...(group === '' ? [] : [{ group, version }])];
    const named = kinds.map((own) => ({ ...own, kind: 'DeleteOptions' }));
    schemas.set(`${META}.DeleteOptions`, { ...options, 'x-kubernetes-group-version-kind': named });
  }
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: dataVersion() },
    paths,
    components: { schemas: Object.fromEntries([...schemas].sort(([a], [b]) => (a < b ? -1 : 1))) },
  };
}

const builtInTexts = new Map<string, string>();

/** The document of a group-version as JSON text. `customKinds` are the kinds of CRDs in that group-version. */
export function openApiDocument(apiVersion: string, customKinds: readonly CustomKind[] = []): string {
  if (customKinds.length > 0) return JSON.stringify(build(apiVersion, customKinds));
  const known = builtInTexts.get(apiVersion);
  const text = known ?? JSON.stringify(build(apiVersion, []));
  builtInTexts.set(apiVersion, text);
  return text;
}

/** Changes whenever the document changes: it stands in the document's URL, so that clients may cache it for ever. */
export function openApiHash(apiVersion: string, customKinds: readonly CustomKind[] = []): string {
  const content = JSON.stringify([dataVersion(), apiVersion, customKinds]);
  return createHash('sha256').update(content).digest('hex').slice(0, HASH_CHARACTERS).toUpperCase();
}

/** The answer to `GET /openapi/v3`: a document's URL by `api/v1`, `apis/apps/v1`, ... */
export function openApiIndex(
  apiVersions: readonly string[],
  customKindsOf: (apiVersion: string) => readonly CustomKind[] = () => [],
): { paths: Record<string, { serverRelativeURL: string }> } {
  const entries = apiVersions.map((apiVersion) => {
    const path = rootPath(apiVersion);
    const hash = openApiHash(apiVersion, customKindsOf(apiVersion));
    return [path.slice(1), { serverRelativeURL: `/openapi/v3${path}?hash=${hash}` }] as const;
  });
  return { paths: Object.fromEntries(entries) };
}
