// Evicts pods that do not tolerate a NoExecute taint of their node, or no longer.
// A key is a pod and since when it is looked at: taints put on by hand do not say when (`default/web@1792...`).
// Mirrors kubernetes pkg/controller/tainteviction/taint_eviction.go.
import type { Node, Pod, PodCondition } from 'kubernetes-types/core/v1';
import { noExecuteVerdict } from '#lib/rules/nodes/taints.ts';
import { sameMeaning } from '../controllers/canonical.ts';
import type { Controller, Outcome, View, Write } from '../controllers/controller.ts';
import { note } from '../controllers/note.ts';
import { keyOf, type Stored, splitKey } from '../store/object.ts';
import type { Change } from '../store/store.ts';
import { parseTimestamp, timestamp } from '../timestamp.ts';

export class TaintEvictionController implements Controller {
  readonly name = 'taint-eviction-controller';
  readonly fieldManager = 'kube-controller-manager';
  /** Uids of pods whose end is set for later. */
  readonly #pending = new Set<string>();

  *initialKeys(view: View): Iterable<string> {
    for (const node of view.list('nodes')) yield* evictable(view, node);
  }

  *wakes({ resource, type, object, previous }: Change, view: View): Iterable<string> {
    if (type === 'DELETED') {
      this.#pending.delete(object.metadata.uid);
      return;
    }
    if (resource === 'nodes') {
      const taints = (node: unknown) => (node as Node | undefined)?.spec?.taints;
      if (sameMeaning(taints(previous), taints(object))) return;
      yield* evictable(view, object as Node);
      // Pods that were to go and may stay after all are told so.
      for (const pod of this.#pending.size === 0 ? [] : view.podsOn(object.metadata.name)) {
        if (this.#pending.has(pod.metadata.uid)) yield keyAt(pod, view.nowMs);
      }
    } else if (resource === 'pods') {
      const bound = (object as Pod).spec;
      const before = (previous as Pod | undefined)?.spec;
      if (bound?.nodeName && (bound.nodeName !== before?.nodeName || bound.tolerations !== before.tolerations)) {
        yield keyAt(object, view.nowMs);
      }
    }
  }

  reconcile(view: View, key: string): Outcome {
    const at = key.lastIndexOf('@');
    const { namespace, name } = splitKey(key.slice(0, at));
    const pod = view.get('pods', namespace, name);
    const node = pod?.spec?.nodeName ? view.get('nodes', undefined, pod.spec.nodeName) : undefined;
    if (pod === undefined || node === undefined || pod.metadata.deletionTimestamp !== undefined) return {};
    const taints = node.spec?.taints ?? [];
    const verdict = noExecuteVerdict(taints, pod.spec?.tolerations ?? []);
    if (verdict.stays) return this.#pending.delete(pod.metadata.uid) ? { writes: [cancelled(pod)] } : {};
    // The clock of a toleration starts with the first taint it has to bear, but never before the pod: another one of its
    // name may have stood under that taint, or the taint long before it.
    const added = taints
      .filter(({ effect }) => effect === 'NoExecute')
      .map(({ timeAdded }) => parseTimestamp(timeAdded));
    const bornMs = parseTimestamp(pod.metadata.creationTimestamp);
    const sinceMs = Math.max(bornMs, Math.min(Number(key.slice(at + 1)), ...added.filter((ms) => !Number.isNaN(ms))));
    const leftMs = verdict.afterSeconds === 0 ? 0 : sinceMs + verdict.afterSeconds * 1_000 - view.nowMs;
    if (leftMs > 0) this.#pending.add(pod.metadata.uid);
    else this.#pending.delete(pod.metadata.uid);
    return leftMs > 0 ? { requeueAfterMs: leftMs } : evict(pod, view.nowMs);
  }
}

/** emitCancelPodDeletionEvent. */
function cancelled(pod: Stored<Pod>): Write {
  const { namespace = '', name } = pod.metadata;
  return note(pod, 'Normal', 'TaintManagerEviction', `Cancelling deletion of Pod ${namespace}/${name}`);
}

function keyAt({ metadata }: Pick<Stored, 'metadata'>, nowMs: number): string {
  return `${keyOf(metadata.namespace, metadata.name)}@${nowMs}`;
}

/** All pods of a node that has a taint to leave for; a lifted taint needs no look: pending evictions look again. */
function* evictable(view: View, node: Node): Iterable<string> {
  if (node.spec?.taints?.some(({ effect }) => effect === 'NoExecute') !== true) return;
  for (const { metadata } of view.podsOn(node.metadata?.name ?? '')) yield keyAt({ metadata }, view.nowMs);
}

function evict(pod: Stored<Pod>, nowMs: number): Outcome {
  const { namespace = '', name, uid } = pod.metadata;
  const message = `Marking for deletion Pod ${namespace}/${name}`;
  const disrupted: PodCondition = {
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'DeletionByTaintManager',
    message: 'Taint manager: deleting due to NoExecute taint',
    lastTransitionTime: timestamp(nowMs),
  };
  const others = (pod.status?.conditions ?? []).filter(({ type }) => type !== disrupted.type);
  const status = { ...pod.status, conditions: [...others, disrupted] };
  return {
    writes: [
      { op: 'event', event: { about: pod, type: 'Normal', reason: 'TaintManagerEviction', message } },
      { op: 'updateStatus', resource: 'pods', object: { ...pod, status } as Stored<Pod> },
      { op: 'delete', resource: 'pods', namespace, name, options: { preconditions: { uid } } },
    ],
  };
}
