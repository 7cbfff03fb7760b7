// What the scheduler itself says, and whether that is what stands above. Where they differ, it knows more.
import { Age } from '#components/ui/age.tsx';
import type { WhyView } from '#lib/model/placement/why/why-view.ts';

export function SchedulerWords({ why: { scheduler, agreement, difference } }: { why: WhyView }) {
  if (scheduler === null) {
    return <p className="mt-4 text-ink-2">The scheduler has said nothing about this pod.</p>;
  }
  return (
    <section aria-label="What the scheduler says" className="mt-4">
      <p className="text-ink-2">
        The scheduler says
        <Age since={scheduler.at} prefix=", " suffix=" ago" />:
      </p>
      <p className="break-words">{scheduler.message}</p>
      {agreement === 'agrees' ? <p className="text-ink-2">✓ That is what was computed here.</p> : null}
      {agreement === 'differs' ? (
        <p className="mt-1">
          <span className="font-medium text-warning">▲ That is not what was computed here. </span>
          It knows more than this page{difference === null ? '.' : `: ${difference}.`}
        </p>
      ) : null}
    </section>
  );
}
