import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { NodePage } from '#components/node/node-page.tsx';
import { prefetched } from '#lib/queries/prefetch.ts';
import { snapshotOf } from '#lib/server/topics.ts';

interface NodeRouteProps {
  params: Promise<{ name: string }>;
}

export async function generateMetadata({ params }: NodeRouteProps): Promise<Metadata> {
  return { title: (await params).name };
}

export default async function NodeRoute({ params }: NodeRouteProps) {
  const { name } = await params;
  const frame = await snapshotOf(`node/${name}`);
  if (frame === null) notFound();
  return (
    <HydrationBoundary state={prefetched([frame])}>
      {/* Another node is another page: nothing of the last one may stay, no open question and no flash. */}
      <NodePage key={name} name={name} />
    </HydrationBoundary>
  );
}
