import { HydrationBoundary } from '@tanstack/react-query';
import { Overview } from '#components/overview/overview.tsx';
import { prefetched } from '#lib/queries/prefetch.ts';
import { snapshotOf } from '#lib/server/live/topics.ts';

export default async function OverviewPage() {
  return (
    <HydrationBoundary state={prefetched([await snapshotOf('overview')])}>
      <Overview />
    </HydrationBoundary>
  );
}
