// GET, POST, PUT and DELETE of single objects.
import { type Answer, objectAnswer } from './answer.ts';
import { type Call, existing, namespaceOf, storedAnswer } from './call.ts';
import { inNamespace, named } from './change/body-identity.ts';
import { bodyObject } from './change/decode-object.ts';
import { deleteOptionsOf } from './change/delete-options.ts';
import { versionOfOne } from './read/list-options.ts';
import { createObject } from './write/create.ts';
import { deleteObject } from './write/delete.ts';
import { strategyOf } from './write/strategies.ts';
import { updateObject } from './write/update.ts';

export function getAnswer(call: Call): Answer {
  versionOfOne(call.request.query.get('resourceVersion') || '0');
  return storedAnswer(call, existing(call));
}

export function createAnswer(call: Call): Answer {
  const { machine, served, write } = call;
  const given = inNamespace(call, bodyObject(call));
  return storedAnswer(call, createObject(machine, served, served.toStored(given), write), 201);
}

export function updateAnswer(call: Call): Answer {
  const { machine, served, info, write } = call;
  const given = named(call, inNamespace(call, bodyObject(call)));
  const exists = machine.store.get(served.storage, namespaceOf(call), info.name) !== undefined;
  if (!exists && strategyOf(served.storage).createOnUpdate === true && write.subresource === undefined) {
    return storedAnswer(call, createObject(machine, served, served.toStored(given), write), 201);
  }
  return storedAnswer(call, updateObject(machine, served, served.toStored(given), write));
}

export function deleteAnswer(call: Call): Answer {
  const { machine, served, info, asked } = call;
  const options = deleteOptionsOf(call.request);
  const { object, gone } = deleteObject(machine, served, namespaceOf(call), info.name, options);
  if (!gone || strategyOf(served.storage).answersDeleted === true) return storedAnswer(call, object);
  const { name, uid } = object.metadata;
  const { group, resource } = served.type;
  const details = { name, ...(group === '' ? {} : { group }), kind: resource, uid };
  const status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details };
  return objectAnswer(status, asked.format);
}
