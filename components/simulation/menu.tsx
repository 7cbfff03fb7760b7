'use client';
// The button that opens the simulation's menu. The menu itself loads when it is first asked for.
import dynamic from 'next/dynamic';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useLive } from '#lib/queries/live-context.ts';
import { setMenuOpen, useMenuOpen } from './menu-open.ts';

const Panel = dynamic(() => import('./panel.tsx').then((module) => module.Panel), { ssr: false });

export function SimulationMenu({ children }: { children: ReactNode }) {
  const open = useMenuOpen();
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const { stream } = useLive();
  useEffect(() => () => setMenuOpen(false), []);
  // On every page: the scenario may be changed from any, and this button names it.
  useEffect(() => stream.retain('overview'), [stream]);
  const close = (): void => {
    setMenuOpen(false);
    button.current?.focus();
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setMenuOpen(!open)}
        className="flex min-w-0 items-center gap-2 rounded border border-line-2 border-dashed px-2 text-left hover:border-ink hover:text-ink aria-expanded:border-ink aria-expanded:border-solid aria-expanded:text-ink"
      >
        {children}
        <svg viewBox="0 0 8 8" width="8" height="8" className="shrink-0" aria-hidden="true">
          <path d="M1 2.500l3 3 3-3" fill="none" stroke="currentColor" strokeWidth="1.4" />
        </svg>
      </button>
      {open ? <Panel id={id} onClose={close} /> : null}
    </>
  );
}
