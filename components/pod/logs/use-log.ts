'use client';
// A log on the page: read while the tab is looked at, and no longer.
import { useEffect, useState, useSyncExternalStore } from 'react';
import { type LogChoice, LogFollower, type LogSnapshot } from '#lib/queries/logs/log-follower.ts';

const NOTHING: LogSnapshot = { lines: [], count: 0, state: { state: 'loading' } };

/** How the container is, as far as its log goes. */
export interface LogOccasion {
  /** Names the container's run; null while it does not run. */
  run: string | null;
  /** Changes with whatever may have to do with why there is no log. */
  state: string;
}

/** `choice` must stay the same for as long as the component lives. */
export function useLog(choice: LogChoice, { run, state }: LogOccasion): LogSnapshot {
  const [follower] = useState(() => new LogFollower(choice));
  useEffect(() => follower.runChanged(run), [follower, run]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each change of the state is an occasion to look
  useEffect(() => follower.look(), [follower, state]);
  useEffect(() => {
    const apply = (): void => (document.hidden ? follower.pause() : follower.start());
    apply();
    document.addEventListener('visibilitychange', apply);
    return () => {
      document.removeEventListener('visibilitychange', apply);
      follower.pause();
    };
  }, [follower]);
  return useSyncExternalStore(follower.subscribe, follower.snapshot, () => NOTHING);
}
