import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { WorkshopPage } from '#components/workshop/workshop-page.tsx';
import { stepOf } from '#lib/model/workshop/choices.ts';
import { prefetched } from '#lib/queries/prefetch.ts';
import { isStepId, WORKSHOP_TOPIC, workshopTopic } from '#lib/queries/workshop-rows.ts';
import { snapshotOf } from '#lib/server/live/topics.ts';
// Not with the other styles: only these pages need them.
import '../../../workshop.css';
import '../../../workshop-parts.css';

interface StepRouteProps {
  params: Promise<{ step: string }>;
}

export async function generateMetadata({ params }: StepRouteProps): Promise<Metadata> {
  const { step } = await params;
  return { title: isStepId(step) ? `${stepOf(step).title}, workshop` : 'Workshop' };
}

export default async function StepRoute({ params }: StepRouteProps) {
  const { step } = await params;
  if (!isStepId(step)) notFound();
  const frames = await Promise.all([WORKSHOP_TOPIC, workshopTopic(step), 'overview'].map(snapshotOf));
  return (
    <HydrationBoundary state={prefetched(frames)}>
      <WorkshopPage step={step} />
    </HydrationBoundary>
  );
}
