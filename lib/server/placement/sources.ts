import 'server-only';
// How far each kind of data can be trusted that a view rests on: what may not be read is named, never taken for none.
import type { SourceView } from '#lib/model/overview/overview-view.ts';
import type { ClusterCache } from '../live/cluster-cache.ts';
import type { SideName } from '../live/side-sources.ts';

export function sourcesOf(cache: ClusterCache, needs: readonly SideName[]): Readonly<Record<string, SourceView>> {
  const { nodes, pods, events } = cache.sources();
  return { nodes, pods, events, ...Object.fromEntries(needs.map((name) => [name, cache.side.state(name)])) };
}
