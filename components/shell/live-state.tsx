'use client';
// How live the page is. While it is not, everything greys and this says since when.
import { ClockTime } from '#components/ui/clock-time.tsx';
import type { ConnectionView } from '#lib/model/stream.ts';
import { useConnection } from '#lib/queries/live-context.ts';

export function LiveState() {
  const connection = useConnection();
  return (
    <span role="status" className="whitespace-nowrap" title={connection.message ?? undefined}>
      <Words connection={connection} />
    </span>
  );
}

function Words({ connection: { state, asOf } }: { connection: ConnectionView }) {
  if (state === 'live') return 'live';
  if (state === 'connecting' && asOf !== null) return 'connecting';
  return (
    <span className="font-medium text-warning">
      <svg viewBox="0 0 12 12" width="12" height="12" className="mr-1.5 inline-block align-[-1px]" aria-hidden="true">
        <path d="M6 0.5l6 11H0z" fill="currentColor" />
      </svg>
      {asOf === null ? (
        'connecting to the cluster'
      ) : (
        <>
          as of <ClockTime at={asOf} />, {state}
        </>
      )}
    </span>
  );
}
