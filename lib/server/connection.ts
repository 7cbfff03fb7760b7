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
