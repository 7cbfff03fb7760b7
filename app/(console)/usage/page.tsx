import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { UsagePage } from '#components/usage/usage-page.tsx';
import { prefetched } from '#lib/queries/prefetch.ts';
import { USAGE_PODS_TOPIC, USAGE_TOPIC } from '#lib/queries/usage-rows.ts';
import { snapshotOf } from '#lib/server/live/topics.ts';
// Not with the other styles: only this page needs them.
import '../../usage.css';
import '../../charts.css';

export const metadata: Metadata = { title: 'Usage' };

interface UsageRouteProps {
  searchParams: Promise<{ table?: string | string[] }>;
}

export default async function UsageRoute({ searchParams }: UsageRouteProps) {
  const { table } = await searchParams;
  const topics = table === 'pods' ? [USAGE_TOPIC, USAGE_PODS_TOPIC] : [USAGE_TOPIC];
  const frames = await Promise.all(topics.map(snapshotOf));
  return (
    <HydrationBoundary state={prefetched(frames)}>
      <UsagePage />
    </HydrationBoundary>
  );
}
