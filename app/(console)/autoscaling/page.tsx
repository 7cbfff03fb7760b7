import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { AutoscalingPage } from '#components/autoscaling/autoscaling-page.tsx';
import { LOAD_TOPIC } from '#lib/model/autoscaling/load.ts';
import { AUTOSCALING_TOPIC } from '#lib/queries/autoscaling-rows.ts';
import { prefetched } from '#lib/queries/prefetch.ts';
import { snapshotOf } from '#lib/server/live/topics.ts';
// Not with the other styles: only these pages need them.
import '../../autoscaling.css';

export const metadata: Metadata = { title: 'Autoscaling' };

export default async function AutoscalingRoute() {
  const frames = await Promise.all([AUTOSCALING_TOPIC, LOAD_TOPIC].map(snapshotOf));
  return (
    <HydrationBoundary state={prefetched(frames)}>
      <AutoscalingPage />
    </HydrationBoundary>
  );
}
