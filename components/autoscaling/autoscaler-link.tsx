'use client';
// The way from a workload to the autoscaler that sets its replicas; nothing where none does, or nobody may know.
import Link from 'next/link';
import type { ReactNode } from 'react';
import { autoscalerHref } from '#lib/model/hrefs.ts';
import type { WorkloadRef } from '#lib/model/placement/workload-ref.ts';
import { AUTOSCALING_TOPIC, autoscalingOf } from '#lib/queries/autoscaling-rows.ts';
import { useTopic } from '#lib/queries/use-topic.ts';

interface AutoscalerLinkProps {
  workload: WorkloadRef;
  /** Its name where there is nothing else to say. */
  children?: ReactNode;
}

export function AutoscalerLink({ workload, children }: AutoscalerLinkProps) {
  const { data } = useTopic(AUTOSCALING_TOPIC);
  const { namespace, kind, name } = workload;
  const found = autoscalingOf(data?.rows ?? {}).autoscalers.find(
    (row) => row.namespace === namespace && row.reference === `${kind}/${name}`,
  );
  if (found === undefined) return null;
  return (
    <Link href={autoscalerHref(found)} prefetch={false} className="underline">
      {children ?? found.name}
    </Link>
  );
}
