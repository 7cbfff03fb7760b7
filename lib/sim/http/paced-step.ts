// A long step of the clock in slices of real time, so that whoever asks meanwhile is answered: what happens in it and
// when is the same as in one piece.
import { setImmediate as turn } from 'node:timers/promises';
import type { SimulatedClock } from '../clock.ts';

/** A slice that takes longer is followed by a shorter one, and one that takes less than half by a longer one. */
const SLICE_HOST_MS = 40;
const FIRST_SLICE_MS = 1_000;
const SLICE_MIN_MS = 100;

/** Resolves once the clock has advanced by `stepMs`; it must be paused, and stay so. */
export async function stepPaced(clock: SimulatedClock, stepMs: number): Promise<void> {
  let sliceMs = FIRST_SLICE_MS;
  for (let leftMs = stepMs; leftMs > 0; ) {
    const byMs = Math.min(leftMs, sliceMs);
    const beganMs = performance.now();
    clock.step(byMs);
    leftMs -= byMs;
    const tookMs = performance.now() - beganMs;
    if (tookMs > SLICE_HOST_MS) sliceMs = Math.max(SLICE_MIN_MS, Math.floor(sliceMs / 2));
    else if (tookMs < SLICE_HOST_MS / 2) sliceMs *= 2;
    if (leftMs > 0) await turn();
  }
  // Nothing was due: what waits for this instant still has its turn.
  if (stepMs === 0) clock.step(0);
}
