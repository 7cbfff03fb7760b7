import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { PlacementPage } from '#components/placement/placement-page.tsx';
import { PLACEMENT_TOPIC } from '#lib/queries/placement-rows.ts';
import { prefetched } from '#lib/queries/prefetch.ts';
import { snapshotOf } from '#lib/server/live/topics.ts';

export const metadata: Metadata = { title: 'Placement' };

interface PlacementRouteProps {
  searchParams: Promise<{ why?: string | string[] }>;
}

export default async function PlacementRoute({ searchParams }: PlacementRouteProps) {
  const { why } = await searchParams;
  const asked = typeof why === 'string' && /^[^/]+\/[^/]+$/.test(why) ? [`why/${why}`] : [];
  const frames = await Promise.all([PLACEMENT_TOPIC, ...asked].map(snapshotOf));
  return (
    <HydrationBoundary state={prefetched(frames)}>
      <PlacementPage />
    </HydrationBoundary>
  );
}
