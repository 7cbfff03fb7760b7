'use client';
// Asks before what was changed in the cluster is lost; and for how many of what, where the scenario takes that.
import { useId, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { formatNumber } from '#lib/format/count.ts';
import type { ScenarioView, SimulationAction } from '#lib/model/simulation-view.ts';

export type ScenarioAction = Extract<SimulationAction, { action: 'scenario' | 'reset' }>;

interface ScenarioDialogProps {
  kind: 'change' | 'reset';
  scenario: ScenarioView;
  onClose: () => void;
  onRun: (action: ScenarioAction) => void;
}

const COUNTS = ['nodes', 'pods'] as const;

export function ScenarioDialog({ kind, scenario, onClose, onRun }: ScenarioDialogProps) {
  const { name, parameters } = scenario;
  const [counts, setCounts] = useState<Readonly<Partial<Record<'nodes' | 'pods', string>>>>({});
  const asked = kind === 'change' ? COUNTS.filter((key) => parameters[key] !== undefined) : [];
  const textOf = (key: 'nodes' | 'pods') => counts[key] ?? String(parameters[key]?.default ?? '');
  const wrong = asked.filter((key) => !isWithin(textOf(key), parameters[key]));
  const run = (): void => {
    if (wrong.length > 0) return;
    const numbers = Object.fromEntries(asked.map((key) => [key, Number(textOf(key))]));
    onRun(kind === 'reset' ? { action: 'reset' } : { action: 'scenario', name, ...numbers });
  };
  return (
    <Dialog title={kind === 'reset' ? `Reset ${name}?` : `Change to ${name}?`} onClose={onClose}>
      <p>{scenario.summary}</p>
      {asked.length === 0 ? null : (
        <div className="flex flex-wrap gap-4">
          {asked.map((key) => (
            <CountField
              key={key}
              label={key}
              bounds={parameters[key]}
              value={textOf(key)}
              wrong={wrong.includes(key)}
              onChange={(value) => setCounts({ ...counts, [key]: value })}
            />
          ))}
        </div>
      )}
      <p className="text-ink-2">
        Everything that was changed in this cluster is lost, faults are mended, and everyone who watches it sees the{' '}
        {kind === 'reset' ? 'first instant again' : 'new one'}. The address and kubeconfigs stay what they are.
      </p>
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button primary disabled={wrong.length > 0} onClick={run}>
          {kind === 'reset' ? 'Reset' : 'Change scenario'}
        </Button>
      </div>
    </Dialog>
  );
}

type Bounds = ScenarioView['parameters']['nodes'];

function isWithin(text: string, bounds: Bounds): boolean {
  if (!/^\d{1,9}$/.test(text.trim()) || bounds === undefined) return false;
  const value = Number(text);
  return value >= bounds.min && value <= bounds.max;
}

interface CountFieldProps {
  label: string;
  bounds: Bounds;
  value: string;
  wrong: boolean;
  onChange: (value: string) => void;
}

function CountField({ label, bounds, value, wrong, onChange }: CountFieldProps) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="block font-medium">
        {label[0]?.toUpperCase()}
        {label.slice(1)}
      </label>
      <input
        id={id}
        inputMode="numeric"
        aria-describedby={`${id}-bounds`}
        aria-invalid={wrong ? true : undefined}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="h-8 w-32 rounded border border-line-2 bg-paper px-2 font-mono aria-[invalid]:border-error aria-[invalid]:outline-1 aria-[invalid]:outline-error"
      />
      <p id={`${id}-bounds`} className={wrong ? 'text-error' : 'text-ink-2'}>
        {bounds === undefined ? '' : `${formatNumber(bounds.min)} to ${formatNumber(bounds.max)}`}
      </p>
    </div>
  );
}
