'use client';
// The way on to the next step.
import Link from 'next/link';
import type { StepId } from '#lib/stack/component.ts';
import { useWorkshop } from './workshop-context.ts';

export function NextStep({ here }: { here: StepId }) {
  const { steps } = useWorkshop();
  const next = steps[steps.findIndex(({ id }) => id === here) + 1];
  if (next === undefined) return null;
  return (
    <p className="mt-8 border-t border-line pt-4">
      <Link href={`/workshop/${next.id}`} prefetch={false} className="underline">
        Next: {next.title}
      </Link>
    </p>
  );
}
