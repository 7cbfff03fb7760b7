// The cluster's own time in the browser: ages count from it, never from the clock of whoever is looking.
import type { ConnectionView } from '#lib/model/stream.ts';

/** `clusterMs` was the cluster's time when `localMs` was ours, and moves `rate` times as fast. */
export interface ClockReading {
  clusterMs: number;
  localMs: number;
  rate: number;
}

/** The Date header counts whole seconds: a reading this close to what we expect is no news, and ages must not jump. */
const AGREEMENT_MS = 1_500;

export function clusterNowMs(reading: ClockReading, localMs: number): number {
  return reading.clusterMs + (localMs - reading.localMs) * reading.rate;
}

/**
 * The reading after a heartbeat that arrived at `localMs`. While the API server does not answer, time stands at the
 * last contact: an age that went on counting would claim knowledge nobody has.
 */
export function nextReading(reading: ClockReading, connection: ConnectionView, localMs: number): ClockReading {
  const expectedMs = clusterNowMs(reading, localMs);
  if (connection.state !== 'live') return { clusterMs: expectedMs, localMs, rate: 0 };
  const heardMs = connection.clusterTime === null ? Number.NaN : Date.parse(connection.clusterTime);
  const rate = connection.clockRate;
  if (Number.isNaN(heardMs)) return { clusterMs: expectedMs, localMs, rate };
  const agreementMs = AGREEMENT_MS * Math.max(1, rate);
  const agrees = rate > 0 && Math.abs(heardMs - expectedMs) <= agreementMs;
  return { clusterMs: agrees ? expectedMs : heardMs, localMs, rate };
}

/** What the server and the first client render both show; the server's own clock stands in until the cluster has answered. */
export function renderedMs(connection: ConnectionView, serverMs: number): number {
  return connection.clusterTime === null ? serverMs : Date.parse(connection.clusterTime);
}
