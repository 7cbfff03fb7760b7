// Extracts the structure of the Kubernetes API (no descriptions) from the Go module k8s.io/kubernetes
// into lib/sim/schema/data: discovery, OpenAPI definitions and protobuf field numbers.
//   node scripts/extract-schema.ts [--check]
// Fetches the modules with Go where they are not in its cache yet.
// --check writes nothing and exits 1 where the committed data differs from the modules.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type GoField, goFields } from './go-fields.ts';
import { type ProtoField, parseProto } from './proto-fields.ts';

const KUBERNETES = 'v1.37.2';
const STAGING = KUBERNETES.replace('v1.', 'v0.');
const DATA = fileURLToPath(new URL('../lib/sim/schema/data/', import.meta.url));

/** Group-versions whose structure is kept; which of them are served is decided in lib/sim/schema/served.ts. */
const GROUP_VERSIONS = [
  'v1',
  'admissionregistration.k8s.io/v1',
  'apiextensions.k8s.io/v1',
  'apiregistration.k8s.io/v1',
  'apps/v1',
  'authentication.k8s.io/v1',
  'authorization.k8s.io/v1',
  'autoscaling/v1',
  'autoscaling/v2',
  'batch/v1',
  'certificates.k8s.io/v1',
  'coordination.k8s.io/v1',
  'discovery.k8s.io/v1',
  'events.k8s.io/v1',
  'networking.k8s.io/v1',
  'node.k8s.io/v1',
  'policy/v1',
  'rbac.authorization.k8s.io/v1',
  'scheduling.k8s.io/v1',
  'storage.k8s.io/v1',
];

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };
/** Output files by name relative to the data directory; each entry becomes one line of its file. */
type Files = Map<string, Map<string, Json>>;

/** Where Go keeps modules: GOMODCACHE, or its default below GOPATH. */
function moduleCache(): string {
  const { GOMODCACHE, GOPATH } = process.env;
  return GOMODCACHE ?? join(GOPATH ?? join(homedir(), 'go'), 'pkg', 'mod');
}

function asObject(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

function asText(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

function readJson(path: string): JsonObject {
  return asObject(JSON.parse(readFileSync(path, 'utf8')) as Json);
}

/** The same structure without prose; a property that is called `description` stays. */
function withoutDescriptions(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutDescriptions);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key, entry]) => key !== 'description' || typeof entry !== 'string');
  return Object.fromEntries(kept.map(([key, entry]) => [key, withoutDescriptions(entry)]));
}

/** Upstream's file name part of a group-version: `api__v1`, `apis__apps__v1`. */
function fileStem(groupVersion: string): string {
  return groupVersion.includes('/') ? `apis__${groupVersion.replace('/', '__')}` : `api__${groupVersion}`;
}

/** Every line of a file: `"name": value`, so that a change of Kubernetes reads well in a diff. */
function render(entries: Map<string, Json>): string {
  const lines = [...entries].map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  return `{\n${lines.join(',\n')}\n}\n`;
}

function extractSchemas(kubernetes: string, files: Files): Map<string, JsonObject> {
  const definitions = new Map<string, JsonObject>();
  for (const groupVersion of GROUP_VERSIONS) {
    const path = join(kubernetes, 'api/openapi-spec/v3', `${fileStem(groupVersion)}_openapi.json`);
    const schemas = asObject(asObject(readJson(path)['components'])['schemas']);
    for (const [name, schema] of Object.entries(schemas)) {
      const structure = asObject(withoutDescriptions(schema));
      // Types every group has (DeleteOptions, WatchEvent) list all groups' kinds: the server names its own.
      if (name.startsWith('io.k8s.apimachinery.')) delete structure['x-kubernetes-group-version-kind'];
      definitions.set(name, structure);
    }
  }
  for (const name of [...definitions.keys()].sort()) {
    const dot = name.lastIndexOf('.');
    const file = `schemas/${name.slice('io.k8s.'.length, dot)}.json`;
    const entries = files.get(file) ?? new Map<string, Json>();
    entries.set(name.slice(dot + 1), definitions.get(name) ?? {});
    files.set(file, entries);
  }
  return definitions;
}

function extractDiscovery(kubernetes: string, files: Files): void {
  const wanted = new Set(GROUP_VERSIONS);
  const aggregated = readJson(join(kubernetes, 'api/discovery/aggregated_v2.json'))['items'];
  const groupVersions = ['v1'];
  for (const item of Array.isArray(aggregated) ? aggregated.map(asObject) : []) {
    const versions = item['versions'];
    for (const version of Array.isArray(versions) ? versions.map(asObject) : []) {
      const groupVersion = `${asText(asObject(item['metadata'])['name'])}/${asText(version['version'])}`;
      if (wanted.has(groupVersion)) groupVersions.push(groupVersion);
    }
  }
  const entries = new Map<string, Json>();
  for (const groupVersion of groupVersions) {
    const list = readJson(join(kubernetes, 'api/discovery', `${fileStem(groupVersion)}.json`));
    const resources = Array.isArray(list['resources']) ? list['resources'].map(asObject) : [];
    entries.set(
      groupVersion,
      resources.map((resource) => {
        const { storageVersionHash: _, ...rest } = resource;
        return rest;
      }),
    );
  }
  files.set('discovery.json', entries);
}

function protoFiles(cache: string): string[] {
  const api = join(cache, `k8s.io/api@${STAGING}`);
  const machinery = join(cache, `k8s.io/apimachinery@${STAGING}/pkg`);
  const found = [
    join(cache, `k8s.io/apiextensions-apiserver@${STAGING}/pkg/apis/apiextensions/v1/generated.proto`),
    join(cache, `k8s.io/kube-aggregator@${STAGING}/pkg/apis/apiregistration/v1/generated.proto`),
    join(machinery, 'apis/meta/v1/generated.proto'),
  ];
  for (const group of readdirSync(api)) {
    for (const version of ['v1', 'v2']) {
      const path = join(api, group, version, 'generated.proto');
      if (existsSync(path)) found.push(path);
    }
  }
  return found.sort();
}

/**
 * Field numbers of every message in the packages the definitions come from: [JSON name, type], and a third entry, 1,
 * where JSON leaves a zero value out (protobuf always carries it). An empty name is an embedded struct.
 */
function extractWire(cache: string, definitions: Map<string, JsonObject>, files: Files): void {
  const packages = new Set([...definitions.keys()].map((name) => name.slice(0, name.lastIndexOf('.'))));
  for (const path of protoFiles(cache)) {
    const goTypes = goFields(dirname(path));
    const messages = parseProto(readFileSync(path, 'utf8'));
    for (const [name, protoFields] of messages) {
      const dot = name.lastIndexOf('.');
      if (!packages.has(name.slice(0, dot))) continue;
      const file = `wire/${name.slice('io.k8s.'.length, dot)}.json`;
      const entries = files.get(file) ?? new Map<string, Json>();
      entries.set(name.slice(dot + 1), wireFields(name.slice(dot + 1), protoFields, goTypes));
      files.set(file, entries);
    }
  }
}

function wireFields(message: string, protoFields: readonly ProtoField[], goTypes: Map<string, GoField>): JsonObject {
  const fields: JsonObject = {};
  for (const { number, name, type } of protoFields) {
    const go = goTypes.get(`${message}.${number}`);
    fields[String(number)] = [go?.jsonName ?? name, type, ...(go?.omitsZero ? [1] : [])];
  }
  return fields;
}

function download(missing: readonly string[]): void {
  if (missing.length === 0) return;
  // Outside any module, so that no go.mod of a folder above says which versions there are.
  const run = spawnSync('go', ['mod', 'download', ...missing], {
    cwd: tmpdir(),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (run.error !== undefined) throw new Error(`Go is needed to fetch ${missing.join(', ')}: ${run.error.message}`);
  if (run.status !== 0) throw new Error(`go mod download could not fetch ${missing.join(', ')}`);
}

function extract(): Files {
  const cache = moduleCache();
  const kubernetes = join(cache, `k8s.io/kubernetes@${KUBERNETES}`);
  const staging = ['api', 'apiextensions-apiserver', 'apimachinery', 'kube-aggregator'];
  const needed = [`k8s.io/kubernetes@${KUBERNETES}`, ...staging.map((name) => `k8s.io/${name}@${STAGING}`)];
  download(needed.filter((name) => !existsSync(join(cache, name))));
  const files: Files = new Map();
  files.set('version.json', new Map<string, Json>([['kubernetes', KUBERNETES]]));
  extractDiscovery(kubernetes, files);
  extractWire(cache, extractSchemas(kubernetes, files), files);
  return files;
}

function stale(files: Files): string[] {
  const committed = readdirSync(DATA, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));
  const differing = [...files].filter(([name, entries]) => {
    const path = join(DATA, name);
    return !existsSync(path) || readFileSync(path, 'utf8') !== render(entries);
  });
  return [...differing.map(([name]) => name), ...committed.filter((name) => !files.has(name))];
}

function main(): void {
  const files = extract();
  if (process.argv.includes('--check')) {
    const names = stale(files);
    for (const name of names) console.error(`out of date: lib/sim/schema/data/${name}`);
    if (names.length > 0) console.error('run "node scripts/extract-schema.ts" and commit the result');
    process.exitCode = names.length > 0 ? 1 : 0;
    return;
  }
  rmSync(DATA, { recursive: true, force: true });
  for (const [name, entries] of files) {
    const path = join(DATA, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, render(entries));
  }
  process.stdout.write(`wrote ${files.size} files of Kubernetes ${KUBERNETES} to lib/sim/schema/data\n`);
}

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
