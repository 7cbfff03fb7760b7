// Removes pods nobody else can remove: those of a node that no longer exists, and unassigned ones on their way out.
// Mirrors kubernetes pkg/controller/podgc/gc_controller.go.
import type { Pod, PodCondition } from 'kubernetes-types/core/v1';
import type { Controller, Outcome, View, Write } from '../controllers/controller.ts';
import type { Stored } from '../store/object.ts';
import type { Change } from '../store/store.ts';
import { timestamp } from '../timestamp.ts';

/** A node that is missing may be on its way back: quarantineTime. */
const QUARANTINE_MS = 40_000;

/** A key is a missing node and when it was found missing: `pi7@1792...`. */
export class PodGarbageCollector implements Controller {
  readonly name = 'pod-garbage-collector';
  readonly fieldManager = 'kube-controller-manager';

  *initialKeys(view: View): Iterable<string> {
    const missing = new Set<string>();
    for (const { spec } of view.list('pods')) {
      if (spec?.nodeName && view.get('nodes', undefined, spec.nodeName) === undefined) missing.add(spec.nodeName);
    }
    for (const node of missing) yield `${node}@${view.nowMs}`;
  }

  *wakes({ resource, type, object, previous }: Change, view: View): Iterable<string> {
    if (resource === 'nodes' && type === 'DELETED') yield `${object.metadata.name}@${view.nowMs}`;
    if (resource !== 'pods' || type === 'DELETED') return;
    const node = (object as Pod).spec?.nodeName;
    const isNew = node !== undefined && (previous as Pod | undefined)?.spec?.nodeName !== node;
    if (isNew && view.get('nodes', undefined, node) === undefined) yield `${node}@${view.nowMs}`;
  }

  reconcile(view: View, key: string): Outcome {
    const at = key.lastIndexOf('@');
    const node = key.slice(0, at);
    if (view.get('nodes', undefined, node) !== undefined) return {};
    const leftMs = Number(key.slice(at + 1)) + QUARANTINE_MS - view.nowMs;
    if (leftMs > 0) return { requeueAfterMs: leftMs };
    return { writes: view.podsOn(node).flatMap((pod) => collect(pod, view.nowMs)) };
  }
}

function collect(pod: Stored<Pod>, nowMs: number): Write[] {
  const { namespace = '', name, uid } = pod.metadata;
  const orphaned: PodCondition = {
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'DeletionByPodGC',
    message: 'PodGC: node no longer exists',
    lastTransitionTime: timestamp(nowMs),
  };
  const others = (pod.status?.conditions ?? []).filter(({ type }) => type !== orphaned.type);
  const ended = pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
  const status = { ...pod.status, phase: ended ? pod.status?.phase : 'Failed', conditions: [...others, orphaned] };
  return [
    { op: 'updateStatus', resource: 'pods', object: { ...pod, status } as Stored<Pod> },
    { op: 'delete', resource: 'pods', namespace, name, options: { gracePeriodSeconds: 0, preconditions: { uid } } },
  ];
}
