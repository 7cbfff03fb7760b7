// Lets go of pods that no Job counts any more: their Job is gone or has finished, or they are nobody's.
// Mirrors syncOrphanPod in kubernetes pkg/controller/job/job_controller.go.
import type { Job } from 'kubernetes-types/batch/v1';
import { keyOf, type Stored, splitKey } from '../../store/object.ts';
import type { Controller, Outcome, View } from '../controller.ts';
import { controllerOf } from '../owner.ts';
import { finishOf, isTracked, TRACKING_FINALIZER } from './job-pod.ts';

const JOBS = 'jobs.batch';

export const jobOrphanController: Controller = {
  name: 'job-controller',
  fieldManager: 'kube-controller-manager',
  *wakes({ type, resource, object }, view) {
    const { namespace, name, uid } = object.metadata;
    if (resource === 'pods' && type !== 'DELETED' && isForsaken(view, object)) yield keyOf(namespace, name);
    if (resource !== JOBS || (type !== 'DELETED' && finishOf(object as Stored<Job>) === undefined)) return;
    for (const pod of view.ownedBy('pods', uid)) {
      if (isTracked(pod)) yield keyOf(namespace, pod.metadata.name);
    }
  },
  *initialKeys(view) {
    for (const pod of view.list('pods')) {
      if (isForsaken(view, pod)) yield keyOf(pod.metadata.namespace, pod.metadata.name);
    }
  },
  reconcile,
};

function isForsaken(view: View, pod: Stored): boolean {
  if (!isTracked(pod)) return false;
  const owner = controllerOf(pod);
  if (owner === undefined) return true;
  if (owner.kind !== 'Job' || owner.apiVersion !== 'batch/v1') return false;
  const job = view.get(JOBS, pod.metadata.namespace, owner.name);
  return job?.metadata.uid !== owner.uid || finishOf(job) !== undefined;
}

function reconcile(view: View, key: string): Outcome {
  const { namespace, name } = splitKey(key);
  const pod = view.get('pods', namespace, name);
  if (pod === undefined || !isForsaken(view, pod)) return {};
  return {
    writes: [{ op: 'dropFinalizer', resource: 'pods', namespace, name, finalizer: TRACKING_FINALIZER }],
  };
}
