'use client';
// The step's name, what it is for, and the buttons that do it and take it back.
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { formatCount } from '#lib/format/count.ts';
import { hasEndedEarly, isUnderWay, type StepDetail } from '#lib/model/workshop/workshop-view.ts';
import type { StepRows } from '#lib/queries/workshop-rows.ts';
import { stepConfirmation } from './confirmation.ts';
import { LOCK_ID } from './run-panel.tsx';
import { WHY_ID } from './step-troubles.tsx';
import { appliedCount } from './words.ts';
import { isPlanning, useWorkshop } from './workshop-context.ts';

const ApplyDialog = dynamic(() => import('./apply-dialog.tsx').then((module) => module.ApplyDialog), { ssr: false });
const UndoDialog = dynamic(() => import('./undo-dialog.tsx').then((module) => module.UndoDialog), { ssr: false });

interface StepHeadProps {
  rows: StepRows;
  what: string | undefined;
}

export function StepHead({ rows, what }: StepHeadProps) {
  const workshop = useWorkshop();
  const { run, lock } = workshop;
  const [asked, setAsked] = useState<'apply' | 'undo' | null>(null);
  const { detail } = rows;
  const isUndoable = run.undoable.includes(detail.id);
  // What was applied and never got ready is there, and can be waited for once more.
  const isAgain = hasEndedEarly(detail) || isWithToken(detail);
  const canApply = detail.state === 'ready' || detail.state === 'blocked' || isAgain;
  const button = isAgain ? 'Apply again' : applyText(rows);
  return (
    <header className="workshop-head">
      <div>
        <h1 className="text-24 font-semibold tracking-tight">{detail.title}</h1>
        {what === undefined ? null : <p className="max-w-160 text-ink-2">{what}</p>}
      </div>
      {detail.id === 'preflight' ? null : (
        <div className="workshop-head-buttons">
          {isUndoable ? (
            <Button disabled={lock !== null} aria-describedby={LOCK_ID} onClick={() => setAsked('undo')}>
              Undo
            </Button>
          ) : null}
          {canApply ? (
            <Button
              primary
              disabled={lock !== null || detail.state === 'blocked' || isPlanning(workshop)}
              aria-describedby={`${LOCK_ID} ${WHY_ID}`}
              onClick={() => setAsked('apply')}
            >
              {button}
            </Button>
          ) : null}
        </div>
      )}
      {asked === 'apply' ? (
        <ApplyDialog confirmation={stepConfirmation(rows, button)} onClose={() => setAsked(null)} />
      ) : null}
      {asked === 'undo' ? (
        <UndoDialog title={`Undo ${detail.title}?`} button="Undo" steps={[detail.id]} onClose={() => setAsked(null)} />
      ) : null}
    </header>
  );
}

/** It does not hold any more, and its token may be why: another one can be given. */
function isWithToken({ state, token, record }: StepDetail): boolean {
  return state === 'unready' && token !== null && !isUnderWay(record);
}

/** `Taint 3 boards`, `Apply 9 objects`. */
function applyText({ components, taints }: StepRows): string {
  const boards = (taints?.boards ?? []).filter(({ state }) => state === 'add').length;
  if (boards > 0) return `Taint ${formatCount(boards, 'board')}`;
  const count = appliedCount(components.values());
  return count === 0 ? 'Apply' : `Apply ${formatCount(count, 'object')}`;
}
