// Pods that are alike in what selectors and affinity terms can say of them, with where they are: thousands of pods are of a
// few hundred kinds, and what holds of one holds of all of its kind.
import type { NodeInfo, SchedulingPod } from './scheduling-input.ts';

export interface PodKind {
  /** Any of them. */
  pod: SchedulingPod;
  /** How many are on which node. */
  places: ReadonlyMap<NodeInfo, number>;
}

interface Held {
  all: readonly PodKind[] | null;
  choosy: readonly PodKind[] | null;
}

/** By the list of nodes, which is another one as soon as a node or a pod is. */
const HELD = new WeakMap<readonly NodeInfo[], Held>();
const KEYS = new WeakMap<SchedulingPod, string>();

/** `choosy`: only those that say beside which others they want to be, or do not. */
export function podKinds(nodes: readonly NodeInfo[], which: 'all' | 'choosy'): readonly PodKind[] {
  const held = HELD.get(nodes) ?? { all: null, choosy: null };
  HELD.set(nodes, held);
  held[which] ??= kindsOf(nodes, which === 'all' ? ({ pods }) => pods : ({ choosy }) => choosy);
  return held[which];
}

function kindsOf(nodes: readonly NodeInfo[], podsOf: (info: NodeInfo) => readonly SchedulingPod[]): PodKind[] {
  const kinds = new Map<string, { pod: SchedulingPod; places: Map<NodeInfo, number> }>();
  for (const info of nodes) {
    for (const pod of podsOf(info)) {
      const key = keyOf(pod);
      const kind = kinds.get(key);
      if (kind === undefined) kinds.set(key, { pod, places: new Map([[info, 1]]) });
      else kind.places.set(info, (kind.places.get(info) ?? 0) + 1);
    }
  }
  return [...kinds.values()];
}

function keyOf(pod: SchedulingPod): string {
  const known = KEYS.get(pod);
  if (known !== undefined) return known;
  const { namespace, labels, terminating, affinity } = pod;
  const key = JSON.stringify([namespace, terminating, labels, affinity?.podAffinity, affinity?.podAntiAffinity]);
  KEYS.set(pod, key);
  return key;
}
