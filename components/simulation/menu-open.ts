'use client';
// Whether the simulation's menu is open: its button opens it, and boards show their plugs while it is.
import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
let isOpen = false;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function setMenuOpen(open: boolean): void {
  isOpen = open;
  for (const listener of listeners) listener();
}

export function useMenuOpen(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => isOpen,
    () => false,
  );
}
