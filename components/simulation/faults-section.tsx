'use client';
// What can be broken about the API server, and the one button that mends everything.
import type { ReactNode } from 'react';
import { Button } from '#components/ui/button.tsx';
import { formatCount } from '#lib/format/count.ts';
import { Choice } from './choice.tsx';
import { MenuSection } from './section.tsx';
import type { Simulation } from './use-simulation.ts';

const API = [
  { value: 'up', text: 'Answers' },
  { value: 'slow', text: 'Slow' },
  { value: 'stopped', text: 'Stopped' },
] as const;

const SLOW_SECONDS = 2;

export function FaultsSection({ state, boards, pending, act }: Simulation) {
  const asked = pending.findLast((action) => action.action === 'api');
  const faults = faultWords(state, boards);
  const slowSeconds = state?.api === 'slow' ? state.delayMs / 1_000 : SLOW_SECONDS;
  return (
    <MenuSection
      title="API server"
      does={`Slow, each answer waits ${slowSeconds} s. Stopped, it refuses connections; this menu goes on.`}
    >
      <Choice
        label="How the API server answers"
        options={API}
        value={asked?.api ?? state?.api ?? null}
        onChange={(api) => void act({ action: 'api', api })}
      />
      <Once text="Cut watches" act={() => act({ action: 'cut-watches' })}>
        Ends every open watch, as a restart does.
      </Once>
      <Once text="Expire history" act={() => act({ action: 'expire-history' })}>
        Clients that fell behind must list anew.
      </Once>
      <Once text="Mend all" act={() => act({ action: 'mend' })} idle={faults === ''}>
        {faults === '' ? 'Nothing is broken.' : `Now broken: ${faults}.`}
      </Once>
    </MenuSection>
  );
}

interface OnceProps {
  text: string;
  act: () => Promise<boolean>;
  /** Nothing to do: it stays where it is, so that the focus does. */
  idle?: boolean;
  children: ReactNode;
}

function Once({ text, act, idle = false, children }: OnceProps) {
  return (
    <div className="mt-2 flex items-center gap-3">
      <Button
        aria-disabled={idle}
        className="w-[116px] shrink-0 justify-center aria-disabled:border-line-2 aria-disabled:text-ink-2"
        onClick={() => (idle ? undefined : void act())}
      >
        {text}
      </Button>
      <p className="text-ink-2">{children}</p>
    </div>
  );
}

function faultWords(state: Simulation['state'], boards: Simulation['boards']): string {
  const unplugged = boards.filter(({ power }) => power === 'unplugged').length;
  const unmeasured = boards.filter(({ metricsMissing }) => metricsMissing).length;
  const unwell = boards.filter(({ health }) => health !== 'good').length;
  const sources = state?.metrics.filter((one) => one.state !== 'up').length ?? 0;
  const broken = Object.values(state?.autoscaling ?? {}).filter((works) => !works).length;
  const taken = state?.permissionsTakenCount ?? 0;
  return [
    state === null || state.api === 'up' ? '' : `API ${state.api}`,
    state === null || state.registry === 'up' ? '' : `registries ${state.registry}`,
    unplugged === 0 ? '' : `${formatCount(unplugged, 'board')} unplugged`,
    unmeasured === 0 ? '' : `${formatCount(unmeasured, 'board')} without metrics`,
    unwell === 0 ? '' : `${formatCount(unwell, 'board')} unwell`,
    sources === 0 ? '' : formatCount(sources, 'source of metrics', 'sources of metrics'),
    broken === 0 ? '' : `${formatCount(broken, 'part')} of autoscaling`,
    taken === 0 ? '' : `${formatCount(taken, 'permission')} taken`,
  ]
    .filter(Boolean)
    .join(', ');
}
