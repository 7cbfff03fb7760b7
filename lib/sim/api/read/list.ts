// Answers to LIST: a page of objects, as a List, a Table or metadata only.
import { keyOf, type Stored } from '../../store/object.ts';
import { type Answer, objectAnswer } from '../answer.ts';
import { type ListMeta, listChunks, metadataOnly, shown } from '../encode.ts';
import type { Asked } from '../negotiation.ts';
import { sendPaced } from '../paced.ts';
import type { Served } from '../registry/registry.ts';
import type { Machine } from '../write/write-context.ts';
import { checkExact, continueToken, type ListOptions, listOptionsOf } from './list-options.ts';
import { type Selection, selectionOf } from './selection.ts';
import { tableAnswer } from './table-answer.ts';

/** A longer list is sent bit by bit. */
const ITEMS_AT_ONCE_MAX = 1_000;

export function listAnswer(
  machine: Machine,
  served: Served,
  namespace: string,
  query: URLSearchParams,
  asked: Asked,
): Answer {
  const options = listOptionsOf(machine.store, query);
  checkExact(machine.store, served.storage, options);
  const { items, metadata } = pageOf(machine, served, selectionOf(served, namespace, query), options);
  if (asked.as === 'Table') return tableAnswer(machine, served, items, metadata, query, asked);
  if (asked.as === 'PartialObjectMetadata') {
    const list = { kind: 'PartialObjectMetadataList', apiVersion: 'meta.k8s.io/v1', metadata };
    return objectAnswer({ ...list, items: items.map(metadataOnly) }, asked.format);
  }
  if (asked.format === 'json') return jsonAnswer(listChunks(served, items, metadata), items.length);
  const kind = `${served.type.kind}List`;
  const shownItems = items.map((item) => shown(served, item));
  return objectAnswer({ kind, apiVersion: served.apiVersion, metadata, items: shownItems }, asked.format);
}

/** What is long goes out bit by bit: a list of every pod of a big cluster has hundreds of megabytes. */
function jsonAnswer(chunks: Iterable<string | Buffer>, count: number): Answer {
  const common = { status: 200, contentType: 'application/json' };
  if (count <= ITEMS_AT_ONCE_MAX) return { ...common, body: [...chunks] };
  return { ...common, run: (sink) => sendPaced(sink, chunks[Symbol.iterator](), () => sink.end()) };
}

/** The objects of one page, in etcd's order, and what is known of the rest. */
function pageOf(machine: Machine, served: Served, selection: Selection, options: ListOptions) {
  const { store } = machine;
  const version = options.version ?? store.version;
  const all = store.list(served.storage, selection.namespace);
  const items: Stored[] = [];
  const metadata: ListMeta = { resourceVersion: String(version) };
  let left = 0;
  for (const object of all) {
    if (options.after !== null && orderKey(object) <= options.after) continue;
    if (!selection.matches(object)) continue;
    if (options.limit > 0 && items.length === options.limit) left += 1;
    else items.push(object);
  }
  const last = items.at(-1);
  if (left > 0 && last !== undefined) {
    metadata.continue = continueToken(version, orderKey(last));
    metadata.remainingItemCount = left;
  }
  return { items, metadata };
}

function orderKey(object: Stored): string {
  return keyOf(object.metadata.namespace, object.metadata.name);
}
