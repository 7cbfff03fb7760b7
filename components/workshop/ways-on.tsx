'use client';
// Ways on from a wait that is too long, and from where a step ended early, beside the buttons at its head.
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { useToast } from '#components/ui/toasts.tsx';
import { askWorkshop } from '#lib/queries/workshop.ts';
import type { StepId } from '#lib/stack/component.ts';
import { focusRun } from './way-back.ts';
import { useWorkshop } from './workshop-context.ts';

interface WaysOnProps {
  step: StepId;
  /** Nothing is left of it but the wait, and what is awaited may come later. */
  canSkip: boolean;
  words: string;
}

export function WaysOn({ step, canSkip, words }: WaysOnProps) {
  return (
    <div className="mt-2 flex flex-wrap items-center gap-3">
      {canSkip ? <SkipButton step={step} /> : null}
      <span className="text-ink-2">{words}</span>
    </div>
  );
}

function SkipButton({ step }: Pick<WaysOnProps, 'step'>) {
  const { run, lock } = useWorkshop();
  const [asking, setAsking] = useState(false);
  const toast = useToast();
  const skip = (): void => {
    setAsking(true);
    askWorkshop({ workshop: 'skip-wait', step })
      .then(focusRun)
      .catch((error: Error) => toast({ text: `Still waiting: ${error.message}`, undo: null, kind: 'trouble' }))
      .finally(() => setAsking(false));
  };
  // While this very step waits it is not in the way of itself.
  const isWaiting = run.doing?.step === step && run.heldBy === null;
  return (
    <Button disabled={(lock !== null && !isWaiting) || asking} onClick={skip}>
      Go on without waiting
    </Button>
  );
}
