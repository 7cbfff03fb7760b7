'use client';
// The menu of a simulated cluster: beside the page, not over its life. What is done here shows there at once.
import { useEffect, useLayoutEffect, useRef } from 'react';
import { BoardsSection } from './boards-section.tsx';
import { ChainSection } from './chain-section.tsx';
import { ClockSection } from './clock-section.tsx';
import { ExercisesSection } from './exercises-section.tsx';
import { FaultsSection } from './faults-section.tsx';
import { HealthSection } from './health-section.tsx';
import { LoadSection } from './load-section.tsx';
import { MetricsSection } from './metrics-section.tsx';
import { RegistriesSection } from './registries-section.tsx';
import { ScenarioSection } from './scenario-section.tsx';
import { useSimulation } from './use-simulation.ts';

interface PanelProps {
  id: string;
  onClose: () => void;
}

export function Panel({ id, onClose }: PanelProps) {
  const panel = useRef<HTMLElement>(null);
  const simulation = useSimulation();
  useLayoutEffect(() => panel.current?.focus({ preventScroll: true }), []);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      // A question that is open is what Escape is for.
      if (event.key === 'Escape' && document.querySelector('dialog[open]') === null) onClose();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  });
  const { state, trouble, pending, report } = simulation;
  return (
    <aside id={id} ref={panel} tabIndex={-1} aria-labelledby={`${id}-title`} className="simulation-panel">
      <header className="flex items-start gap-2 px-4 pt-3 pb-2">
        <div className="grow">
          <h2 id={`${id}-title`} className="text-16 font-semibold">
            Simulation
          </h2>
          <p className="text-ink-2">Nothing here is real. Break it, see what happens.</p>
        </div>
        <button
          type="button"
          aria-label="Close the simulation's menu"
          onClick={onClose}
          className="-mr-2 size-8 shrink-0 text-ink-2 hover:text-ink"
        >
          ✕
        </button>
      </header>
      <div className="simulation-body">
        {/* While thousands of boards are being made, nobody is answered: that is work, not trouble. */}
        {trouble === null || pending.length > 0 ? null : (
          <p role="alert" className="border-t border-line px-4 py-3 font-medium text-error">
            {trouble.message}
          </p>
        )}
        {state === null ? (
          <p className="border-t border-line px-4 py-3 text-ink-2">Asking the simulation…</p>
        ) : (
          <>
            <ClockSection {...simulation} />
            <BoardsSection {...simulation} />
            <HealthSection {...simulation} />
            <LoadSection {...simulation} />
            <MetricsSection {...simulation} />
            <ChainSection {...simulation} />
            <RegistriesSection {...simulation} />
            <FaultsSection {...simulation} />
            <ExercisesSection {...simulation} />
            <ScenarioSection {...simulation} />
          </>
        )}
      </div>
      <p
        role="status"
        aria-label="What was done to the simulation"
        className={`border-t border-line px-4 py-2 ${report?.failed === true && pending.length === 0 ? 'font-medium text-error' : 'text-ink-2'}`}
      >
        {pending.length > 0 ? 'Working…' : (report?.text ?? 'Changes take effect at once.')}
      </p>
    </aside>
  );
}
