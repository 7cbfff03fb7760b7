import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { PodPage } from '#components/pod/pod-page.tsx';
import { doctorTopic } from '#lib/queries/image-rows.ts';
import { podTopic } from '#lib/queries/pod-rows.ts';
import { prefetched } from '#lib/queries/prefetch.ts';
import { snapshotOf } from '#lib/server/live/topics.ts';

interface PodRouteProps {
  params: Promise<{ namespace: string; name: string }>;
}

export async function generateMetadata({ params }: PodRouteProps): Promise<Metadata> {
  return { title: (await params).name };
}

export default async function PodRoute({ params }: PodRouteProps) {
  const pod = await params;
  const { namespace, name } = pod;
  const [frame = null, doctor = null] = await Promise.all([podTopic(pod), doctorTopic(pod)].map(snapshotOf));
  if (frame === null) notFound();
  return (
    <HydrationBoundary state={prefetched([frame, doctor])}>
      {/* Another pod is another page: nothing of the last one may stay, no open question and no line of its log. */}
      <PodPage key={`${namespace}/${name}`} namespace={namespace} name={name} />
    </HydrationBoundary>
  );
}
