'use client';
// The way to a board by its name: a button, and Ctrl+K or ⌘K from anywhere. The list itself loads when asked for.
import dynamic from 'next/dynamic';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useHydrated } from '#components/ui/use-hydrated.ts';

const Palette = dynamic(() => import('./palette.tsx').then((module) => module.Palette), { ssr: false });

export function FindBoard() {
  const [open, setOpen] = useState(false);
  const hydrated = useHydrated();
  const key = useSyncExternalStore(
    () => () => undefined,
    () => (/Mac|iPhone|iPad/.test(navigator.platform) ? '⌘K' : 'Ctrl K'),
    () => 'Ctrl K',
  );
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      setOpen((shown) => !shown);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  return (
    <>
      <button
        type="button"
        onClick={() => setOpen(true)}
        className={`flex h-8 items-center gap-2 rounded px-2 text-ink-2 hover:text-ink ${hydrated ? '' : 'invisible'}`}
      >
        Find
        <kbd className="rounded border border-line-2 px-1.5 leading-5 max-sm:hidden pointer-coarse:hidden">{key}</kbd>
      </button>
      {open ? <Palette onClose={() => setOpen(false)} /> : null}
    </>
  );
}
