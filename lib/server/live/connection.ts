import 'server-only';
// How live everything is, for the reader's eyes: from the probe of the API server.
import type { ProbeView } from '#lib/kube/index.ts';
import type { ConnectionView } from '#lib/model/stream.ts';

/** Between two answers the cluster's time goes on at its own rate; without answers it stands at the last one. */
export function connectionOf(probe: ProbeView, build: string, nowMs: number): ConnectionView {
  const { reachable, answeredMs, clusterMs, clockRate, message } = probe;
  const sinceMs = reachable && answeredMs !== null ? nowMs - answeredMs : 0;
  return {
    state: reachable ? 'live' : answeredMs === null ? 'connecting' : 'reconnecting',
    asOf: answeredMs === null ? null : new Date(answeredMs).toISOString(),
    message,
    clusterTime: clusterMs === null ? null : new Date(clusterMs + sinceMs * clockRate).toISOString(),
    clockRate,
    build,
  };
}

/** More than the Date header's whole seconds and the way of an answer can make of it, at an ordinary rate. */
const JUMP_MS = 2_000;

/** Whether the cluster's time is another than it would have come to by itself: a simulated one was stepped or reset. */
export function clockJumped(view: ProbeView, before: ProbeView): boolean {
  if (view.clusterMs === null || before.clusterMs === null) return view.clusterMs !== before.clusterMs;
  const passedMs = (view.answeredMs ?? 0) - (before.answeredMs ?? 0);
  return Math.abs(view.clusterMs - (before.clusterMs + passedMs * before.clockRate)) > JUMP_MS;
}
