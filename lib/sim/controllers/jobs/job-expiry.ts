// Removes Jobs some time after they have finished. Mirrors kubernetes pkg/controller/ttlafterfinished.
import { keyOf, splitKey } from '../../store/object.ts';
import { type Controller, keysOf, type Outcome, type View } from '../controller.ts';
import { finishOf } from './job-pod.ts';

const RESOURCE = 'jobs.batch';

export const jobExpiryController: Controller = {
  name: 'ttl-after-finished-controller',
  fieldManager: 'kube-controller-manager',
  *wakes({ type, resource, object }) {
    if (resource === RESOURCE && type !== 'DELETED') yield keyOf(object.metadata.namespace, object.metadata.name);
  },
  initialKeys: keysOf(RESOURCE),
  reconcile,
};

function reconcile(view: View, key: string): Outcome {
  const { namespace, name } = splitKey(key);
  const job = view.get(RESOURCE, namespace, name);
  const ttlSeconds = job?.spec?.ttlSecondsAfterFinished;
  const finish = job === undefined ? undefined : finishOf(job);
  if (job === undefined || typeof ttlSeconds !== 'number' || finish?.lastTransitionTime === undefined) return {};
  if (job.metadata.deletionTimestamp !== undefined) return {};
  const leftMs = Date.parse(finish.lastTransitionTime) + ttlSeconds * 1_000 - view.nowMs;
  if (leftMs > 0) return { requeueAfterMs: leftMs };
  const options = { propagationPolicy: 'Foreground' as const, preconditions: { uid: job.metadata.uid } };
  return { writes: [{ op: 'delete', resource: RESOURCE, namespace, name, options }] };
}
