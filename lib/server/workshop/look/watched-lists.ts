import 'server-only';
// What the dashboard watches for its other pages: the workshop need not read it again.
import type { NodeRecord, PodRecord } from '#lib/model/records/records.ts';
import type { ClusterCache } from '../../live/cluster-cache.ts';
import type { SideRecords } from '../../live/side-sources.ts';

export interface WatchedRecords extends SideRecords {
  nodes: NodeRecord;
  pods: PodRecord;
}

/** All of a kind, in the API server's order; null where it is not watched now, or may be old. */
export type WatchedLists = <N extends keyof WatchedRecords>(name: N) => readonly WatchedRecords[N][] | null;

/** A terminal watches nothing. */
export const NOTHING_WATCHED: WatchedLists = () => null;

export function watchedBy(cache: ClusterCache): WatchedLists {
  return <N extends keyof WatchedRecords>(name: N) => {
    // Each branch gives what the name stands for.
    if (name === 'nodes') return live(cache.sources().nodes.state, cache.nodes) as readonly WatchedRecords[N][] | null;
    if (name === 'pods') return live(cache.sources().pods.state, cache.pods) as readonly WatchedRecords[N][] | null;
    return live(cache.side.state(name).state, cache.side.items(name)) as readonly WatchedRecords[N][] | null;
  };
}

function live<T>(state: string, items: ReadonlyMap<string, T>): readonly T[] | null {
  if (state !== 'live') return null;
  return [...items].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
}
