// The overview's strip: which cluster, its pods by state, what is wrong, how far each source can be trusted.

import type { NodeRecord, PodRecord } from '../records/records.ts';
import { alarmsOf } from './alarms.ts';
import { nodeAnswers, podStateOn } from './board.ts';
import type { ClusterView } from './overview-view.ts';

export interface ClusterInput extends Pick<ClusterView, 'name' | 'version' | 'simulated' | 'sources'> {
  nodes: readonly NodeRecord[];
  /** Null where pods may not be read. */
  pods: readonly PodRecord[] | null;
}

export function clusterView({ name, version, simulated, sources, nodes, pods }: ClusterInput): ClusterView {
  return {
    name,
    version,
    simulated,
    pods: pods === null ? null : podCounts(nodes, pods),
    alarms: alarmsOf(nodes, pods),
    sources,
  };
}

/** Starting pods count as pending, as their phase does; completed and terminating ones only in the total. */
function podCounts(nodes: readonly NodeRecord[], pods: readonly PodRecord[]): NonNullable<ClusterView['pods']> {
  const silent = new Set(nodes.filter((node) => !nodeAnswers(node)).map((node) => node.name));
  const counts = { total: pods.length, running: 0, pending: 0, failing: 0, unknown: 0 };
  for (const pod of pods) {
    const state = podStateOn(pod, pod.nodeName === null || !silent.has(pod.nodeName));
    if (state === 'starting') counts.pending++;
    else if (state === 'running' || state === 'pending' || state === 'failing' || state === 'unknown') counts[state]++;
  }
  return counts;
}
