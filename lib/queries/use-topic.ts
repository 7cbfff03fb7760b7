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
