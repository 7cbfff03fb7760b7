// GET, POST, PUT and DELETE of single objects and of collections.
import type { KubeObject, Stored } from '../store/object.ts';
import { type Answer, type ApiRequest, type BodyAnswer, objectAnswer } from './answer.ts';
import { createObject } from './create.ts';
import { bodyObject } from './decode-object.ts';
import { deleteObject } from './delete.ts';
import { deleteOptionsOf } from './delete-options.ts';
import { bodyOf, metadataOnly, prefixOf, shown } from './encode.ts';
import type { Asked } from './negotiation.ts';
import { badRequest, notFound } from './refusals.ts';
import type { Served } from './registry.ts';
import type { RequestInfo } from './request-info.ts';
import { strategyOf } from './strategy.ts';
import { tableAnswer } from './table-answer.ts';
import { updateObject } from './update.ts';
import type { Machine, WriteOptions } from './write-context.ts';

/** One request about one resource that exists, by somebody who may. */
export interface Call {
  machine: Machine;
  served: Served;
  info: RequestInfo;
  request: ApiRequest;
  asked: Asked;
  write: WriteOptions;
  /** For the Warning headers of the answer. */
  warnings: string[];
}

/** A stored object in the form that was asked for. */
export function storedAnswer(call: Call, object: Stored, status = 200): BodyAnswer {
  const { machine, served, asked, request } = call;
  if (asked.as === 'Table') {
    const { resourceVersion } = object.metadata;
    return { ...tableAnswer(machine, served, [object], { resourceVersion }, request.query, asked), status };
  }
  if (asked.as === 'PartialObjectMetadata') return objectAnswer(metadataOnly(object), asked.format, status);
  if (asked.format === 'yaml') return objectAnswer(shown(served, object), 'yaml', status);
  return { status, contentType: 'application/json', body: [prefixOf(served), bodyOf(served, object), '\n'] };
}

/** Where an object of a call lives; the path of a namespace names the namespace itself, which lives in none. */
export function namespaceOf({ served, info }: Call): string | undefined {
  return served.type.namespaced ? info.namespace : undefined;
}

export function existing(call: Call): Stored {
  const { machine, served, info } = call;
  const found = machine.store.get(served.storage, namespaceOf(call), info.name);
  if (found === undefined) throw notFound(served.type, info.name);
  return found;
}

export function getAnswer(call: Call): Answer {
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

/** The body is of the kind and version that the path names; both may be left out. */
export function checkedBody({ served, machine }: Call, object: KubeObject): KubeObject {
  const apiVersion = textIn(object.apiVersion);
  const kind = textIn(object.kind);
  if (served.custom === true && (!kind || !apiVersion)) {
    const missing = kind ? 'apiVersion' : 'Kind';
    throw badRequest(
      `the object provided is unrecognized (must be of type ${served.type.kind}): Object '${missing}' is missing`,
    );
  }
  const given = `${kind} in version "${(apiVersion ?? '').split('/').at(-1)}" cannot be handled as a ${served.type.kind}`;
  if (kind !== undefined && apiVersion !== undefined && machine.registry.ofKind(apiVersion, kind) === undefined) {
    // The place in upstream's source is part of the message.
    const scheme = 'pkg/runtime/scheme.go:111';
    throw badRequest(`${given}: no kind "${kind}" is registered for version "${apiVersion}" in scheme "${scheme}"`);
  }
  if (kind !== undefined && kind !== served.type.kind) {
    const internal = served.type.group === '' ? 'core' : served.type.group.split('.')[0];
    const from = `(${apiVersion?.replace('/', '.')}.${kind})`;
    throw badRequest(`${given}: converting ${from} to (${internal}.${served.type.kind}): unknown conversion`);
  }
  if (apiVersion !== undefined && apiVersion !== served.apiVersion) {
    throw badRequest(
      `the API version in the data (${apiVersion}) does not match the expected API version (${served.apiVersion})`,
    );
  }
  return { ...object, apiVersion: served.apiVersion, kind: served.type.kind };
}

/** A patch can make anything of these; what is no text is as good as another kind. */
function textIn(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** EnsureObjectNamespaceMatchesRequestNamespace of apiserver/pkg/registry/rest/meta.go. */
export function inNamespace({ served, info }: Call, object: KubeObject): KubeObject {
  const { namespace, ...metadata } = object.metadata ?? {};
  if (!served.type.namespaced) return { ...object, metadata };
  if (namespace && namespace !== info.namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  return { ...object, metadata: { ...metadata, namespace: info.namespace } };
}

/** The body names the object of the path, or none. */
export function named({ info }: Call, object: KubeObject): KubeObject {
  const { name } = object.metadata ?? {};
  if (name && name !== info.name) {
    throw badRequest(`the name of the object (${name}) does not match the name on the URL (${info.name})`);
  }
  return { ...object, metadata: { ...object.metadata, name: info.name } };
}
