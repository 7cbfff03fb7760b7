// Server-side apply: a PATCH that says what an object shall be like, by somebody with a name.
import { serverSideApply } from '../../patch/apply/apply.ts';
import { badRequest, conflict, invalidOption, notFound, unsupportedPatch } from '../../refusals.ts';
import type { StatusError } from '../../status-error.ts';
import type { KubeObject } from '../../store/object.ts';
import type { Answer } from '../answer.ts';
import { yamlOf } from '../body.ts';
import { type Call, namespaceOf, storedAnswer } from '../call.ts';
import { shown } from '../encode.ts';
import { isTrue } from '../request-info.ts';
import { createObject } from '../write/create.ts';
import { updateObject } from '../write/update.ts';
import { inNamespace, named } from './body-identity.ts';

export const APPLY = 'application/apply-patch+yaml';

/** `mayCreate` throws Forbidden: applying what is not there creates it. */
export function applyAnswer(call: Call, mayCreate: () => void): Answer {
  const { machine, served, info, write, request } = call;
  const { schema } = served;
  if (schema === undefined) throw unsupportedPatch();
  const manager = managerOf(request.query);
  const applied = appliedObject(call);
  const live = machine.store.get(served.storage, namespaceOf(call), info.name);
  if (live === undefined && write.subresource !== undefined) throw notFound(served.type, info.name);
  if (live === undefined) mayCreate();
  if (live === undefined && applied.metadata?.uid) throw conflict(served.type, info.name, noneOf(applied.metadata.uid));
  const result = serverSideApply({
    live: live === undefined ? undefined : shown(served, live),
    applied,
    schema,
    manager,
    force: isTrue(request.query.get('force')),
    nowMs: machine.clock.now(),
    subresource: write.subresource,
    custom: served.custom === true,
    hasStatus: served.type.subresources.some(({ name }) => name === 'status'),
  });
  const options = { ...write, managed: true };
  const object = served.toStored(named(call, inNamespace(call, result)));
  if (live === undefined) return storedAnswer(call, createObject(machine, served, object, options), 201);
  return storedAnswer(call, updateObject(machine, served, object, options));
}

/** Whoever names a uid means one that is there (apiserver pkg/endpoints/handlers/patch.go applyPatch). */
function noneOf(uid: string): string {
  return `uid mismatch: the provided object specified uid ${uid}, and no existing object was found`;
}

function appliedObject(call: Call): KubeObject {
  const parsed = yamlOf(call.request.body);
  if ('why' in parsed) throw badRequest(`error decoding patch: error converting YAML to JSON: ${parsed.why}`);
  const { value } = parsed;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const got = Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value;
    const why = `json: cannot unmarshal ${got} into Go value of type map[string]interface {}`;
    throw badRequest(`error decoding patch: error unmarshaling JSON: while decoding JSON: ${why}`);
  }
  const object = value as KubeObject;
  const { served } = call;
  if (object.apiVersion !== served.apiVersion || object.kind !== served.type.kind) throw otherType(object);
  inNamespace(call, named(call, object));
  return object;
}

/** apimachinery/pkg/util/managedfields/internal/versioncheck.go. */
function otherType({ apiVersion, kind }: KubeObject): StatusError {
  const version = textIn(apiVersion);
  const shown = version.includes('/') ? version : `/${version}`;
  return badRequest(`invalid object type: ${shown}, Kind=${textIn(kind)}`);
}

function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function managerOf(query: URLSearchParams): string {
  const manager = query.get('fieldManager') ?? '';
  if (manager !== '') return manager;
  const message = 'Required value: is required for apply patch';
  throw invalidOption('PatchOptions', 'fieldManager', 'FieldValueRequired', message);
}
