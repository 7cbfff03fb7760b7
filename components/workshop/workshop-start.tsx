'use client';
// The way into the workshop while nothing is known of it yet: on to its first step as soon as something is.
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { useTopic } from '#lib/queries/use-topic.ts';
import { currentStep, WORKSHOP_TOPIC, workshopOf } from '#lib/queries/workshop-rows.ts';
import { WorkshopUnknown } from './workshop-unknown.tsx';

export function WorkshopStart() {
  const { data, error } = useTopic(WORKSHOP_TOPIC);
  const router = useRouter();
  const rows = data === undefined ? null : workshopOf(data.rows);
  const step = rows === null ? null : currentStep(rows);
  useEffect(() => {
    if (step !== null) router.replace(`/workshop/${step}`);
  }, [step, router]);
  return <WorkshopUnknown title="Workshop" error={error} />;
}
