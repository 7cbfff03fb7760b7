'use client';
// A topic on the page: prefetched rows first, live from then on.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useSyncExternalStore } from 'react';
import type { TopicName } from '#lib/model/stream.ts';
import { useLive } from './live-context.ts';
import { topicQuery } from './topic-query.ts';

export function useTopic(topic: TopicName) {
  const { stream } = useLive();
  useEffect(() => stream.retain(topic), [stream, topic]);
  return useQuery(topicQuery(topic));
}

/**
 * One row of a topic that another part of the page shows; null where none does. It only looks into the cache: asking
 * for the query here would create it empty, and a page's prefetched rows would come too late for the first render.
 */
export function useTopicRow<Row>(topic: TopicName, key: string): Row | null {
  const client = useQueryClient();
  return useSyncExternalStore(
    useCallback((changed) => client.getQueryCache().subscribe(changed), [client]),
    () => (client.getQueryData(topicQuery(topic).queryKey)?.rows[key] as Row | undefined) ?? null,
    () => null,
  );
}
