'use client';
// Says what taking steps back would do and what stays, and does it when told to.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Command } from '#components/ui/command.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { listed } from '#lib/model/what-if/listed.ts';
import { stepOf } from '#lib/model/workshop/choices.ts';
import { stepsNeeding } from '#lib/model/workshop/holding.ts';
import type { UndoPreview } from '#lib/model/workshop/workshop-request.ts';
import { askWorkshop, undoPreviewQuery } from '#lib/queries/workshop.ts';
import type { StepId } from '#lib/stack/component.ts';
import { useWayBack } from './way-back.ts';
import { useWorkshop } from './workshop-context.ts';

interface UndoDialogProps {
  title: string;
  button: string;
  steps: readonly StepId[];
  onClose: () => void;
}

export function UndoDialog({ title, button, steps: now, onClose }: UndoDialogProps) {
  const { lock, run } = useWorkshop();
  const [steps, setSteps] = useState(now);
  const needing = stepsNeeding(steps, run.undoable, run.choices);
  const [running, setRunning] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const { data, error, refetch } = useQuery(undoPreviewQuery(steps));
  const begun = useWayBack();
  const undo = (): void => {
    if (data === undefined || running) return;
    setRunning(true);
    setFailure(null);
    askWorkshop({ workshop: 'undo', steps, previewed: data.fingerprint })
      .then(() => {
        begun();
        onClose();
      })
      .catch((refusal: Error) => {
        setFailure(refusal.message);
        void refetch();
      })
      .finally(() => setRunning(false));
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <div aria-live="polite" className="flex min-h-18 flex-col gap-4">
        {error === null ? null : <p className="font-medium text-error">{error.message}</p>}
        {data === undefined
          ? error === null && <p className="text-ink-2">Looking at what was made…</p>
          : data.steps.map((step) => <StepDeeds key={step.id} step={step} named={data.steps.length > 1} />)}
        {needing.length === 0 ? null : (
          <p className="flex flex-wrap items-center gap-x-3 gap-y-2">
            <span className="font-medium">
              <span aria-hidden="true" className="text-warning">
                ▲{' '}
              </span>
              {listed(needing.map((id) => stepOf(id).title))} {needing.length === 1 ? 'needs' : 'need'} it:{' '}
              {needing.length === 1 ? 'it stays, and does' : 'they stay, and do'} not work without.
            </span>
            <Button onClick={() => setSteps([...steps, ...needing])}>
              {needing.length === 1 ? 'Undo it as well' : 'Undo them as well'}
            </Button>
          </p>
        )}
        {lock === null ? null : <p className="text-ink-2">{lock}</p>}
      </div>
      {failure === null ? null : (
        <p role="alert" className="font-medium text-error">
          Not begun: {failure}
        </p>
      )}
      <div className="sticky bottom-0 -mb-4 flex justify-end gap-2 border-t border-line bg-paper py-3 sm:-mb-6">
        <Button onClick={onClose}>Cancel</Button>
        <Button primary disabled={data === undefined || lock !== null} onClick={undo}>
          {running ? 'Beginning…' : button}
        </Button>
      </div>
    </Dialog>
  );
}

function StepDeeds({ step: { title, deeds, left }, named }: { step: UndoPreview['steps'][number]; named: boolean }) {
  return (
    <section aria-label={title}>
      {named ? <h3 className="font-medium">{title}</h3> : null}
      {deeds.length === 0 ? <p className="text-ink-2">Nothing of it is left to take back.</p> : null}
      <ol className="workshop-lines">
        {deeds.map(({ words }) => (
          <li key={words}>
            <span aria-hidden="true" className="font-mono text-ink-2">
              −
            </span>
            {words}
          </li>
        ))}
      </ol>
      {left.length === 0 ? null : (
        <ul aria-label="What stays" className="mt-2 border-l-2 border-line-2 pl-3">
          {left.map(({ what, why }) => (
            <li key={`${what} ${why}`}>
              {what} <span className="text-ink-2">stays: {why}</span>
            </li>
          ))}
        </ul>
      )}
      {deeds.length === 0 ? null : (
        <details className="mt-2">
          <summary className="text-ink-2">kubectl</summary>
          <div className="mt-1">
            <Command text={deeds.map(({ kubectl }) => kubectl).join('\n')} />
          </div>
        </details>
      )}
    </section>
  );
}
