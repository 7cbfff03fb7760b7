'use client';
// Workloads that are there to be found: pods that wait or crash, each for a reason of its own. Added to any scenario, and removed.
import { Button } from '#components/ui/button.tsx';
import type { SimulationView } from '#lib/model/simulation-view.ts';
import { MenuSection } from './section.tsx';
import type { Simulation } from './use-simulation.ts';

export function ExercisesSection({ state, pending, act }: Simulation) {
  if (state === null) return null;
  const asked = pending.findLast((action) => action.action === 'exercises');
  const isBusy = asked !== undefined;
  return (
    <MenuSection
      title="Exercises"
      does="Adds a namespace with workloads to find out about: pods that wait, each for another reason, and images that crash on some boards. Nothing else is changed."
    >
      <div className="flex gap-2">
        <Choice
          text="Add exercises"
          isIdle={isBusy || state.exercises !== 'none'}
          run={() => act({ action: 'exercises', added: true })}
        />
        <Choice
          text="Remove exercises"
          isIdle={isBusy || state.exercises !== 'added'}
          run={() => act({ action: 'exercises', added: false })}
        />
      </div>
      <p className="mt-2 text-ink-2">{WORDS[state.exercises]}</p>
    </MenuSection>
  );
}

const WORDS: Readonly<Record<SimulationView['exercises'], string>> = {
  none: 'Not added. It is a good start to find out why on the page Placement.',
  added: 'In the namespace exercises; what each shows is in its annotation bramble.dev/to-find.',
  leaving: 'Being removed: gone once their pods have ended. A paused clock has to be stepped for that.',
};

interface ChoiceProps {
  text: string;
  /** Nothing to do: it stays where it is, so that the focus does. */
  isIdle: boolean;
  run: () => Promise<boolean>;
}

function Choice({ text, isIdle, run }: ChoiceProps) {
  return (
    <Button
      aria-disabled={isIdle}
      className="aria-disabled:border-line-2 aria-disabled:text-ink-2"
      onClick={() => (isIdle ? undefined : void run())}
    >
      {text}
    </Button>
  );
}
