// Heapster's samples laid on the steps that were asked for: each stands for the time since the one before it.
import type { TimeRange } from './prometheus-client.ts';

export interface HeapsterSample {
  atMs: number;
  value: number;
}

/** A sample that is late by so much of the resolution still follows the one before it. */
const LATE = 1.5;

/** The mean over each step; null where no sample stands for any of it. */
export function stepsOf(
  { fromMs, toMs, stepMs }: TimeRange,
  samples: readonly HeapsterSample[],
  resolutionMs: number,
): (number | null)[] {
  const sorted = [...samples].sort((a, b) => a.atMs - b.atMs);
  const steps: (number | null)[] = [];
  for (let endMs = fromMs; endMs <= toMs; endMs += stepMs) {
    const startMs = endMs - stepMs;
    const inside = sorted.filter(({ atMs }) => atMs > startMs && atMs <= endMs);
    if (inside.length > 0) {
      steps.push(inside.reduce((sum, { value }) => sum + value, 0) / inside.length);
      continue;
    }
    steps.push(overMoment(sorted, endMs, resolutionMs));
  }
  return steps;
}

/** Finer than it measures: the next sample was averaged over this moment, if it reaches back to it. */
function overMoment(sorted: readonly HeapsterSample[], momentMs: number, resolutionMs: number): number | null {
  const index = sorted.findIndex(({ atMs }) => atMs > momentMs);
  const next = sorted[index];
  if (next === undefined) return null;
  const gapMs = next.atMs - (sorted[index - 1]?.atMs ?? Number.NEGATIVE_INFINITY);
  const reachMs = gapMs <= resolutionMs * LATE ? gapMs : resolutionMs;
  return next.atMs - momentMs < reachMs ? next.value : null;
}
