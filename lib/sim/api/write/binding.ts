// Binding a pod to a node: the pods/binding subresource. Mirrors pkg/registry/core/pod/storage/storage.go assignPod.
import type { Pod, PodCondition } from 'kubernetes-types/core/v1';
import { conflict, notFound } from '../../refusals.ts';
import type { Stored } from '../../store/object.ts';
import { timestamp } from '../../timestamp.ts';
import { updateObject } from './update.ts';
import type { Machine, WriteOptions } from './write-context.ts';

export interface BindingTarget {
  namespace: string;
  name: string;
  /** Absent: whatever pod has the name. */
  uid?: string;
}

const PODS = { group: '', resource: 'pods/binding' };

export function bindPod(machine: Machine, target: BindingTarget, node: string, options: WriteOptions): Stored {
  const served = machine.registry.stored('pods');
  const pod = machine.store.get('pods', target.namespace, target.name);
  if (served === undefined || pod === undefined) throw notFound({ group: '', resource: 'pods' }, target.name);
  const { name, uid, deletionTimestamp } = pod.metadata;
  if (target.uid && target.uid !== uid) {
    const why = `Precondition failed: UID in precondition: ${target.uid}, UID in object meta: ${uid}`;
    throw conflict(PODS, name, why);
  }
  if (deletionTimestamp !== undefined) {
    throw conflict(PODS, name, `pod ${name} is being deleted, cannot be assigned to a host`);
  }
  const assigned = pod.spec?.nodeName;
  if (assigned) throw conflict(PODS, name, `pod ${name} is already assigned to node "${assigned}"`);
  const bound = { ...pod, spec: { containers: [], ...pod.spec, nodeName: node }, status: scheduled(machine, pod) };
  return updateObject(machine, served, bound, { ...options, subresource: 'binding' });
}

function scheduled(machine: Machine, pod: Pod): Pod['status'] {
  const before = pod.status?.conditions ?? [];
  const condition: PodCondition = {
    type: 'PodScheduled',
    status: 'True',
    lastTransitionTime: timestamp(machine.clock.now()),
  };
  // A node that was kept for the pod has done its part (setPodNodeAndMetadata).
  const { nominatedNodeName: _kept, ...status } = pod.status ?? {};
  return { ...status, conditions: [...before.filter(({ type }) => type !== 'PodScheduled'), condition] };
}
