// A readiness probe that is asked again and again, and never passes (kubernetes pkg/kubelet/prober/prober.go).
import type { ContainerNote } from './container-note.ts';

export interface FailingProbe {
  delayMs: number;
  periodMs: number;
}

const UNHEALTHY: ContainerNote = {
  type: 'Warning',
  reason: 'Unhealthy',
  message: 'Readiness probe failed: HTTP probe failed with statuscode: 500',
};

/** Each time is worth an event, which is counted; null where no probe fails. */
export function askedInVain(failing: FailingProbe | null, startedMs: number, nowMs: number) {
  if (failing === null) return null;
  const firstMs = startedMs + failing.delayMs + failing.periodMs;
  if (nowMs < firstMs) return { notes: [], nextMs: firstMs };
  const sinceMs = (nowMs - firstMs) % failing.periodMs;
  // Between two of them others may make it look again.
  return { notes: sinceMs === 0 ? [UNHEALTHY] : [], nextMs: nowMs + failing.periodMs - sinceMs };
}
