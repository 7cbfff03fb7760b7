// Server-side apply: a PATCH that says what an object shall be like, by somebody with a name.
import { serverSideApply } from '../patch/apply.ts';
import type { KubeObject, Stored } from '../store/object.ts';
import type { Answer } from './answer.ts';
import { parseYaml } from './body.ts';
import { createObject } from './create.ts';
import { shown } from './encode.ts';
import { type Call, checkedBody, inNamespace, named, namespaceOf, storedAnswer } from './objects.ts';
import { badRequest, notFound, unsupportedMediaType } from './refusals.ts';
import { isTrue } from './request-info.ts';
import { StatusError } from './status-error.ts';
import { updateObject } from './update.ts';

export const APPLY = 'application/apply-patch+yaml';

/** `mayCreate` throws Forbidden: applying what is not there creates it. */
export function applyAnswer(call: Call, mayCreate: () => void): Answer {
  const { machine, served, info, write, request } = call;
  const { schema } = served;
  if (schema === undefined) throw unsupportedMediaType([]);
  const applied = appliedObject(call);
  const live = machine.store.get(served.storage, namespaceOf(call), info.name) as Stored | undefined;
  if (live === undefined && write.subresource !== undefined) throw notFound(served.type, info.name);
  if (live === undefined) mayCreate();
  const result = serverSideApply({
    live: live === undefined ? undefined : shown(served, live),
    applied,
    schema,
    manager: managerOf(request.query),
    force: isTrue(request.query.get('force')),
    nowMs: machine.clock.now(),
    subresource: write.subresource,
    custom: served.custom === true,
    hasStatus: served.type.subresources.some(({ name }) => name === 'status'),
  });
  const options = { ...write, managed: true };
  const object = served.toStored(result);
  if (live === undefined) return storedAnswer(call, createObject(machine, served, object, options), 201);
  return storedAnswer(call, updateObject(machine, served, object, options));
}

function appliedObject(call: Call): KubeObject {
  const value = parseYaml(call.request.body);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw badRequest('error decoding YAML: the document is not an object');
  }
  const object = value as KubeObject;
  if (!object.apiVersion || !object.kind) throw badRequest('error decoding YAML: apiVersion and kind must be set');
  return named(call, inNamespace(call, checkedBody(call, object)));
}

function managerOf(query: URLSearchParams): string {
  const manager = query.get('fieldManager') ?? '';
  if (manager !== '') return manager;
  const message = 'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch';
  throw new StatusError('Invalid', message, {
    group: 'meta.k8s.io',
    kind: 'PatchOptions',
    causes: [
      { reason: 'FieldValueRequired', message: 'Required value: is required for apply patch', field: 'fieldManager' },
    ],
  });
}
