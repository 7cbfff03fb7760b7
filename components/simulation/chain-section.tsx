'use client';
// What can be broken of the way from a program's count of its requests to the autoscaler that goes by it.
import type { SimulatedChainView } from '#lib/model/simulation-view.ts';
import { Choice } from './choice.tsx';
import { MenuSection } from './section.tsx';
import type { Simulation } from './use-simulation.ts';

type Part = keyof SimulatedChainView;

interface PartWords {
  part: Part;
  title: string;
  works: string;
  broken: string;
}

const PARTS: readonly PartWords[] = [
  { part: 'hasAppMetrics', title: '/metrics of the app', works: 'Served', broken: '404' },
  { part: 'knowsMetrics', title: "The metric's name", works: 'Known', broken: 'Unknown' },
  { part: 'mayRead', title: 'The autoscaler', works: 'May read metrics', broken: 'May not' },
];

export function ChainSection({ state, pending, act }: Simulation) {
  const chain = state?.autoscaling ?? null;
  if (chain === null) return null;
  return (
    <MenuSection
      title="Autoscaling"
      does="Breaks the chain from requests to replicas in one place. The autoscaler finds out within 15 s, or once it has no fresh figures."
    >
      {PARTS.map(({ part, title, works, broken }) => (
        <div key={part} className="mt-1">
          <p className="mb-1 font-medium">{title}</p>
          <Choice
            label={title}
            options={[
              { value: 'works', text: works },
              { value: 'broken', text: broken },
            ]}
            value={(askedOf(pending, part) ?? chain[part]) ? 'works' : 'broken'}
            onChange={(value) => void act({ action: 'autoscaling', part, works: value === 'works' })}
          />
        </div>
      ))}
    </MenuSection>
  );
}

function askedOf(pending: Simulation['pending'], part: Part): boolean | undefined {
  const asked = pending.findLast((action) => action.action === 'autoscaling' && action.part === part);
  return asked?.action === 'autoscaling' ? asked.works : undefined;
}
