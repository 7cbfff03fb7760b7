// States of pods in words, the gravest first.
import type { PinState } from '#lib/model/overview/overview-view.ts';
import type { StateFilter } from '#lib/model/placement/placement-filter.ts';

export const STATES: readonly PinState[] = [
  'failing',
  'pending',
  'unknown',
  'terminating',
  'starting',
  'running',
  'completed',
];

export const STATE_SENTENCES: Readonly<Record<PinState, string>> = {
  running: 'runs, all its containers ready',
  starting: 'is on a node and not ready yet',
  pending: 'is on no node',
  failing: 'crashes, cannot pull its image, or has failed',
  unknown: 'its node does not answer: nobody knows',
  terminating: 'is told to end',
  completed: 'has done its work',
};

export const FILTER_WORDS: Readonly<Record<StateFilter, string>> = {
  unready: 'not all ready',
  pending: 'pending',
  failing: 'failing',
  starting: 'starting',
  unknown: 'unknown',
  terminating: 'terminating',
  completed: 'completed',
};

/** `2 pending, 8 running`: the gravest first; empty for none. */
export function countsText(counts: Readonly<Partial<Record<PinState, number>>>): string {
  return STATES.filter((state) => (counts[state] ?? 0) > 0)
    .map((state) => `${counts[state]} ${state}`)
    .join(', ');
}
