import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { AutoscalerPage } from '#components/autoscaling/autoscaler-page.tsx';
import { LOAD_TOPIC } from '#lib/model/autoscaling/load.ts';
import { autoscalerTopic } from '#lib/queries/autoscaling-rows.ts';
import { prefetched } from '#lib/queries/prefetch.ts';
import { snapshotOf } from '#lib/server/live/topics.ts';
import '../../../../autoscaler.css';
import '../../../../autoscaling.css';
import '../../../../charts.css';

interface AutoscalerRouteProps {
  params: Promise<{ namespace: string; name: string }>;
}

export async function generateMetadata({ params }: AutoscalerRouteProps): Promise<Metadata> {
  return { title: (await params).name };
}

export default async function AutoscalerRoute({ params }: AutoscalerRouteProps) {
  const { namespace, name } = await params;
  const [frame, load] = await Promise.all([snapshotOf(autoscalerTopic({ namespace, name })), snapshotOf(LOAD_TOPIC)]);
  if (frame === null) notFound();
  return (
    <HydrationBoundary state={prefetched([frame, load])}>
      <AutoscalerPage key={`${namespace}/${name}`} namespace={namespace} name={name} />
    </HydrationBoundary>
  );
}
