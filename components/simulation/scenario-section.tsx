'use client';
// Which scenario plays: another one, or the same from its beginning. Both lose what was changed, so both ask first.
import { useId, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import type { ScenarioView } from '#lib/model/simulation-view.ts';
import { type ScenarioAction, ScenarioDialog } from './scenario-dialog.tsx';
import { MenuSection } from './section.tsx';
import type { Simulation } from './use-simulation.ts';

export function ScenarioSection({ state, act }: Simulation) {
  const [chosen, setChosen] = useState<string | null>(null);
  const [asking, setAsking] = useState<'change' | 'reset' | null>(null);
  if (state === null) return null;
  const { scenario: current, scenarios } = state;
  const selected = scenarios.find(({ name }) => name === (chosen ?? current));
  const ask = selected === undefined || asking === null ? null : { kind: asking, scenario: selected };
  const run = async (action: ScenarioAction): Promise<void> => {
    setAsking(null);
    if (await act(action)) setChosen(null);
  };
  return (
    <MenuSection
      title="Scenario"
      does="Which cluster is simulated. Another one, or a reset, begins at its first instant."
    >
      <ScenarioList
        scenarios={scenarios}
        current={current}
        selected={selected?.name ?? current}
        onSelect={(name) => setChosen(name)}
      />
      <div className="mt-2 flex gap-2">
        <Button
          aria-disabled={selected === undefined || (selected.name === current && !hasParameters(selected))}
          className="aria-disabled:border-line-2 aria-disabled:text-ink-2"
          onClick={(event) =>
            event.currentTarget.getAttribute('aria-disabled') === 'true' ? undefined : setAsking('change')
          }
        >
          Change scenario…
        </Button>
        <Button onClick={() => setAsking('reset')}>Reset…</Button>
      </div>
      {ask === null ? null : (
        <ScenarioDialog
          kind={ask.kind}
          scenario={
            ask.kind === 'reset' ? (scenarios.find(({ name }) => name === current) ?? ask.scenario) : ask.scenario
          }
          onClose={() => setAsking(null)}
          onRun={(action) => void run(action)}
        />
      )}
    </MenuSection>
  );
}

function hasParameters({ parameters }: ScenarioView): boolean {
  return Object.keys(parameters).length > 0;
}

interface ScenarioListProps {
  scenarios: readonly ScenarioView[];
  current: string;
  selected: string;
  onSelect: (name: string) => void;
}

function ScenarioList({ scenarios, current, selected, onSelect }: ScenarioListProps) {
  const name = useId();
  return (
    <div role="radiogroup" aria-label="Scenario">
      {scenarios.map((scenario) => (
        <label key={scenario.name} className="flex cursor-pointer gap-2 py-1 hover:bg-bench">
          <input
            type="radio"
            name={name}
            checked={scenario.name === selected}
            onChange={() => onSelect(scenario.name)}
            className="mt-1 size-3.5 shrink-0 accent-ink"
          />
          <span>
            <span className="font-mono font-medium">{scenario.name}</span>
            {scenario.name === current ? <span className="text-ink-2"> · now</span> : null}
            <span className="block text-ink-2">{scenario.summary}</span>
          </span>
        </label>
      ))}
    </div>
  );
}
