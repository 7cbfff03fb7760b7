'use client';
// What can be broken about the registries that images come from.
import { Choice } from './choice.tsx';
import { MenuSection } from './section.tsx';
import type { Simulation } from './use-simulation.ts';

const STATES = [
  { value: 'up', text: 'Answer' },
  { value: 'slow', text: 'Slow' },
  { value: 'rate-limited', text: 'Limited' },
  { value: 'down', text: 'Down' },
] as const;

export function RegistriesSection({ state, pending, act }: Simulation) {
  const asked = pending.findLast((action) => action.action === 'registry');
  return (
    <MenuSection
      title="Registries"
      does="Where images come from. Limited, they refuse whoever asks; down or limited, boards pull nothing new."
    >
      <Choice
        label="How registries answer"
        options={STATES}
        value={asked?.registry ?? state?.registry ?? null}
        onChange={(registry) => void act({ action: 'registry', registry })}
      />
    </MenuSection>
  );
}
