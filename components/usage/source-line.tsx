'use client';
// Where the figures come from, how often, how old they are, and what is known of the time before.
import { Age } from '#components/ui/age.tsx';
import { ClockTime } from '#components/ui/clock-time.tsx';
import type { UsageHeadView } from '#lib/model/usage/usage-view.ts';

export function SourceLine({ head: { live, history } }: { head: UsageHeadView }) {
  if (live === null || live.state.state === 'absent') {
    return <p className="text-ink-2">nothing here measures use</p>;
  }
  return (
    <p className="text-ink-2">
      {live.title}, every {live.resolutionSeconds} s
      {live.at === null ? ', nothing measured yet' : <Age since={live.at} prefix=", " suffix=" ago" />}
      {history.kind === 'none' ? null : (
        <>
          ; history from {history.title}
          {history.kind !== 'memory' || history.since === null ? null : (
            <>
              {' since '}
              <ClockTime at={history.since} />
            </>
          )}
        </>
      )}
    </p>
  );
}
