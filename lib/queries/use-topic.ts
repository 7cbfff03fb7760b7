'use client';
// A topic on the page: prefetched rows first, live from then on.
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { TopicName } from '#lib/model/stream.ts';
import { useLive } from './live-context.ts';
import { topicQuery } from './topic-query.ts';

export function useTopic(topic: TopicName) {
  const { stream } = useLive();
  useEffect(() => stream.retain(topic), [stream, topic]);
  return useQuery(topicQuery(topic));
}

/** One row of a topic that something else on the page may retain: read from the cache, never fetched for its own sake. */
export function useTopicRow<Row>(topic: TopicName, key: string): Row | null {
  const { data } = useQuery({ ...topicQuery(topic), enabled: false });
  return (data?.rows[key] as Row | undefined) ?? null;
}
