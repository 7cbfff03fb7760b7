'use client';
// Whether JavaScript runs: a control that needs it shows only then.
import { useSyncExternalStore } from 'react';

function never(): () => void {
  return () => undefined;
}

export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
