// How code inside the simulated cluster changes it: the same semantics as a request, without HTTP.
import type { Preconditions } from 'kubernetes-types/meta/v1';
import type { KubeObject, ResourceId, Stored } from '../../store/object.ts';

export interface DeleteOptions {
  gracePeriodSeconds?: number;
  propagationPolicy?: 'Background' | 'Foreground' | 'Orphan';
  preconditions?: Preconditions;
}

/**
 * Every call throws a StatusError where the API would refuse, and returns what the API would answer.
 * `manager` is the field manager recorded in managedFields (`kube-controller-manager`, `kubelet`, ...).
 */
export interface Writer {
  create(resource: ResourceId, object: KubeObject, manager: string): Stored;
  /**
   * Replaces spec and metadata; a stale metadata.resourceVersion is a Conflict, an absent one is not.
   * Taking the last finalizer off an object that is being deleted removes it.
   */
  update(resource: ResourceId, object: KubeObject, manager: string): Stored;
  /** Replaces status, and annotations where the object brings any: deployment controllers note the revision so. */
  updateStatus(resource: ResourceId, object: KubeObject, manager: string): Stored;
  /** The scale subresource: other replicas, and nothing else. */
  scale(resource: ResourceId, namespace: string | undefined, name: string, replicas: number, manager: string): Stored;
  /** The binding subresource: sets spec.nodeName and PodScheduled; Conflict if assigned, deleted or another uid. */
  bind(pod: { namespace: string; name: string; uid: string }, node: string, manager: string): Stored;
  /** The finalize subresource of a namespace: takes `kubernetes` off spec.finalizers, which may remove it for good. */
  finalizeNamespace(name: string, manager: string): void;
  /** Honours finalizers and grace periods: returns the object, still there with a deletionTimestamp or gone. */
  delete(resource: ResourceId, namespace: string | undefined, name: string, options?: DeleteOptions): Stored;
}
