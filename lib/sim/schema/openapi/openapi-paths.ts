// The `paths` of an OpenAPI document: the operations of each resource, with what clients look up in them
// (kubectl: group-version-kind of an operation, dryRun and fieldValidation among the parameters of PATCH;
// cli-runtime/pkg/resource/query_param_verifier_v3.go, kubectl/pkg/explain/v2).
import { apiVersionOf, definitionNameOf } from '../group-version.ts';
import type { ResourceType, Subresource } from '../resources.ts';

type Json = Readonly<Record<string, unknown>>;

const WRITE_PARAMETERS = ['dryRun', 'fieldManager', 'fieldValidation'];
const LIST_PARAMETERS = [
  'allowWatchBookmarks',
  'continue',
  'fieldSelector',
  'labelSelector',
  'limit',
  'resourceVersion',
  'resourceVersionMatch',
  'sendInitialEvents',
  'timeoutSeconds',
  'watch',
];
const DELETE_PARAMETERS = ['dryRun', 'gracePeriodSeconds', 'orphanDependents', 'propagationPolicy'];

const BOOLEANS: ReadonlySet<string> = new Set([
  'allowWatchBookmarks',
  'force',
  'orphanDependents',
  'sendInitialEvents',
  'watch',
]);
const INTEGERS: ReadonlySet<string> = new Set(['gracePeriodSeconds', 'limit', 'timeoutSeconds']);

const PATCH_TYPES = [
  'application/apply-patch+yaml',
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
];
/** Strategic merge needs Go structs: the API server refuses it for custom resources. */
const CUSTOM_PATCH_TYPES = PATCH_TYPES.filter((type) => !type.includes('strategic'));

/** How an operation names the schemas it takes and gives: custom resources have names of their own. */
export interface Naming {
  custom: boolean;
  schemaName(apiVersion: string, kind: string): string;
}

export const BUILT_IN_NAMING: Naming = { custom: false, schemaName: definitionNameOf };

interface Target {
  apiVersion: string;
  kind: string;
  group: string;
  version: string;
  naming: Naming;
}

function reference(name: string): Json {
  return { $ref: `#/components/schemas/${name}` };
}

function query(name: string): Json {
  const type = BOOLEANS.has(name) ? 'boolean' : INTEGERS.has(name) ? 'integer' : 'string';
  return { in: 'query', name, schema: { type, uniqueItems: true } };
}

function pathParameter(name: string): Json {
  return { in: 'path', name, required: true, schema: { type: 'string', uniqueItems: true } };
}

function operation(
  target: Target,
  action: string,
  answerKind: string,
  parameters: readonly string[],
  body?: Json,
): Json {
  const { group, version, kind } = target;
  const answer = target.naming.schemaName(answerKind === 'Status' ? 'v1' : target.apiVersion, answerKind);
  return {
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': { group, version, kind },
    parameters: parameters.map(query),
    ...(body === undefined ? {} : { requestBody: { content: body, required: true } }),
    responses: {
      200: { description: 'OK', content: { 'application/json': { schema: reference(answer) } } },
      401: { description: 'Unauthorized' },
    },
  };
}

function bodyOf(target: Target): Json {
  return { '*/*': { schema: reference(target.naming.schemaName(target.apiVersion, target.kind)) } };
}

function patchBody(target: Target): Json {
  const schema = reference(definitionNameOf('v1', 'Patch'));
  const types = target.naming.custom ? CUSTOM_PATCH_TYPES : PATCH_TYPES;
  return Object.fromEntries(types.map((type) => [type, { schema }]));
}

function deleteBody(): Json {
  return { '*/*': { schema: reference(definitionNameOf('v1', 'DeleteOptions')) } };
}

/** Operations on one object: of a resource, or of a subresource. */
function itemOperations(target: Target, verbs: readonly string[]): Json {
  const operations: Record<string, unknown> = {};
  if (verbs.includes('get')) operations['get'] = operation(target, 'get', target.kind, []);
  if (verbs.includes('update')) {
    operations['put'] = operation(target, 'put', target.kind, WRITE_PARAMETERS, bodyOf(target));
  }
  if (verbs.includes('patch')) {
    operations['patch'] = operation(target, 'patch', target.kind, [...WRITE_PARAMETERS, 'force'], patchBody(target));
  }
  if (verbs.includes('delete')) {
    operations['delete'] = operation(target, 'delete', 'Status', DELETE_PARAMETERS, deleteBody());
  }
  return operations;
}

function collectionOperations(target: Target, verbs: readonly string[]): Json {
  const operations: Record<string, unknown> = {};
  if (verbs.includes('list')) operations['get'] = operation(target, 'list', `${target.kind}List`, LIST_PARAMETERS);
  if (verbs.includes('create')) {
    operations['post'] = operation(target, 'post', target.kind, WRITE_PARAMETERS, bodyOf(target));
  }
  if (verbs.includes('deletecollection')) {
    operations['delete'] = operation(
      target,
      'deletecollection',
      'Status',
      [...LIST_PARAMETERS, ...DELETE_PARAMETERS],
      deleteBody(),
    );
  }
  return operations;
}

function subresourceOperations(sub: Subresource, naming: Naming): Json {
  const apiVersion = apiVersionOf(sub);
  // A custom resource's scale is still autoscaling/v1's.
  const own = sub.kind === 'Scale' ? BUILT_IN_NAMING : naming;
  const target: Target = { apiVersion, kind: sub.kind, group: sub.group, version: sub.version, naming: own };
  // exec, attach, portforward and log stream bytes: there is no schema to point at.
  if (sub.kind.endsWith('Options') || sub.name === 'log') return {};
  const operations: Record<string, unknown> = { ...itemOperations(target, sub.verbs) };
  if (sub.verbs.includes('create')) {
    operations['post'] = operation(target, 'post', sub.kind, WRITE_PARAMETERS, bodyOf(target));
  }
  return operations;
}

/** Root of a group-version's paths: `/apis/apps/v1`, `/api/v1`. */
export function rootPath(apiVersion: string): string {
  return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

export function pathsOf(type: ResourceType, naming: Naming = BUILT_IN_NAMING): Record<string, Json> {
  const apiVersion = apiVersionOf(type);
  const target: Target = { apiVersion, kind: type.kind, group: type.group, version: type.version, naming };
  const root = rootPath(apiVersion);
  const scope = type.namespaced ? [pathParameter('namespace')] : [];
  const collection = `${root}${type.namespaced ? '/namespaces/{namespace}' : ''}/${type.resource}`;
  const paths: Record<string, Json> = {
    [collection]: { parameters: scope, ...collectionOperations(target, type.verbs) },
  };
  const item = itemOperations(target, type.verbs);
  const itemScope = [pathParameter('name'), ...scope];
  if (Object.keys(item).length > 0) paths[`${collection}/{name}`] = { parameters: itemScope, ...item };
  if (type.namespaced && type.verbs.includes('list')) {
    paths[`${root}/${type.resource}`] = collectionOperations(target, ['list']);
  }
  for (const sub of type.subresources) {
    const operations = subresourceOperations(sub, naming);
    if (Object.keys(operations).length > 0) {
      paths[`${collection}/{name}/${sub.name}`] = { parameters: itemScope, ...operations };
    }
  }
  return paths;
}
