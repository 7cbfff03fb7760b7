// Answers to LIST: a page of objects, as a List, a Table or metadata only.
import { StatusError } from '../../status-error.ts';
import { keyOf, type Stored } from '../../store/object.ts';
import { partialObject } from '../../table/partial-object.ts';
import { type Answer, objectAnswer } from '../answer.ts';
import type { Call } from '../call.ts';
import { type ListMeta, listChunks, listTexts, shown } from '../encode.ts';
import { sendPaced } from '../paced.ts';
import type { Served } from '../registry/registry.ts';
import type { Machine } from '../write/write-context.ts';
import { ContinueExpired, continueToken } from './list-continue.ts';
import { type ListOptions, listOptionsOf } from './list-options.ts';
import type { ListSnapshots } from './list-snapshots.ts';
import { type Selection, selectionOf } from './selection.ts';
import { tableAnswer } from './table-answer.ts';

/** The bytes of a longer list's objects are not kept: it would push out those of all others. */
const ITEMS_KEPT_MAX = 200;
/** A longer list is sent bit by bit. */
const ITEMS_AT_ONCE_MAX = 1_000;

export function listAnswer({ machine, served, info, request, asked }: Call, snapshots: ListSnapshots): Answer {
  const { query } = request;
  const options = listOptionsOf(machine.store, query);
  const { items, metadata } = pageOf(machine, served, selectionOf(served, info.namespace, query), options, snapshots);
  if (asked.as === 'Table') return tableAnswer(machine, served, items, metadata, query, asked);
  if (asked.as === 'PartialObjectMetadata') {
    const list = { kind: 'PartialObjectMetadataList', apiVersion: 'meta.k8s.io/v1', metadata };
    // A Go slice that nothing was put into, which has no omitempty (apiserver pkg/endpoints/handlers/response.go).
    return objectAnswer({ ...list, items: items.length === 0 ? null : items.map(partialObject) }, asked.format);
  }
  if (asked.format === 'json') return jsonAnswer(served, items, metadata);
  const kind = `${served.type.kind}List`;
  const shownItems = items.map((item) => shown(served, item));
  return objectAnswer({ kind, apiVersion: served.apiVersion, metadata, items: shownItems }, asked.format);
}

/** What is long goes out bit by bit: a list of every pod of a big cluster has hundreds of megabytes. */
function jsonAnswer(served: Served, items: readonly Stored[], meta: ListMeta): Answer {
  // A list of custom resources has no Go type, whose omitempty would leave the empty token out.
  const metadata = served.columns === undefined ? meta : { continue: '', ...meta };
  const common = { status: 200, contentType: 'application/json' };
  if (items.length <= ITEMS_KEPT_MAX) return { ...common, body: listChunks(served, items, metadata) };
  if (items.length <= ITEMS_AT_ONCE_MAX) return { ...common, body: [[...listTexts(served, items, metadata)].join('')] };
  return { ...common, run: (sink) => sendPaced(sink, listTexts(served, items, metadata), () => sink.end()) };
}

/** The objects of one page, in etcd's order, and what is known of the rest. */
function pageOf(
  machine: Machine,
  served: Served,
  selection: Selection,
  options: ListOptions,
  snapshots: ListSnapshots,
) {
  const version = options.version ?? machine.store.version;
  const { limit, from } = options;
  const all = snapshots.at(machine, served.storage, selection.namespace, version, limit > 0);
  if (all === null) throw from === null ? exactExpired() : new ContinueExpired({ version, from });
  const keyOfItem = ({ metadata }: Stored) =>
    keyOf(selection.namespace ? undefined : metadata.namespace, metadata.name);
  const items: Stored[] = [];
  const metadata: ListMeta = { resourceVersion: String(version) };
  let at = from === null ? 0 : firstAt(all, (object) => keyOfItem(object) >= from);
  for (; at < all.length && (limit === 0 || items.length < limit); at++) {
    const object = all[at];
    if (object !== undefined && selection.matches(object)) items.push(object);
  }
  const last = items.at(-1);
  const hasMore =
    last !== undefined &&
    (selection.isSelective ? all.slice(at).some((one) => selection.matches(one)) : at < all.length);
  if (hasMore) {
    metadata.continue = continueToken(version, keyOfItem(last));
    // Nobody counts what a selector would leave (storage/etcd3/store.go).
    if (!selection.isSelective) metadata.remainingItemCount = all.length - at;
  }
  return { items, metadata };
}

function exactExpired(): StatusError {
  return new StatusError('Expired', 'The resourceVersion for the provided list is too old.');
}

/** The first index whose object passes a test that all after it pass too. */
function firstAt(objects: readonly Stored[], passes: (object: Stored) => boolean): number {
  let low = 0;
  let high = objects.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const object = objects[middle];
    if (object !== undefined && passes(object)) high = middle;
    else low = middle + 1;
  }
  return low;
}
