'use client';
// What a workload's template says now is known of any of its pods: what is supposed is put on top of that.
import { useQuery } from '@tanstack/react-query';
import type { PodRef } from '#lib/model/overview/overview-view.ts';
import type { PlacementRow } from '#lib/model/placement/placement-view.ts';
import type { Rows, SnapshotFrame, TopicName } from '#lib/model/stream.ts';
import { fetchOk } from '#lib/queries/status-error.ts';

interface FirstPod<T> {
  /** Undefined while it is read; null where there is no pod to read it from. */
  data: T | null | undefined;
  error: Error | null;
}

/** `read` picks from the rows of the topic that `topicOf` names. */
export function useFirstPod<T>(
  row: PlacementRow,
  topicOf: (pod: PodRef) => TopicName,
  read: (rows: Rows) => T,
): FirstPod<T> {
  const [pod] = row.pods;
  const topic = pod === undefined ? null : topicOf({ namespace: row.namespace, name: pod.name });
  const { data, error } = useQuery({
    queryKey: ['template', topic],
    queryFn: () => rowsOf(topic ?? ''),
    enabled: topic !== null,
    retry: false,
    select: read,
  });
  return topic === null ? { data: null, error: null } : { data, error };
}

async function rowsOf(topic: TopicName): Promise<Rows> {
  const response = await fetchOk(`/api/topics/${topic}`);
  return ((await response.json()) as SnapshotFrame).rows;
}
