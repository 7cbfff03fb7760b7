// Snapshots that the server took in process, packed so that the browser's cache starts with them.
import { type DehydratedState, dehydrate, QueryClient } from '@tanstack/react-query';
import type { SnapshotFrame } from '#lib/model/stream.ts';
import { topicQuery } from './topic-query.ts';
import { stateOf } from './topic-state.ts';

/** Null frames (nothing known yet) are left out: the browser then asks for itself and shows a skeleton. */
export function prefetched(frames: readonly (SnapshotFrame | null)[]): DehydratedState {
  const client = new QueryClient();
  for (const frame of frames) {
    if (frame !== null) client.setQueryData(topicQuery(frame.topic).queryKey, stateOf(frame));
  }
  return dehydrate(client);
}
