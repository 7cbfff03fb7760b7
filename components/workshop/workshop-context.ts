'use client';
// What every part of the workshop's pages can ask: what is going on, what was chosen, and whether one may change it.
import { createContext, useContext } from 'react';
import { sameJson } from '#lib/model/actions/same-json.ts';
import type { WorkshopChoices } from '#lib/model/workshop/choices.ts';
import type { RunView, StepRow } from '#lib/model/workshop/workshop-view.ts';
import type { StepId } from '#lib/stack/component.ts';

export interface Workshop {
  run: RunView;
  steps: readonly StepRow[];
  /** What plans are made for, or are about to be. */
  choices: WorkshopChoices;
  choose: (change: Partial<WorkshopChoices>) => void;
  /** Why nothing can be changed from here now; null where it can. */
  lock: string | null;
}

export const WorkshopContext = createContext<Workshop | null>(null);

/**
 * How long a step has been under way, as the server counts: what is noted in the journal is by its clock, which need not
 * be the cluster's. '' where it is not.
 */
export function runningFor({ steps }: Pick<Workshop, 'steps'>, id: StepId): string {
  const row = steps.find((step) => step.id === id);
  return row?.state === 'running' ? row.note : '';
}

export function useWorkshop(): Workshop {
  const workshop = useContext(WorkshopContext);
  if (workshop === null) throw new Error('useWorkshop needs a WorkshopFrame above it');
  return workshop;
}

/** A choice is on its way: what the plans say is about to be something else. */
export function isPlanning({ choices, run }: Workshop): boolean {
  return !sameJson(choices, run.choices);
}
