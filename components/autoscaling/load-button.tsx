'use client';
// Begins to send load to a workload's pods, or ends what is being sent, whoever began it.
import dynamic from 'next/dynamic';
import { useSearchParams } from 'next/navigation';
import { useEffect, useState } from 'react';
import { useReadOnly } from '#components/shell/access.tsx';
import { Button } from '#components/ui/button.tsx';
import { LOAD_PARAMETER, LOAD_TOPIC } from '#lib/model/autoscaling/load.ts';
import type { WorkloadRef } from '#lib/model/placement/workload-ref.ts';
import { keepStartedLoad, loadViewOf, stopLoad } from '#lib/queries/load.ts';
import { useTopic } from '#lib/queries/use-topic.ts';

const LoadDialog = dynamic(() => import('./load-dialog.tsx').then((module) => module.LoadDialog), { ssr: false });

/** Nothing on a read-only server: `LoadState` shows there what others send. */
interface LoadButtonProps {
  workload: WorkloadRef;
  scalesAbove: number | null;
}

export function LoadButton({ workload, scalesAbove }: LoadButtonProps) {
  const readOnly = useReadOnly();
  const { data } = useTopic(LOAD_TOPIC);
  const query = useSearchParams();
  // Whoever was sent here for it does not look for the button.
  const [asked, setAsked] = useState(query.has(LOAD_PARAMETER));
  const [ending, setEnding] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(keepStartedLoad, []);
  const close = (): void => {
    setAsked(false);
    if (!query.has(LOAD_PARAMETER)) return;
    const rest = new URLSearchParams(query);
    rest.delete(LOAD_PARAMETER);
    window.history.replaceState(null, '', rest.size === 0 ? window.location.pathname : `?${rest}`);
  };
  const isRunning = data !== undefined && loadViewOf(data.rows)?.state === 'running';
  const stop = (): void => {
    setEnding(true);
    setFailure(null);
    stopLoad()
      .catch((error: Error) => setFailure(error.message))
      .finally(() => setEnding(false));
  };
  if (readOnly) return null;
  return (
    <>
      {failure === null ? null : (
        <span role="alert" className="font-medium text-error">
          {failure}
        </span>
      )}
      {isRunning ? (
        <Button primary disabled={ending} onClick={stop}>
          Stop load
        </Button>
      ) : (
        <Button primary onClick={() => setAsked(true)}>
          Send load
        </Button>
      )}
      {asked ? <LoadDialog workload={workload} scalesAbove={scalesAbove} onClose={close} /> : null}
    </>
  );
}
