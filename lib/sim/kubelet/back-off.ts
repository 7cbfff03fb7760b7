// How long a kubelet waits before it tries again: 10 s, 20 s ... 5 minutes (kubelet.go: backOffPeriod, MaxCrashLoopBackOff).

const BASE_MS = 10_000;
const MAX_MS = 300_000;
/** client-go util/flowcontrol/backoff.go hasExpired: twice the maximum without a failure, and it starts over. */
const FORGIVEN_AFTER_MS = 2 * MAX_MS;

/** The wait of the n-th repetition, from 0 on. */
export function backOffMs(repetition: number): number {
  return Math.min(BASE_MS * 2 ** Math.min(repetition, 10), MAX_MS);
}

/** Before the next start of a container that has been restarted `restarts` times and ran `ranMs` this last time. */
export function restartDelayMs(restarts: number, ranMs: number): number {
  return restarts === 0 || ranMs > FORGIVEN_AFTER_MS ? 0 : backOffMs(restarts - 1);
}

/** `10s`, `1m20s`, `5m0s`, `2.345s`, `850ms`: as Go prints a duration of whole milliseconds. */
export function goDuration(ms: number): string {
  if (ms < 1_000) return ms === 0 ? '0s' : `${ms}ms`;
  const hours = Math.floor(ms / 3_600_000);
  const minutes = Math.floor(ms / 60_000) % 60;
  const seconds = `${(ms % 60_000) / 1_000}s`;
  if (hours > 0) return `${hours}h${minutes}m${seconds}`;
  return minutes > 0 ? `${minutes}m${seconds}` : seconds;
}
