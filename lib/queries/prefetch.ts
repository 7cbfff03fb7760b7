// Snapshots that the server took in process, packed so that the browser's cache starts with them.
import { type DehydratedState, dehydrate, QueryClient, type QueryKey } from '@tanstack/react-query';
import type { SnapshotFrame } from '#lib/model/stream.ts';
import { topicQuery } from './topic-query.ts';
import { stateOf } from './topic-state.ts';

/**
 * Null frames (nothing known yet) are left out: the browser then asks for itself and shows a skeleton. `answers` are what
 * queries of no topic would be told.
 */
export function prefetched(
  frames: readonly (SnapshotFrame | null)[],
  answers: readonly { queryKey: QueryKey; data: unknown }[] = [],
): DehydratedState {
  const client = new QueryClient();
  for (const frame of frames) {
    if (frame !== null) client.setQueryData(topicQuery(frame.topic).queryKey, stateOf(frame));
  }
  for (const { queryKey, data } of answers) client.setQueryData(queryKey, data);
  return dehydrate(client);
}
