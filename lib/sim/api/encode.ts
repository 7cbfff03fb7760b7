// Objects as bytes: each is serialised once per version and its bytes are shared by every reader.
import type { KubeObject, Stored } from '../store/object.ts';
import type { Served } from './registry/registry.ts';

/** JSON without the opening brace, kind and apiVersion: lists, single objects and watch events put them in front. */
const bodies = new WeakMap<KubeObject, Map<string, Buffer>>();

/** `{"kind":"Pod","apiVersion":"v1",` + body. */
export function prefixOf(served: Served): string {
  return `{"kind":${JSON.stringify(served.type.kind)},"apiVersion":${JSON.stringify(served.apiVersion)},`;
}

/** `"metadata":{...},...}` of an object, in the version that is served. */
export function bodyOf(served: Served, stored: Stored): Buffer {
  let byVersion = bodies.get(stored);
  if (byVersion === undefined) {
    byVersion = new Map();
    bodies.set(stored, byVersion);
  }
  let body = byVersion.get(served.apiVersion);
  if (body === undefined) {
    const { kind: _kind, apiVersion: _apiVersion, ...rest } = served.fromStored(stored);
    body = Buffer.from(JSON.stringify(rest)).subarray(1);
    byVersion.set(served.apiVersion, body);
  }
  return body;
}

/** An object as the served version shows it. */
export function shown(served: Served, stored: KubeObject): KubeObject {
  const { kind: _kind, apiVersion: _apiVersion, ...rest } = served.fromStored(stored);
  return { kind: served.type.kind, apiVersion: served.apiVersion, ...rest };
}

/** meta.k8s.io/v1 PartialObjectMetadata of an object. */
export function metadataOnly(stored: KubeObject): KubeObject {
  return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: stored.metadata ?? {} };
}

export interface ListMeta {
  resourceVersion: string;
  continue?: string;
  remainingItemCount?: number;
}

/** The chunks of a list document. */
export function listChunks(served: Served, items: readonly Stored[], metadata: ListMeta): (string | Buffer)[] {
  const { kind } = served.type;
  const head = { kind: `${kind}List`, apiVersion: served.apiVersion, metadata };
  const chunks: (string | Buffer)[] = [`${JSON.stringify(head).slice(0, -1)},"items":[`];
  // Items of built-in lists carry no kind or apiVersion (they are typed); those of custom resources do.
  const open = served.custom === true ? prefixOf(served) : '{';
  items.forEach((item, index) => {
    chunks.push(index === 0 ? open : `,${open}`, bodyOf(served, item));
  });
  chunks.push(']}\n');
  return chunks;
}
