'use client';
// From supposing to doing: the commands, and each change one after the other with its own preview.
import { useState } from 'react';
import { useAction } from '#components/actions/use-action.tsx';
import { ReadOnlyNote, useReadOnly } from '#components/shell/access.tsx';
import { Button } from '#components/ui/button.tsx';
import { Command } from '#components/ui/command.tsx';
import type { Supposition, WhatIfView } from '#lib/model/placement/what-if-view.ts';

interface ApplyProps {
  view: WhatIfView;
  suppositions: readonly Supposition[];
  /** All of them were carried out. */
  onDone: () => void;
}

export function Apply({ view: { kubectl, actions }, suppositions, onDone }: ApplyProps) {
  const readOnly = useReadOnly();
  const [step, setStep] = useState(0);
  const { ask, dialog } = useAction(() => {
    const next = actions[step + 1];
    setStep(next === undefined ? 0 : step + 1);
    if (next === undefined) onDone();
    else ask(next);
  });
  const hasPlugs = suppositions.some(({ suppose }) => suppose !== 'action');
  const [first] = actions;
  return (
    <section aria-label="Do it" className="mt-6 max-w-160 border-t border-line pt-4">
      <h2 className="text-16 font-semibold">Do it</h2>
      {hasPlugs ? (
        <p className="mt-1 text-ink-2">
          No command pulls a plug or puts it back: do that at the board. On a simulated cluster the menu in the frame
          above does it, but for boards that the scenario itself keeps without power.
        </p>
      ) : null}
      <div className="mt-2 flex flex-col gap-2">
        {kubectl.map((line) => (
          <Command key={line} text={line} />
        ))}
      </div>
      {first === undefined ? null : readOnly ? (
        <ReadOnlyNote />
      ) : (
        <div className="mt-3 flex items-center gap-3">
          <Button
            primary
            onClick={() => {
              setStep(0);
              ask(first);
            }}
          >
            Preview and apply
          </Button>
          {actions.length > 1 ? (
            <span className="text-ink-2">
              {step === 0
                ? `${actions.length} changes, one after the other`
                : `change ${step + 1} of ${actions.length}`}
            </span>
          ) : null}
        </div>
      )}
      {dialog}
    </section>
  );
}
