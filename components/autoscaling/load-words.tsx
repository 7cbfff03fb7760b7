'use client';
// What a load comes to before it is sent: how much, and until when.
import { formatCount, formatNumber } from '#lib/format/count.ts';
import { useConnection } from '#lib/queries/live-context.ts';

interface LoadWordsProps {
  requestsPerSecond: number;
  seconds: number;
}

export function LoadWords({ requestsPerSecond, seconds }: LoadWordsProps) {
  const { clockRate } = useConnection();
  return (
    <ul className="min-h-18 text-ink-2">
      <li>
        {formatCount(requestsPerSecond * seconds, 'request')} at most, sent by this dashboard through the API server's
        proxy.
      </li>
      <li>It ends by itself, when anybody presses “Stop load”, and soon after this page is closed.</li>
      {clockRate > 1 ? (
        <li>
          The cluster's clock runs {clockRate} times as fast: within a second of its own it gets{' '}
          {formatNumber(Math.round((requestsPerSecond / clockRate) * 10) / 10)}.
        </li>
      ) : null}
      {clockRate === 0 ? <li>The cluster's clock stands still: nothing is measured of it until it runs.</li> : null}
    </ul>
  );
}
