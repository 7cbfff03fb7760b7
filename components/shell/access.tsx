'use client';
// Whether anybody may act through this server. Where nobody may, pages say so instead of offering what would be refused.
import { createContext, type ReactNode, useContext } from 'react';

const ReadOnlyContext = createContext(false);

export function AccessProvider({ readOnly, children }: { readOnly: boolean; children: ReactNode }) {
  return <ReadOnlyContext value={readOnly}>{children}</ReadOnlyContext>;
}

export function useReadOnly(): boolean {
  return useContext(ReadOnlyContext);
}

/** Stands where buttons would be. */
export function ReadOnlyNote() {
  return (
    <p className="text-ink-2">
      Read-only: this server listens beyond loopback. Act on its own machine, or with kubectl.
    </p>
  );
}
