import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { NodePage } from '#components/node/node-page.tsx';
import { drainTopic } from '#lib/queries/drain.ts';
import { nodeTopic } from '#lib/queries/node-rows.ts';
import { prefetched } from '#lib/queries/prefetch.ts';
import { snapshotOf } from '#lib/server/live/topics.ts';

interface NodeRouteProps {
  params: Promise<{ name: string }>;
}

export async function generateMetadata({ params }: NodeRouteProps): Promise<Metadata> {
  return { title: (await params).name };
}

export default async function NodeRoute({ params }: NodeRouteProps) {
  const { name } = await params;
  const frame = await snapshotOf(nodeTopic(name));
  if (frame === null) notFound();
  return (
    <HydrationBoundary state={prefetched([frame, await snapshotOf(drainTopic(name))])}>
      {/* Another node is another page: nothing of the last one may stay, no open question and no flash. */}
      <NodePage key={name} name={name} />
    </HydrationBoundary>
  );
}
