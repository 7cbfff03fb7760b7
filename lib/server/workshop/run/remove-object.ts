import 'server-only';
// Deletes what was made, and waits until it is gone.
import { setTimeout as pause } from 'node:timers/promises';
import { deleteObject, isStatusError, type Transport } from '#lib/kube/index.ts';
import { type ObjectRef, objectText } from '#lib/model/workshop/object-key.ts';
import { objectPathOf } from '../look/object-path.ts';
import { patiently } from './patience.ts';
import { type RunGround, StepFailure } from './run-ground.ts';

const LOOK_MS = 500;
/** Pods are given half a minute to end, and a namespace ends after all that is in it. */
const GONE_WITHIN_MS = 180_000;
/** What they made goes first: a Job ends its pods before the claim that they use. */
const WITH_DEPENDENTS: readonly string[] = ['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'Prometheus'];

/** Only that one, where its uid is known; one that is gone already is none. Throws StatusError. */
export async function removeObject(
  transport: Transport,
  ref: ObjectRef,
  uid: string | null,
  signal: AbortSignal,
): Promise<void> {
  const options = {
    apiVersion: 'v1',
    kind: 'DeleteOptions',
    propagationPolicy: WITH_DEPENDENTS.includes(ref.kind) ? 'Foreground' : 'Background',
    ...(uid === null ? {} : { preconditions: { uid } }),
  };
  try {
    await deleteObject(transport, { path: objectPathOf(ref), options, dryRun: false, signal });
  } catch (error) {
    if (!isStatusError(error) || error.code !== 404) throw error;
  }
}

/** Throws StepFailure where that takes too long, and StatusError. */
export async function untilGone({ transport, signal, told }: RunGround, refs: readonly ObjectRef[]): Promise<void> {
  const untilMs = Date.now() + GONE_WITHIN_MS;
  for (;;) {
    const there: string[] = [];
    for (const ref of refs) if (await isThere(transport, ref, signal)) there.push(objectText(ref));
    const [first] = there;
    if (first === undefined) return;
    if (Date.now() > untilMs) {
      throw new StepFailure(`${there.join(', ')} was deleted and is not gone: see what its finalizers wait for.`);
    }
    told(`waits until ${first} is gone`);
    await pause(LOOK_MS, undefined, { signal });
  }
}

/** A volume may not be looked at by whoever may not see volumes: then nobody waits for it. */
async function isThere(transport: Transport, ref: ObjectRef, signal: AbortSignal): Promise<boolean> {
  const path = ref.kind === 'PersistentVolume' ? `/api/v1/persistentvolumes/${ref.name}` : objectPathOf(ref);
  const answer = await patiently(async () => {
    try {
      await transport.json({ path, timeoutMs: 10_000, signal });
      return true;
    } catch (error) {
      if (isStatusError(error) && error.answered && (error.code === 404 || error.code === 403)) return false;
      throw error;
    }
  }, signal);
  return answer;
}
