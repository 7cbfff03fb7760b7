import 'server-only';
// The namespace of the journal and of the lease: made for them, and removed when nobody else has anything in it.
import { setTimeout as pause } from 'node:timers/promises';
import type { Namespace } from 'kubernetes-types/core/v1';
import { createObject, deleteObject, isStatusError, StatusError, type Transport } from '#lib/kube/index.ts';
import { JOURNAL_NAME, JOURNAL_NAMESPACE } from '#lib/model/workshop/journal.ts';
import { objectKey } from '#lib/model/workshop/object-key.ts';
import { MANAGED_BY, MANAGED_BY_LABEL } from '#lib/stack/component.ts';
import { certainResidents } from '../look/undo-look.ts';

const TIMEOUT_MS = 10_000;
const PATH = `/api/v1/namespaces/${JOURNAL_NAMESPACE}`;
const LABELS = { [MANAGED_BY_LABEL]: MANAGED_BY };
const HOLDER = { apiVersion: 'v1', kind: 'Namespace', namespace: null, name: JOURNAL_NAMESPACE };
const JOURNAL = { apiVersion: 'v1', kind: 'ConfigMap', namespace: JOURNAL_NAMESPACE, name: JOURNAL_NAME };
const OURS: ReadonlySet<string> = new Set([objectKey(JOURNAL)]);
/** One that was removed a moment ago ends after all that was in it; whoever asked waits for the answer. */
const ENDS_WITHIN_MS = 15_000;
const LOOK_MS = 250;

/** Throws StatusError where it is not there and may not be made, and 409 where it is being deleted and does not end. */
export async function ensureNamespace(transport: Transport, signal: AbortSignal): Promise<void> {
  const untilMs = performance.now() + ENDS_WITHIN_MS;
  for (;;) {
    const found = await read(transport, signal);
    if (found === null) return make(transport, signal);
    if (found.metadata?.deletionTimestamp === undefined) return;
    if (performance.now() > untilMs) throw notGone(found);
    await pause(LOOK_MS, undefined, { signal });
  }
}

function notGone({ status }: Namespace): StatusError {
  const why = (status?.conditions ?? []).filter((one) => one.status === 'True').map(({ message }) => message ?? '');
  const words = `namespace ${JOURNAL_NAMESPACE} is being deleted and not gone yet, and the journal is kept in it`;
  return new StatusError(409, 'Conflict', [words, ...why].join(': '));
}

async function read(transport: Transport, signal: AbortSignal): Promise<Namespace | null> {
  try {
    return (await transport.json({ path: PATH, timeoutMs: TIMEOUT_MS, signal })).body as Namespace;
  } catch (error) {
    if (!isStatusError(error) || error.code !== 404) throw error;
    return null;
  }
}

async function make(transport: Transport, signal: AbortSignal): Promise<void> {
  const object = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: JOURNAL_NAMESPACE, labels: LABELS } };
  try {
    await createObject(transport, { path: '/api/v1/namespaces', object, dryRun: false, signal });
  } catch (error) {
    // Another one was faster.
    if (!isStatusError(error) || error.reason !== 'AlreadyExists') throw error;
  }
}

/** Only the one that was made for the workshop, and with nothing else in it: whoever may not look into it leaves it. */
export async function removeNamespace(transport: Transport, signal: AbortSignal): Promise<void> {
  const found = await read(transport, signal);
  if (found?.metadata?.labels?.[MANAGED_BY_LABEL] !== MANAGED_BY) return;
  const { found: others, unread } = await certainResidents({ transport, signal }, HOLDER, OURS);
  if (unread !== null || others.length > 0) return;
  const options = { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid: found.metadata.uid ?? '' } };
  try {
    await deleteObject(transport, { path: PATH, options, dryRun: false, signal });
  } catch (error) {
    if (!isStatusError(error) || (error.code !== 403 && error.code !== 404)) throw error;
  }
}
