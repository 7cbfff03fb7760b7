'use client';
// What can be broken about the sources of use that this cluster has.
import type { SimulatedSourceView } from '#lib/model/simulation-view.ts';
import { Choice } from './choice.tsx';
import { MenuSection } from './section.tsx';
import type { Simulation } from './use-simulation.ts';

const STATES = [
  { value: 'up', text: 'Up' },
  { value: 'stale', text: 'Stale' },
  { value: 'garbage', text: 'Nonsense' },
  { value: 'slow', text: 'Slow' },
  { value: 'down', text: 'Down' },
] as const;
const API_STATES = [...STATES, { value: 'gone', text: 'Gone' }] as const;

const NAMES = {
  metricsApi: 'metrics.k8s.io',
  customMetrics: 'custom.metrics.k8s.io',
  externalMetrics: 'external.metrics.k8s.io',
  heapster: 'Heapster',
  prometheus: 'Prometheus',
};

export function MetricsSection({ state, pending, act }: Simulation) {
  const sources = state?.metrics ?? [];
  if (sources.length === 0) return null;
  return (
    <MenuSection
      title="Sources of metrics"
      does="What tells how much is used. Stale, a source goes on with its last figures; slow, it takes 3 s for each answer. An API that is gone is not registered."
    >
      {sources.map((one) => (
        <Source key={one.source} {...one} asked={askedState(pending, one.source)} act={act} />
      ))}
    </MenuSection>
  );
}

interface SourceProps extends SimulatedSourceView {
  asked: SimulatedSourceView['state'] | undefined;
  act: Simulation['act'];
}

function Source({ source, state, asked, act }: SourceProps) {
  const name = NAMES[source];
  const isProgram = source === 'heapster' || source === 'prometheus';
  return (
    <div className="mt-1">
      <p className="mb-1 font-mono font-medium">{name}</p>
      <Choice
        label={`How ${name} answers`}
        options={isProgram ? STATES : API_STATES}
        value={asked ?? state}
        onChange={(next) => void act({ action: 'metrics-source', source, state: next })}
      />
    </div>
  );
}

function askedState(pending: Simulation['pending'], source: SimulatedSourceView['source']) {
  const asked = pending.findLast((action) => action.action === 'metrics-source' && action.source === source);
  return asked?.action === 'metrics-source' ? asked.state : undefined;
}
