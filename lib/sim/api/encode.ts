// Objects as bytes: each is serialised once per version and its bytes are shared by every reader.
import type { KubeObject, Stored } from '../store/object.ts';
import { EncodedObjects } from './encoded.ts';
import type { Served } from './registry/registry.ts';

/** JSON without the opening brace, kind and apiVersion: lists and single objects put them in front. */
const BODIES = new EncodedObjects();
/** Whole lines of watches. */
const LINES = new EncodedObjects();

/** `{"kind":"Pod","apiVersion":"v1",` + body. */
export function prefixOf(served: Served): string {
  return `{"kind":${JSON.stringify(served.type.kind)},"apiVersion":${JSON.stringify(served.apiVersion)},`;
}

/** `"metadata":{...},...}` of an object, in the version that is served. */
export function bodyOf(served: Served, stored: Stored): Buffer {
  return BODIES.bytesOf(stored, served.apiVersion, () => Buffer.from(bodyText(served, stored)));
}

function bodyText(served: Served, stored: Stored): string {
  const { kind: _kind, apiVersion: _apiVersion, ...rest } = served.fromStored(stored);
  return JSON.stringify(rest).slice(1);
}

/** A line of a watch, shared by all its watchers. */
export function lineOf(served: Served, type: string, stored: Stored): Buffer {
  const form = `${type} ${served.apiVersion}`;
  return LINES.bytesOf(stored, form, () => Buffer.from(lineText(served, type, stored)));
}

/** The same, for one who reads more of them than are worth keeping. */
export function lineText(served: Served, type: string, stored: Stored): string {
  return `{"type":"${type}","object":${prefixOf(served)}${bodyText(served, stored)}}\n`;
}

/** An object as the served version shows it. */
export function shown(served: Served, stored: KubeObject): KubeObject {
  const { kind: _kind, apiVersion: _apiVersion, ...rest } = served.fromStored(stored);
  return { kind: served.type.kind, apiVersion: served.apiVersion, ...rest };
}

export interface ListMeta {
  resourceVersion: string;
  continue?: string;
  remainingItemCount?: number;
}

/** The chunks of a list document. */
export function listChunks(served: Served, items: readonly Stored[], metadata: ListMeta): (string | Buffer)[] {
  return [...listParts(served, items, metadata, bodyOf)];
}

/** The same for a list that is longer than what is worth keeping. */
export function listTexts(served: Served, items: readonly Stored[], metadata: ListMeta): Generator<string> {
  return listParts(served, items, metadata, bodyText);
}

function* listParts<T>(
  served: Served,
  items: readonly Stored[],
  metadata: ListMeta,
  bodyIn: (served: Served, stored: Stored) => T,
): Generator<string | T> {
  const { kind } = served.type;
  const head = { kind: `${kind}List`, apiVersion: served.apiVersion, metadata };
  yield `${JSON.stringify(head).slice(0, -1)},"items":[`;
  // Items of built-in lists carry no kind or apiVersion (they are typed); those of custom resources do.
  const open = served.custom === true ? prefixOf(served) : '{';
  for (const [index, item] of items.entries()) {
    yield index === 0 ? open : `,${open}`;
    yield bodyIn(served, item);
  }
  yield ']}\n';
}
