'use client';
// Instead of a step: nothing is known of the workshop yet, and why.
import { NotAnsweredYet } from '#components/overview/not-answered-yet.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { WorkshopSkeleton } from './workshop-skeleton.tsx';

export function WorkshopUnknown({ title, error }: { title: string; error: Error | null }) {
  if (error !== null) {
    return (
      <Notice title="The workshop could not be loaded" kind="trouble">
        <p>{error.message}</p>
        <p>It is asked for again as soon as the server answers.</p>
      </Notice>
    );
  }
  return <NotAnsweredYet otherwise={<WorkshopSkeleton title={title} />} />;
}
