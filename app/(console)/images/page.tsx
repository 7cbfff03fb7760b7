import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { ImagesPage } from '#components/images/images-page.tsx';
import { IMAGES_TOPIC } from '#lib/queries/image-rows.ts';
import { prefetched } from '#lib/queries/prefetch.ts';
import { snapshotOf } from '#lib/server/live/topics.ts';

export const metadata: Metadata = { title: 'Images' };

export default async function ImagesRoute() {
  const frame = await snapshotOf(IMAGES_TOPIC);
  return (
    <HydrationBoundary state={prefetched([frame])}>
      <ImagesPage />
    </HydrationBoundary>
  );
}
