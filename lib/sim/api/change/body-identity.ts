// Whether an object in a body is the one its path names: kind, version, namespace and name.

import { badRequest } from '../../refusals.ts';
import type { KubeObject } from '../../store/object.ts';
import type { Call } from '../call.ts';

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
    const from = `(${apiVersion?.split('/').at(-1)}.${kind})`;
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
