import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { WorkshopStart } from '#components/workshop/workshop-start.tsx';
import { prefetched } from '#lib/queries/prefetch.ts';
import { currentStep, WORKSHOP_TOPIC, workshopOf } from '#lib/queries/workshop-rows.ts';
import { snapshotOf } from '#lib/server/live/topics.ts';
import '../../workshop.css';

export const metadata: Metadata = { title: 'Workshop' };

/** Where there is something to do, or to look at. */
export default async function WorkshopRoute() {
  const frame = await snapshotOf(WORKSHOP_TOPIC);
  const rows = frame === null ? null : workshopOf(frame.rows);
  if (rows !== null) redirect(`/workshop/${currentStep(rows)}`);
  return (
    <HydrationBoundary state={prefetched([frame])}>
      <WorkshopStart />
    </HydrationBoundary>
  );
}
