// RESTARTS as kubectl prints it.
import { formatAge } from './age.ts';

/** `0`, `3`, `3 (4m12s ago)`. */
export function formatRestarts(pod: { restarts: number; lastRestartAt: string | null }, nowMs: number): string {
  if (pod.restarts === 0 || pod.lastRestartAt === null) return String(pod.restarts);
  return `${pod.restarts} (${formatAge(nowMs - Date.parse(pod.lastRestartAt))} ago)`;
}
