'use client';
// The cluster's clock: how fast it goes, and steps of it.
import { Button } from '#components/ui/button.tsx';
import { useClusterTime } from '#lib/queries/live-context.ts';
import { Choice } from './choice.tsx';
import { MenuSection } from './section.tsx';
import type { Simulation } from './use-simulation.ts';

const MODES = [
  { value: 'paused', text: 'Pause' },
  { value: 'real', text: 'Real time' },
  { value: 'x10', text: 'x10' },
  { value: 'x60', text: 'x60' },
] as const;

const STEPS = [
  { text: '1 min', stepMs: 60_000 },
  { text: '10 min', stepMs: 600_000 },
  { text: '1 h', stepMs: 3_600_000 },
  { text: '1 day', stepMs: 86_400_000 },
];

const FORMAT = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

export function ClockSection({ state, pending, act }: Simulation) {
  const now = useClusterTime((nowMs) => FORMAT.format(nowMs));
  const stepping = pending.some(({ action }) => action === 'step');
  const asked = pending.findLast((action) => action.action === 'clock');
  const mode = asked?.mode ?? (stepping ? 'paused' : state?.clockMode);
  return (
    <MenuSection
      title="Clock"
      does="Stops time in the cluster or lets it run faster. A step pauses it and runs all that is due in between."
    >
      <p className="mb-2 tabular-nums">
        {now}
        <span className="text-ink-2">, {stepping ? 'stepping…' : modeWords(mode)}</span>
      </p>
      <Choice
        label="Speed of the clock"
        options={MODES}
        value={MODES.find(({ value }) => value === mode)?.value ?? null}
        onChange={(value) => void act({ action: 'clock', mode: value })}
      />
      <div className="mt-2 flex items-center gap-2">
        <span className="text-ink-2">Step</span>
        {STEPS.map(({ text, stepMs }) => (
          <Button
            key={text}
            aria-label={`Step ${text}`}
            aria-disabled={stepping}
            className="grow justify-center px-1 aria-disabled:border-line-2 aria-disabled:text-ink-2"
            onClick={() => (stepping ? undefined : void act({ action: 'step', stepMs }))}
          >
            {text}
          </Button>
        ))}
      </div>
    </MenuSection>
  );
}

function modeWords(mode: string | undefined): string {
  if (mode === undefined) return 'not known yet';
  if (mode === 'paused') return 'paused';
  return mode === 'real' ? 'in real time' : `${mode.slice(1)} times as fast`;
}
