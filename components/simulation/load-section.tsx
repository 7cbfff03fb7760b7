'use client';
// What clients outside the cluster ask of its services: as the scenario has it, or as much as autoscaling should follow.
import type { SimulatedLoadView } from '#lib/model/simulation-view.ts';
import { Choice } from './choice.tsx';
import { MenuSection } from './section.tsx';
import type { Simulation } from './use-simulation.ts';

const OWN = 'own';
const OPTIONS = [
  { value: OWN, text: 'As planned' },
  { value: '0', text: 'None' },
  { value: '500', text: '500/s' },
  { value: '2000', text: '2,000/s' },
];

export function LoadSection({ loads, pending, act }: Simulation) {
  if (loads.length === 0) return null;
  return (
    <MenuSection
      title="Load"
      does="Requests a second that clients send to a service. Metrics follow within two minutes, and then its autoscaler."
    >
      {loads.map((load) => {
        const asked = pending.findLast((action) => action.action === 'load' && isOf(action, load));
        const now = load.isSet ? String(load.requestsPerSecond) : OWN;
        const value = asked?.action === 'load' ? String(asked.requestsPerSecond ?? OWN) : now;
        return (
          <div key={`${load.namespace}/${load.service}`} className="mt-1">
            <p className="mb-1 flex justify-between gap-2">
              <span className="truncate font-mono font-medium">{load.service}</span>
              <span className="shrink-0 text-ink-2">{`now ${load.requestsPerSecond}/s`}</span>
            </p>
            <Choice
              label={`Load of ${load.service}`}
              options={OPTIONS}
              value={value}
              onChange={(next) => {
                const { namespace, service } = load;
                const requestsPerSecond = next === OWN ? null : Number(next);
                void act({ action: 'load', namespace, service, requestsPerSecond });
              }}
            />
          </div>
        );
      })}
    </MenuSection>
  );
}

function isOf(one: Pick<SimulatedLoadView, 'namespace' | 'service'>, other: SimulatedLoadView): boolean {
  return one.namespace === other.namespace && one.service === other.service;
}
