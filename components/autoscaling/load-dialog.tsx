'use client';
// How much load, where to and for how long: said with what does the same by hand, before anything is sent.
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Command } from '#components/ui/command.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { ChoiceField, TextField } from '#components/what-if/field.tsx';
import { formatNumber } from '#lib/format/count.ts';
import { type LoadChoices, loadCommand } from '#lib/model/autoscaling/load.ts';
import type { WorkloadRef } from '#lib/model/placement/workload-ref.ts';
import { fetchLoadChoices, startLoad } from '#lib/queries/load.ts';
import { LoadAdvice } from './load-advice.tsx';
import { LoadWords } from './load-words.tsx';

interface LoadDialogProps {
  workload: WorkloadRef;
  /** Requests in a second of the cluster's own above which its autoscaler adds pods; null where nobody can tell. */
  scalesAbove: number | null;
  onClose: () => void;
}

export function LoadDialog({ workload, scalesAbove, onClose }: LoadDialogProps) {
  const { data, error } = useQuery({
    queryKey: ['load-choices', workload],
    queryFn: () => fetchLoadChoices(workload),
    gcTime: 0,
    staleTime: 0,
    retry: false,
  });
  return (
    <Dialog title={`Send load to ${workload.name}?`} onClose={onClose}>
      {data !== undefined && data.none === null ? (
        <LoadForm workload={workload} scalesAbove={scalesAbove} choices={data} onClose={onClose} />
      ) : (
        <>
          <p className={error === null ? 'text-ink-2' : 'font-medium text-error'} role="status">
            {error?.message ?? data?.none ?? 'Looking for services that lead to its pods…'}
          </p>
          <div className="flex justify-end">
            <Button onClick={onClose}>Close</Button>
          </div>
        </>
      )}
    </Dialog>
  );
}

/** Of a real app; a simulated one is asked for as much as may be, so that there is something to see. */
const RATE_DEFAULT = 200;
const SECONDS_DEFAULT = 120;
const DURATIONS: readonly (readonly [seconds: number, words: string])[] = [
  [30, '30 seconds'],
  [60, '1 minute'],
  [120, '2 minutes'],
  [300, '5 minutes'],
  [600, '10 minutes'],
];

function LoadForm({ workload, scalesAbove, choices, onClose }: LoadDialogProps & { choices: LoadChoices }) {
  const { requestsPerSecondMax, secondsMax } = choices.limits;
  const targets = choices.services.flatMap(({ name, ports }) => ports.map((port) => ({ service: name, ...port })));
  const [at, setAt] = useState('0');
  const [path, setPath] = useState('/');
  const [rate, setRate] = useState(
    String(choices.isSimulated ? requestsPerSecondMax : Math.min(RATE_DEFAULT, requestsPerSecondMax)),
  );
  const [seconds, setSeconds] = useState(String(SECONDS_DEFAULT));
  const [running, setRunning] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const begun = useRef<AbortController | null>(null);
  // Cancelled or gone: what has not begun must not.
  useEffect(() => () => begun.current?.abort(), []);
  const target = targets[Number(at)];
  const requestsPerSecond = /^\d{1,5}$/.test(rate) ? Number(rate) : 0;
  const isWithin = requestsPerSecond >= 1 && requestsPerSecond <= requestsPerSecondMax;
  if (target === undefined) return null;
  const { service, port, isTls } = target;
  const asked = { workload, service, port, path, requestsPerSecond };
  const start = (): void => {
    if (!isWithin || running) return;
    setRunning(true);
    setFailure(null);
    begun.current = new AbortController();
    startLoad({ action: 'start', ...asked, seconds: Number(seconds) }, begun.current.signal)
      .then(onClose)
      .catch((refusal: Error) => setFailure(refusal.message))
      .finally(() => setRunning(false));
  };
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        start();
      }}
    >
      <div className="grid gap-3 sm:grid-cols-2">
        <ChoiceField
          label="Service"
          value={at}
          options={targets.map((one, index) => [String(index), wordsOf(one)])}
          onChange={setAt}
        />
        <TextField label="Path, read with GET" value={path} onChange={(event) => setPath(event.target.value.trim())} />
        <TextField
          label={`Requests a second, at most ${formatNumber(requestsPerSecondMax)}`}
          inputMode="numeric"
          value={rate}
          aria-invalid={isWithin ? undefined : true}
          onChange={(event) => setRate(event.target.value.trim())}
        />
        <ChoiceField
          label="For"
          value={seconds}
          options={DURATIONS.filter(([one]) => one <= secondsMax).map(([one, words]) => [String(one), words])}
          onChange={setSeconds}
        />
      </div>
      <div aria-live="polite" className="empty:hidden">
        {isWithin ? (
          <LoadAdvice
            requestsPerSecond={requestsPerSecond}
            requestsPerSecondMax={requestsPerSecondMax}
            above={scalesAbove}
            onRate={(next) => setRate(String(next))}
          />
        ) : (
          <p className="text-error">✕ Say how many, as a whole number.</p>
        )}
      </div>
      {isWithin ? (
        <>
          <Command text={loadCommand(asked, isTls, choices.isSimulated)} />
          <LoadWords requestsPerSecond={requestsPerSecond} seconds={Number(seconds)} />
        </>
      ) : null}
      {failure === null ? null : (
        <p role="alert" className="font-medium text-error">
          Not sent: {failure}
        </p>
      )}
      <div className="sticky bottom-0 -mb-4 flex justify-end gap-2 border-t border-line bg-paper py-3 sm:-mb-6">
        <Button onClick={onClose}>Cancel</Button>
        <Button primary type="submit" disabled={!isWithin || running}>
          {running ? 'Trying…' : 'Send load'}
        </Button>
      </div>
    </form>
  );
}

function wordsOf({ service, port, name }: { service: string; port: number; name: string | null }): string {
  return `${service}:${port}${name === null ? '' : ` (${name})`}`;
}
