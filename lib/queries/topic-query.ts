// A topic as a React Query: fetched once as a snapshot, then moved on by the stream alone.
import { queryOptions } from '@tanstack/react-query';
import type { SnapshotFrame, TopicName } from '#lib/model/stream.ts';
import { fetchOk } from './status-error.ts';
import { stateOf, type TopicState } from './topic-state.ts';

export const TOPIC_KEY = 'topic';

/** `structuralSharing` is off: deltas keep unchanged rows the same objects, comparing them again would cost twice. */
export function topicQuery(topic: TopicName) {
  return queryOptions({
    queryKey: [TOPIC_KEY, topic] as const,
    queryFn: ({ signal }) => fetchTopic(topic, signal),
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}

/** The topic as the server has it now. Throws a StatusError; 404 when there is no such topic. */
export async function fetchTopic(topic: TopicName, signal?: AbortSignal): Promise<TopicState> {
  const path = topic.split('/').map(encodeURIComponent).join('/');
  const response = await fetchOk(`/api/topics/${path}`, signal === undefined ? {} : { signal });
  return stateOf((await response.json()) as SnapshotFrame);
}
