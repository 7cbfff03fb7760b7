'use client';
// What draining a node would do, pod by pod, what has to be agreed to, and the button that begins it.
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Command } from '#components/ui/command.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { formatCount } from '#lib/format/count.ts';
import type { DrainConsent, DrainPreview } from '#lib/model/drain/drain-view.ts';
import { previewDrain, startDrain } from '#lib/queries/drain.ts';
import { PlannedPods } from './planned-pods.tsx';

interface DrainDialogProps {
  node: string;
  onClose: () => void;
}

export function DrainDialog({ node, onClose }: DrainDialogProps) {
  const [consent, setConsent] = useState<DrainConsent>({ force: false, deleteEmptyDirData: false });
  const [running, setRunning] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const { data, error, isPlaceholderData, refetch } = useQuery({
    queryKey: ['drain-preview', node, consent],
    queryFn: () => previewDrain(node, consent),
    // What was ticked changes little of it: the page need not jump.
    placeholderData: (before) => before,
    gcTime: 0,
    staleTime: 0,
    retry: false,
  });
  const ready = data !== undefined && error === null && !isPlaceholderData && data.missing.length === 0 && !running;
  const start = (): void => {
    if (data === undefined) return;
    setRunning(true);
    setFailure(null);
    startDrain(node, consent, data.fingerprint)
      .then(onClose)
      .catch((refusal: Error) => {
        setFailure(refusal.message);
        void refetch();
      })
      .finally(() => setRunning(false));
  };
  return (
    <Dialog title={`Drain ${node}?`} onClose={onClose}>
      {data === undefined ? null : <Command text={data.kubectl} />}
      <div aria-live="polite" className="min-h-18">
        {error !== null ? (
          <p className="font-medium text-error">The API server refuses: {error.message}</p>
        ) : data === undefined ? (
          <p className="text-ink-2">Asking the API server what this would do…</p>
        ) : (
          <Effects preview={data} />
        )}
      </div>
      {data === undefined || error !== null ? null : (
        <>
          <Consents preview={data} consent={consent} onChange={setConsent} />
          <PlannedPods pods={data.pods} />
        </>
      )}
      {failure === null ? null : (
        <p role="alert" className="font-medium text-error">
          Not done: {failure}
        </p>
      )}
      <p className="text-ink-2">
        This server asks the pods to go, and shows how that goes on the page of {node}. Were it to stop, pods that were
        not asked yet would stay, and {node} would stay cordoned.
      </p>
      <div className="sticky bottom-0 -mb-4 flex items-center justify-end gap-2 border-t border-line bg-paper py-3 sm:-mb-6">
        {data !== undefined && error === null && data.missing.length > 0 ? (
          <span id="drain-missing" className="mr-auto text-ink-2">
            Tick what is agreed to first.
          </span>
        ) : null}
        <Button onClick={onClose}>Cancel</Button>
        <Button primary disabled={!ready} aria-describedby="drain-missing" onClick={start}>
          {running ? 'Working…' : 'Drain'}
        </Button>
      </div>
    </Dialog>
  );
}

function Effects({ preview }: { preview: DrainPreview }) {
  return (
    <>
      <p className="text-ink-2">By what is there now; nothing has changed yet:</p>
      <ul className="mt-1">
        {preview.effects.map((effect) => (
          <li key={effect} className="flex gap-2">
            <span aria-hidden="true" className="font-mono text-ink-2">
              +
            </span>
            {effect}
          </li>
        ))}
      </ul>
    </>
  );
}

interface ConsentsProps {
  preview: DrainPreview;
  consent: DrainConsent;
  onChange: (consent: DrainConsent) => void;
}

function Consents({ preview, consent, onChange }: ConsentsProps) {
  const lost = preview.pods.filter(({ isLost }) => isLost).length;
  const data = preview.pods.filter(({ losesData }) => losesData).length;
  if (lost === 0 && data === 0) return null;
  return (
    <fieldset className="border-l-2 border-warning pl-3">
      <legend className="sr-only">What has to be agreed to</legend>
      {lost === 0 ? null : (
        <Tick checked={consent.force} onChange={(force) => onChange({ ...consent, force })}>
          End {formatCount(lost, 'pod')} that nobody makes again <code>--force</code>
        </Tick>
      )}
      {data === 0 ? null : (
        <Tick
          checked={consent.deleteEmptyDirData}
          onChange={(deleteEmptyDirData) => onChange({ ...consent, deleteEmptyDirData })}
        >
          Lose the data in emptyDir volumes of {formatCount(data, 'pod')} <code>--delete-emptydir-data</code>
        </Tick>
      )}
    </fieldset>
  );
}

interface TickProps {
  checked: boolean;
  onChange: (checked: boolean) => void;
  children: ReactNode;
}

function Tick({ checked, onChange, children }: TickProps) {
  return (
    <label className="flex min-h-8 items-center gap-2 [&_code]:text-ink-2">
      <input
        type="checkbox"
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
        className="accent-ink"
      />
      <span>{children}</span>
    </label>
  );
}
