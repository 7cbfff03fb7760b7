import 'server-only';
// The journal in the cluster: one ConfigMap, written only over what was read, so that nobody overwrites another's.
import type { ConfigMap } from 'kubernetes-types/core/v1';
import { createObject, deleteObject, isStatusError, patchObject, type Transport } from '#lib/kube/index.ts';
import {
  EMPTY_JOURNAL,
  JOURNAL_KEY,
  JOURNAL_NAME,
  JOURNAL_NAMESPACE,
  type Journal,
  JournalError,
  journalText,
} from '#lib/model/workshop/journal.ts';
import { type Known, known, notKnown } from '#lib/model/workshop/known.ts';
import { MANAGED_BY, MANAGED_BY_LABEL } from '#lib/stack/component.ts';
import { parseJournal } from './journal-shape.ts';

const TIMEOUT_MS = 10_000;
const NAMESPACE_PATH = `/api/v1/namespaces/${JOURNAL_NAMESPACE}`;
const COLLECTION = `${NAMESPACE_PATH}/configmaps`;
const PATH = `${COLLECTION}/${JOURNAL_NAME}`;
const LABELS = { [MANAGED_BY_LABEL]: MANAGED_BY };

/** Null where none was begun. */
export async function readJournal(transport: Transport, signal: AbortSignal): Promise<Known<Journal | null>> {
  try {
    const stored = await read(transport, signal);
    return known(stored === null ? null : stored.journal);
  } catch (error) {
    if (error instanceof JournalError) return notKnown(error.message);
    if (!isStatusError(error)) throw error;
    return notKnown(error.code === 403 ? `configmaps in ${JOURNAL_NAMESPACE} may not be read` : error.message);
  }
}

interface Stored {
  journal: Journal;
  resourceVersion: string;
}

async function read(transport: Transport, signal: AbortSignal): Promise<Stored | null> {
  try {
    const { body } = await transport.json({ path: PATH, timeoutMs: TIMEOUT_MS, signal });
    return storedOf(body as ConfigMap);
  } catch (error) {
    if (isStatusError(error) && error.answered && error.code === 404) return null;
    throw error;
  }
}

/** Throws JournalError for one that is not ours, which is then left as it is. */
function storedOf({ metadata, data }: ConfigMap): Stored {
  return { journal: parseJournal(data?.[JOURNAL_KEY]), resourceVersion: metadata?.resourceVersion ?? '' };
}

/** For whoever holds the lease. */
export class JournalStore {
  readonly #transport: Transport;
  readonly #signal: AbortSignal;
  #stored: Stored | null = null;

  constructor(transport: Transport, signal: AbortSignal) {
    this.#transport = transport;
    this.#signal = signal;
  }

  get journal(): Journal {
    return this.#stored?.journal ?? EMPTY_JOURNAL;
  }

  /** Throws StatusError, and JournalError for what is no journal of ours. */
  async open(): Promise<void> {
    this.#stored = await read(this.#transport, this.#signal);
  }

  /** Throws StatusError; a Conflict where somebody else wrote it. JournalError where it would be too long. */
  async write(journal: Journal): Promise<void> {
    const text = journalText(journal);
    try {
      await this.#send(text);
    } catch (error) {
      if (!isStatusError(error) || error.code !== 409) throw error;
      if (!(await this.#isOursStill(text))) throw error;
      await this.#send(text);
    }
  }

  /** Whether it holds what was stored last, or was to be: an answer may get lost on its way. Then it is written over. */
  async #isOursStill(wanted: string): Promise<boolean> {
    const found = await read(this.#transport, this.#signal);
    const before = this.#stored === null ? null : journalText(this.#stored.journal);
    const now = found === null ? null : journalText(found.journal);
    if (now !== before && now !== wanted) return false;
    this.#stored = found;
    return true;
  }

  async #send(text: string): Promise<void> {
    const data = { [JOURNAL_KEY]: text };
    const signal = this.#signal;
    if (this.#stored === null) {
      const metadata = { name: JOURNAL_NAME, namespace: JOURNAL_NAMESPACE, labels: LABELS };
      const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data };
      const made = await createObject(this.#transport, { path: COLLECTION, object, dryRun: false, signal });
      this.#stored = storedOf(made as ConfigMap);
      return;
    }
    const patch = { metadata: { resourceVersion: this.#stored.resourceVersion }, data };
    const type = 'application/merge-patch+json';
    const after = await patchObject(this.#transport, { path: PATH, type, patch, dryRun: false, signal });
    this.#stored = storedOf(after as ConfigMap);
  }

  /** There is nothing left to remember: unless somebody has begun anew meanwhile, which is a Conflict. */
  async remove(): Promise<void> {
    const { resourceVersion = '' } = this.#stored ?? {};
    const options = resourceVersion === '' ? DELETION : { ...DELETION, preconditions: { resourceVersion } };
    await gone(deleteObject(this.#transport, { path: PATH, options, dryRun: false, signal: this.#signal }));
    this.#stored = null;
  }
}

const DELETION = { apiVersion: 'v1', kind: 'DeleteOptions' };

async function gone(deletion: Promise<unknown>): Promise<void> {
  try {
    await deletion;
  } catch (error) {
    if (!isStatusError(error) || error.code !== 404) throw error;
  }
}
