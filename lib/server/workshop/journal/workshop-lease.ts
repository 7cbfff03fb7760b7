import 'server-only';
// One operator at a time: a Lease that whoever works on the workshop renews. Whether it has run out is judged as
// client-go's leader election does, by how long nobody renewed it by our own clock: clocks of boards differ.
import { setTimeout as pause } from 'node:timers/promises';
import type { Lease } from 'kubernetes-types/coordination/v1';
import {
  createObject,
  deleteObject,
  isStatusError,
  patchObject,
  StatusError,
  type Transport,
} from '#lib/kube/index.ts';
import { JOURNAL_NAME, JOURNAL_NAMESPACE } from '#lib/model/workshop/journal.ts';
import { type Known, known, notKnown } from '#lib/model/workshop/known.ts';
import { MANAGED_BY, MANAGED_BY_LABEL } from '#lib/stack/component.ts';

const DURATION_SECONDS = 15;
const RENEW_MS = 4_000;
const TIMEOUT_MS = 3_000;
const LOOK_MS = 1_000;
const COLLECTION = `/apis/coordination.k8s.io/v1/namespaces/${JOURNAL_NAMESPACE}/leases`;
const PATH = `${COLLECTION}/${JOURNAL_NAME}`;

interface Seen {
  holder: string;
  version: string;
  uid: string;
  /** When its holder took it, by the holder's clock: tells two of one name apart. */
  acquired: string;
  /** Of performance.now, when it was first seen so. */
  sinceMs: number;
  /** Somebody wrote it while we looked on, and it was not us. */
  isRenewed: boolean;
}

export class WorkshopLease {
  readonly #transport: Transport;
  /** `host:3000`: of whoever has it, the same after a restart. */
  readonly identity: string;
  #seen: Seen | null = null;
  /** Of ours, while we have it. */
  #acquired: string | null = null;
  #renewing: NodeJS.Timeout | null = null;
  /** What we send goes one after the other: each write names the version that the one before it made. */
  #sending: Promise<void> = Promise.resolve();
  #renewedMs = 0;

  constructor(transport: Transport, identity: string) {
    this.#transport = transport;
    this.identity = identity;
  }

  /** Somebody else who has it, and has not let it run out; null where it can be taken. */
  async heldBy(signal: AbortSignal): Promise<Known<string | null>> {
    try {
      await this.#look(signal);
    } catch (error) {
      if (!isStatusError(error)) throw error;
      return notKnown(`lease ${JOURNAL_NAMESPACE}/${JOURNAL_NAME} could not be read: ${error.message}`);
    }
    return known(this.#isTaken() ? (this.#seen?.holder ?? null) : null);
  }

  /** The same once it is sure: whoever has it renews it, or it runs out meanwhile. */
  async surelyHeldBy(signal: AbortSignal, doubted: (holder: string) => void): Promise<Known<string | null>> {
    const first = await this.heldBy(signal);
    if (!first.known || first.value === null) return first;
    doubted(first.value);
    const version = this.#seen?.version;
    for (;;) {
      await pause(LOOK_MS, undefined, { signal });
      const now = await this.heldBy(signal);
      if (!now.known || now.value === null || this.#seen?.version !== version) return now;
    }
  }

  /** Throws StatusError: 409 where somebody else is at work. `lost` is called when it can no longer be kept. */
  async take(signal: AbortSignal, lost: () => void): Promise<void> {
    const lease = await this.#look(signal);
    if (this.#isTaken()) throw taken(this.#seen?.holder ?? 'somebody else');
    const acquired = microTime();
    const spec = this.#spec(acquired);
    // Before it is sent: the answer may get lost.
    this.#acquired = acquired;
    if (lease === null) {
      const metadata = { name: JOURNAL_NAME, namespace: JOURNAL_NAMESPACE, labels: { [MANAGED_BY_LABEL]: MANAGED_BY } };
      const object = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata, spec };
      this.#note(
        (await createObject(this.#transport, { path: COLLECTION, object, dryRun: false, signal })) as Lease,
        true,
      );
    } else {
      await this.#patch(spec, signal);
    }
    this.#renewedMs = performance.now();
    this.#renewing = setInterval(() => void this.#renew(lost), RENEW_MS);
  }

  /** For the next one; what cannot be given back runs out by itself, and what somebody else took stays theirs. */
  async release(): Promise<void> {
    if (this.#renewing === null) return;
    this.#stopRenewing();
    try {
      await this.#inTurn(() => this.#patchOurs({ holderIdentity: '' }, AbortSignal.timeout(TIMEOUT_MS)));
    } catch (error) {
      if (!isStatusError(error)) throw error;
    }
    this.#acquired = null;
  }

  /** There is nothing left to share. Throws StatusError; a Conflict where somebody else took it. */
  async remove(): Promise<void> {
    this.#stopRenewing();
    await this.#inTurn(async () => {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      if ((await this.#look(signal)) === null) return;
      const seen = this.#seen;
      if (seen === null || !this.#isOurs(seen)) throw taken(seen?.holder ?? 'somebody else');
      const preconditions = { uid: seen.uid, resourceVersion: seen.version };
      const options = { apiVersion: 'v1', kind: 'DeleteOptions', preconditions };
      await deleteObject(this.#transport, { path: PATH, options, dryRun: false, signal });
    }).catch((error: unknown) => {
      if (!isStatusError(error) || error.code !== 404) throw error;
    });
  }

  stop(): void {
    this.#stopRenewing();
  }

  /** Of another cluster: whatever was seen is not of this one. */
  forget(): void {
    this.#stopRenewing();
    this.#seen = null;
    this.#acquired = null;
  }

  #stopRenewing(): void {
    if (this.#renewing !== null) clearInterval(this.#renewing);
    this.#renewing = null;
  }

  async #renew(lost: () => void): Promise<void> {
    try {
      await this.#inTurn(async () => {
        if (this.#renewing === null || this.#acquired === null) return;
        await this.#patchOurs(this.#spec(this.#acquired), AbortSignal.timeout(TIMEOUT_MS));
        this.#renewedMs = performance.now();
      });
      return;
    } catch (error) {
      if (!isStatusError(error)) console.error('bramble: workshop: renewing the lease:', error);
      const isOver = isStatusError(error) && isGone(error);
      if (!isOver && performance.now() - this.#renewedMs < DURATION_SECONDS * 1000) return;
    }
    if (this.#renewing === null) return;
    this.#stopRenewing();
    lost();
  }

  /** Only over what we wrote last. Throws StatusError; a Conflict where somebody else wrote it since. */
  async #patchOurs(spec: object, signal: AbortSignal): Promise<void> {
    const seen = this.#seen;
    // One that was sent before this may have found that it is lost.
    if (seen === null || !this.#isOurs(seen)) throw taken(seen?.holder ?? 'somebody else');
    try {
      await this.#patch(spec, signal);
    } catch (error) {
      if (!isStatusError(error) || error.reason !== 'Conflict') throw error;
      // The answer to our last write may have got lost on its way.
      await this.#look(signal);
      if (this.#seen === null || !this.#isOurs(this.#seen)) throw error;
      await this.#patch(spec, signal);
    }
  }

  async #patch(spec: object, signal: AbortSignal): Promise<void> {
    const patch = { metadata: { resourceVersion: this.#seen?.version ?? '' }, spec };
    const type = 'application/merge-patch+json';
    this.#note((await patchObject(this.#transport, { path: PATH, type, patch, dryRun: false, signal })) as Lease, true);
  }

  async #inTurn(task: () => Promise<void>): Promise<void> {
    const before = this.#sending;
    const sent = before.then(task);
    this.#sending = sent.catch(() => undefined);
    return sent;
  }

  async #look(signal: AbortSignal): Promise<Lease | null> {
    try {
      const { body } = await this.#transport.json({ path: PATH, timeoutMs: TIMEOUT_MS, signal });
      this.#note(body as Lease, false);
      return body as Lease;
    } catch (error) {
      if (!isStatusError(error) || !error.answered || error.code !== 404) throw error;
      this.#seen = null;
      return null;
    }
  }

  #note({ metadata, spec }: Lease, isWritten: boolean): void {
    const version = metadata?.resourceVersion ?? '';
    const before = this.#seen;
    if (before?.version === version) return;
    const acquired = String(spec?.acquireTime ?? '');
    const holder = spec?.holderIdentity ?? '';
    const seen = { holder, version, uid: metadata?.uid ?? '', acquired, sinceMs: performance.now(), isRenewed: false };
    this.#seen = { ...seen, isRenewed: !isWritten && before !== null && !this.#isOurs(seen) };
  }

  #isOurs({ holder, acquired }: Seen): boolean {
    return holder === this.identity && this.#acquired !== null && Date.parse(acquired) === Date.parse(this.#acquired);
  }

  /** One of our own name that nobody renews is of who was here before us; one that is renewed has another of our name. */
  #isTaken(): boolean {
    const seen = this.#seen;
    if (seen === null || seen.holder === '') return false;
    if (seen.holder === this.identity && !seen.isRenewed) return false;
    return performance.now() - seen.sinceMs < DURATION_SECONDS * 1000;
  }

  #spec(acquireTime: string): object {
    const { identity: holderIdentity } = this;
    return { holderIdentity, leaseDurationSeconds: DURATION_SECONDS, acquireTime, renewTime: microTime() };
  }
}

/** Somebody else has it, or it was deleted. */
function isGone({ code, reason }: StatusError): boolean {
  return reason === 'Conflict' || code === 404;
}

/** As a MicroTime is written. */
function microTime(): string {
  return new Date().toISOString().replace('Z', '000Z');
}

function taken(holder: string): StatusError {
  const message = `${holder} is working on the workshop: watch here, or wait until it is done`;
  return new StatusError(409, 'Conflict', message);
}
