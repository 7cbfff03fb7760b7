import 'server-only';
// Carries a planned write out, or lets the API server try it.
import { setTimeout as pause } from 'node:timers/promises';
import {
  createObject,
  deleteObject,
  isStatusError,
  patchObject,
  StatusError,
  type Transport,
} from '#lib/kube/index.ts';
import type { PlannedWrite } from '#lib/model/actions/action-plan.ts';

type Recreation = Extract<PlannedWrite, { kind: 'recreate' }>;

/** The old object may be on its way out for a moment: until it is gone no other can have its name. */
const GONE_WITHIN_MS = 10_000;
const LOOK_AGAIN_MS = 250;
/** A name for the dry run: the one it will have is still taken. */
const TRIAL_SUFFIX = '-trial';
/** A Job's name becomes a label of its pods. */
const NAME_LENGTH_MAX = 63;

/** Throws StatusError where the API server refuses. */
export async function carryOut(transport: Transport, write: PlannedWrite, dryRun: boolean): Promise<void> {
  switch (write.kind) {
    case 'patch':
      await patchObject(transport, { path: write.path, type: write.type, patch: write.body, dryRun });
      return;
    case 'delete':
      await deleteObject(transport, { path: write.path, options: write.body, dryRun });
      return;
    case 'create':
      await createObject(transport, { path: write.collection, object: write.object, dryRun });
      return;
    case 'recreate':
      await (dryRun ? tryRecreation(transport, write) : recreate(transport, write));
  }
}

async function tryRecreation(transport: Transport, write: Recreation): Promise<void> {
  await createObject(transport, { path: write.collection, object: renamed(write.after), dryRun: true });
  await deleteObject(transport, { path: write.path, options: deletion(write), dryRun: true });
}

/** Where the new one is refused after all, the old one is made again: nothing may be lost by trying. */
async function recreate(transport: Transport, write: Recreation): Promise<void> {
  // The cluster may have changed since the preview: what cannot be made is not deleted for it.
  await tryRecreation(transport, write);
  await deleteObject(transport, { path: write.path, options: deletion(write), dryRun: false });
  try {
    await createOnceGone(transport, write.collection, write.after);
  } catch (error) {
    throw await putBack(transport, write, messageOf(error));
  }
}

/** What to say of it. */
async function putBack(transport: Transport, write: Recreation, why: string): Promise<StatusError> {
  const said = `it was deleted, and could not be created as wished (${why})`;
  try {
    await createOnceGone(transport, write.collection, write.before);
    return new StatusError(409, 'Conflict', `${said}: it was created again as it was`);
  } catch (error) {
    const message = `${said}, nor as it was (${messageOf(error)}): it is gone, create it with kubectl`;
    return new StatusError(500, 'InternalError', message);
  }
}

function messageOf(error: unknown): string {
  return isStatusError(error) ? error.message : String(error);
}

async function createOnceGone(transport: Transport, path: string, object: unknown): Promise<void> {
  const untilMs = Date.now() + GONE_WITHIN_MS;
  for (;;) {
    try {
      await createObject(transport, { path, object, dryRun: false });
      return;
    } catch (error) {
      const isTaken = isStatusError(error) && error.code === 409;
      if (!isTaken || Date.now() >= untilMs) throw error;
      await pause(LOOK_AGAIN_MS);
    }
  }
}

/** Only the very object that was read; what it made goes with it. */
function deletion({ uid }: Recreation): Readonly<Record<string, unknown>> {
  return {
    apiVersion: 'v1',
    kind: 'DeleteOptions',
    gracePeriodSeconds: 0,
    preconditions: { uid },
    propagationPolicy: 'Background',
  };
}

function renamed(object: unknown): unknown {
  const { metadata, ...rest } = object as { metadata: { name?: string } };
  const name = (metadata.name ?? '').slice(0, NAME_LENGTH_MAX - TRIAL_SUFFIX.length).replace(/[^a-z0-9]+$/, '');
  return { ...rest, metadata: { ...metadata, name: `${name}${TRIAL_SUFFIX}` } };
}
