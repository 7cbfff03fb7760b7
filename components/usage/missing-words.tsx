'use client';
// Why there is no figure, and since when.
import { Age } from '#components/ui/age.tsx';
import { ClockTime } from '#components/ui/clock-time.tsx';

interface MissingWordsProps {
  reason: string;
  /** ISO 8601; null where nobody knows. */
  since: string | null;
}

export function MissingWords({ reason, since }: MissingWordsProps) {
  return (
    <span className="text-ink-2">
      no metrics: {reason}
      {since === null ? null : (
        <>
          {' since '}
          <ClockTime at={since} />
          <Age since={since} prefix=" (for " suffix=")" />
        </>
      )}
    </span>
  );
}
