'use client';
// Where a load is too little to scale: that it is, and what to send or to set instead.
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { formatNumber } from '#lib/format/count.ts';
import { tooLittle } from '#lib/model/autoscaling/scaling-load.ts';
import type { ClusterView } from '#lib/model/overview/overview-view.ts';
import { useConnection } from '#lib/queries/live-context.ts';
import { runSimulationAction } from '#lib/queries/simulation.ts';
import { useTopicRow } from '#lib/queries/use-topic.ts';

interface LoadAdviceProps {
  requestsPerSecond: number;
  requestsPerSecondMax: number;
  /** Requests in a second of the cluster's own above which pods are added; null where nobody can tell. */
  above: number | null;
  onRate: (requestsPerSecond: number) => void;
}

export function LoadAdvice({ requestsPerSecond, requestsPerSecondMax, above, onRate }: LoadAdviceProps) {
  const { clockRate } = useConnection();
  const little = tooLittle({ requestsPerSecond, above, clockRate, requestsPerSecondMax });
  if (little === null || above === null) return null;
  const { instead } = little;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <p className="font-medium">
        <span aria-hidden="true" className="text-warning">
          ▲{' '}
        </span>
        Too little to scale: pods are added above {formatNumber(Math.round(above))} requests a second
        {clockRate > 1 ? ' of the cluster’s own' : ''}.
      </p>
      {instead === null ? (
        <RealTime isFast={clockRate > 1} />
      ) : (
        <Button onClick={() => onRate(instead)}>Make it {formatNumber(instead)} a second</Button>
      )}
    </div>
  );
}

function RealTime({ isFast }: { isFast: boolean }) {
  const cluster = useTopicRow<ClusterView>('overview', 'cluster');
  const [failure, setFailure] = useState<string | null>(null);
  if (!isFast) return <p className="text-ink-2">It is the most that may be sent.</p>;
  if (cluster?.simulated?.controllable !== true) {
    return <p className="text-ink-2">It is the most that may be sent: the cluster’s clock would have to run slower.</p>;
  }
  return (
    <>
      <Button
        onClick={() => {
          setFailure(null);
          runSimulationAction({ action: 'clock', mode: 'real' }).catch((error: Error) => setFailure(error.message));
        }}
      >
        Set the cluster’s clock to real time
      </Button>
      {failure === null ? null : (
        <p role="alert" className="font-medium text-error">
          Not set: {failure}
        </p>
      )}
    </>
  );
}
