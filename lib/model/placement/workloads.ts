// The rows of the placement page: workloads with their pods, by the top owner, and what has neither.
import { topOwner } from '../records/pod-owner.ts';
import type { PodRecord, WorkloadRecord } from '../records/records.ts';
import { type WorkloadRef, workloadKey } from './workload-ref.ts';

export interface WorkloadPods {
  ref: WorkloadRef;
  /** Null where nothing is known of it but its pods: a bare pod, a kind that is not read, one that may not be. */
  record: WorkloadRecord | null;
  pods: readonly PodRecord[];
  /** The kubelets of its nodes made them, from files of theirs. */
  isStatic: boolean;
}

/** By `namespace/kind/name`, in the order of namespaces, kinds and names. */
export function workloadsOf(
  pods: Iterable<PodRecord>,
  workloads: Iterable<WorkloadRecord>,
): ReadonlyMap<string, WorkloadPods> {
  const found = new Map<string, Omit<WorkloadPods, 'pods'> & { pods: PodRecord[] }>();
  for (const record of workloads) {
    const ref = { kind: record.kind, namespace: record.namespace, name: record.name };
    found.set(workloadKey(ref), { ref, record, pods: [], isStatic: false });
  }
  for (const pod of pods) {
    const key = keyOf(pod);
    const group = found.get(key);
    if (group === undefined)
      found.set(key, { ref: workloadOf(pod), record: null, pods: [pod], isStatic: isStatic(pod) });
    else group.pods.push(pod);
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Of many pods few change from one look to the next. */
const KEYS = new WeakMap<PodRecord, string>();

function keyOf(pod: PodRecord): string {
  const known = KEYS.get(pod);
  if (known !== undefined) return known;
  const key = workloadKey(workloadOf(pod));
  KEYS.set(pod, key);
  return key;
}

/** What the pod is a pod of. Static pods of one manifest on several nodes are one: their names end in their nodes'. */
export function workloadOf(pod: PodRecord): WorkloadRef {
  const { namespace, name, nodeName } = pod;
  if (isStatic(pod)) {
    const suffix = `-${nodeName ?? ''}`;
    return { kind: 'Pod', namespace, name: name.endsWith(suffix) ? name.slice(0, -suffix.length) : name };
  }
  const owner = topOwner(pod);
  if (owner === null) return { kind: 'Pod', namespace, name };
  const slash = owner.indexOf('/');
  return { kind: owner.slice(0, slash), namespace, name: owner.slice(slash + 1) };
}

export function isStatic({ owner }: PodRecord): boolean {
  return owner?.kind === 'Node';
}
