'use client';
// What plans are made for, shared by all who look: a choice shows at once, and is what the server says soon after.
import { useCallback, useEffect, useRef, useState } from 'react';
import { useToast } from '#components/ui/toasts.tsx';
import { sameJson } from '#lib/model/actions/same-json.ts';
import type { WorkshopChoices } from '#lib/model/workshop/choices.ts';
import { askWorkshop } from '#lib/queries/workshop.ts';

/** Plans are made anew for a choice: by then the server's answer is on its way, or somebody else chose otherwise. */
const SHOWN_BEFORE_MS = 15_000;

interface Choices {
  choices: WorkshopChoices;
  choose: (change: Partial<WorkshopChoices>) => void;
}

export function useChoices(known: WorkshopChoices): Choices {
  const [wanted, setWanted] = useState<WorkshopChoices | null>(null);
  const toast = useToast();
  /** One after the other: sent at once, an earlier one may arrive last, and what was chosen after it would be lost. */
  const sent = useRef<Promise<void>>(Promise.resolve());
  const isTaken = wanted !== null && sameJson(wanted, known);
  useEffect(() => {
    if (wanted === null) return undefined;
    if (isTaken) setWanted(null);
    const timer = setTimeout(() => setWanted(null), SHOWN_BEFORE_MS);
    return () => clearTimeout(timer);
  }, [wanted, isTaken]);
  const choices = wanted ?? known;
  const choose = useCallback(
    (change: Partial<WorkshopChoices>): void => {
      const next = { ...choices, ...change };
      setWanted(next);
      sent.current = sent.current
        .then(() => askWorkshop({ workshop: 'choose', choices: next }))
        .then(
          () => undefined,
          (error: Error) => {
            setWanted(null);
            toast({ text: `Not chosen: ${error.message}`, undo: null, kind: 'trouble' });
          },
        );
    },
    [choices, toast],
  );
  return { choices, choose };
}
