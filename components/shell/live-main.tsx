'use client';
// The page's content: grey while what it shows is not live. Nothing blanks, nothing moves.
import type { ReactNode } from 'react';
import { useConnection } from '#lib/queries/live-context.ts';
import { NewBuild } from './new-build.tsx';

export function LiveMain({ children }: { children: ReactNode }) {
  const { state } = useConnection();
  return (
    <>
      <main
        id="content"
        tabIndex={-1}
        className={`outline-none ${state === 'reconnecting' ? 'stale' : ''}`}
        data-live={state}
      >
        {children}
      </main>
      <NewBuild />
    </>
  );
}
