// DELETE of a collection: everything the selectors match, as a list of what was deleted.
import type { Stored } from '../../store/object.ts';
import { type Answer, objectAnswer } from '../answer.ts';
import type { Call } from '../call.ts';
import { listChunks, shown } from '../encode.ts';
import { listOptionsOf } from '../read/list-options.ts';
import { selectionOf } from '../read/selection.ts';
import { deleteObject } from '../write/delete.ts';
import { deleteOptionsOf } from './delete-options.ts';

export function deleteCollectionAnswer(call: Call): Answer {
  const { machine, served, info, request, asked } = call;
  const options = deleteOptionsOf(request);
  const { limit } = listOptionsOf(machine.store, request.query);
  const selection = selectionOf(served, info.namespace, request.query);
  const matching = machine.store
    .list(served.storage, selection.namespace)
    .filter((object) => selection.matches(object)) as readonly Stored[];
  const deleted = matching
    .slice(0, limit > 0 ? limit : matching.length)
    .map(({ metadata }) => deleteObject(machine, served, metadata.namespace, metadata.name, options).object);
  const metadata = { resourceVersion: String(machine.store.version) };
  if (asked.format === 'json') {
    return { status: 200, contentType: 'application/json', body: listChunks(served, deleted, metadata) };
  }
  const items = deleted.map((object) => shown(served, object));
  const list = { kind: `${served.type.kind}List`, apiVersion: served.apiVersion, metadata, items };
  return objectAnswer(list, asked.format);
}
