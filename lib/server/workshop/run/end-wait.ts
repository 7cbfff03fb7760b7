import 'server-only';
// A step that gave up waiting, or whose operator is gone, counts as done: what it waits for may come later.
import { StatusError, type Transport } from '#lib/kube/index.ts';
import { isAwaited, recordOfStep, withStep } from '#lib/model/workshop/journal.ts';
import type { StepId } from '#lib/stack/component.ts';
import { ensureNamespace } from '../journal/journal-namespace.ts';
import { JournalStore } from '../journal/journal-store.ts';
import type { WorkshopLease } from '../journal/workshop-lease.ts';
import { refusalOf } from './run-ground.ts';

/** Throws StatusError; 409 where it waits for nothing, or somebody else is at work. */
export async function endWait(
  transport: Transport,
  lease: WorkshopLease,
  step: StepId,
  signal: AbortSignal,
): Promise<void> {
  await ensureNamespace(transport, signal);
  await lease.take(signal, () => undefined);
  try {
    const store = new JournalStore(transport, signal);
    await store.open();
    const record = recordOfStep(store.journal, step);
    if (record === null || !isAwaited(record)) throw new StatusError(409, 'Conflict', `${step} waits for nothing`);
    const { waited: _, ...rest } = record;
    const endedAt = new Date().toISOString();
    await store.write(withStep(store.journal, { ...rest, state: 'applied', message: null, endedAt }));
  } catch (error) {
    throw refusalOf(error);
  } finally {
    await lease.release();
  }
}
