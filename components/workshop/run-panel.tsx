'use client';
// What is going on in the workshop as a whole: what is being done and by whom, the rest of it, and all of it taken back.
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useReadOnly } from '#components/shell/access.tsx';
import { Button } from '#components/ui/button.tsx';
import { useToast } from '#components/ui/toasts.tsx';
import { listed } from '#lib/model/what-if/listed.ts';
import { stepOf } from '#lib/model/workshop/choices.ts';
import type { Doing } from '#lib/model/workshop/workshop-view.ts';
import { askWorkshop } from '#lib/queries/workshop.ts';
import type { StepId } from '#lib/stack/component.ts';
import { restConfirmation } from './confirmation.ts';
import { RunOutcome } from './run-outcome.tsx';
import { focusRun, RUN_HEADING_ID } from './way-back.ts';
import { isPlanning, runningFor, useWorkshop } from './workshop-context.ts';

const ApplyDialog = dynamic(() => import('./apply-dialog.tsx').then((module) => module.ApplyDialog), { ssr: false });
const UndoDialog = dynamic(() => import('./undo-dialog.tsx').then((module) => module.UndoDialog), { ssr: false });

/** Of the words that say why buttons do nothing. */
export const LOCK_ID = 'workshop-lock';

export function RunPanel({ here }: { here: StepId }) {
  const workshop = useWorkshop();
  const { run, lock } = workshop;
  const [asked, setAsked] = useState<'rest' | 'reset' | null>(null);
  const close = (): void => setAsked(null);
  return (
    <section aria-label="The whole workshop" className="workshop-run">
      <div className="workshop-run-buttons">
        {run.doing !== null && run.heldBy === null ? (
          <StopButton />
        ) : (
          <Button
            disabled={lock !== null || run.rest.length === 0 || isPlanning(workshop)}
            onClick={() => setAsked('rest')}
          >
            Run the rest
          </Button>
        )}
        <Button
          disabled={lock !== null || run.undoable.length === 0}
          aria-describedby={LOCK_ID}
          onClick={() => setAsked('reset')}
        >
          Reset
        </Button>
      </div>
      <div className="workshop-run-words">
        <RunHeading doing={run.doing} />
        {run.doing === null ? null : <DoingWords doing={run.doing} />}
        <div role="status">
          <RunOutcome here={here} />
        </div>
        <p id={LOCK_ID}>{lock ?? (run.doing === null ? 'Everything can be undone.' : '')}</p>
        {run.doing === null && lock === null ? <p>It goes on if this page is closed.</p> : null}
        {run.journal.kept ? null : (
          <p className="font-medium text-warning">▲ What was done is not known: {run.journal.why}</p>
        )}
      </div>
      {asked === 'rest' ? <ApplyDialog confirmation={restConfirmation(workshop)} onClose={close} /> : null}
      {asked === 'reset' ? (
        <UndoDialog title="Reset the workshop?" button="Reset" steps={run.undoable} onClose={close} />
      ) : null}
    </section>
  );
}

function StopButton() {
  const [stopping, setStopping] = useState(false);
  const readOnly = useReadOnly();
  const toast = useToast();
  const stop = (): void => {
    setStopping(true);
    askWorkshop({ workshop: 'stop' })
      .then(focusRun)
      .catch((error: Error) => toast({ text: `Not stopped: ${error.message}`, undo: null, kind: 'trouble' }))
      .finally(() => setStopping(false));
  };
  return (
    <Button disabled={readOnly || stopping} onClick={stop}>
      Stop
    </Button>
  );
}

/** Where the keyboard is led to; it is seen while it says something, or is where the keyboard is. */
function RunHeading({ doing }: { doing: Doing | null }) {
  const workshop = useWorkshop();
  return (
    <h2
      id={RUN_HEADING_ID}
      tabIndex={-1}
      className={`font-medium text-ink ${doing === null ? 'sr-only focus:not-sr-only' : ''}`}
    >
      {doing === null ? 'The whole workshop' : doingText(doing, runningFor(workshop, doing.step))}
    </h2>
  );
}

function doingText({ does, step }: Doing, time: string): string {
  return `${does === 'apply' ? 'Applying' : 'Undoing'} ${stepOf(step).title}${time === '' ? '' : `, ${time}`}`;
}

function DoingWords({ doing: { rest, words } }: { doing: Doing }) {
  return (
    <>
      {/* Without the time, which would be read out every second. */}
      <p role="status" className="[overflow-wrap:anywhere]">
        {words}
      </p>
      {rest.length === 0 ? null : <p>Then {listed(rest.map((id) => stepOf(id).title))}.</p>}
    </>
  );
}
