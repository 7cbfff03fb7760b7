'use client';
// The containers of a pod: how each is, what it runs, what it asks for, uses and gets.
import { Section } from '#components/ui/section.tsx';
import type { PodContainerView, PodUsageView } from '#lib/model/pod/pod-view.ts';
import { ContainerCard } from './container-card.tsx';

interface ContainersProps {
  containers: readonly PodContainerView[];
  usage: PodUsageView;
}

export function Containers({ containers, usage }: ContainersProps) {
  const measured = usage.state === 'measured' ? usage.containers : {};
  return (
    <Section id="containers" title="Containers" note={String(containers.length)}>
      <ul className="flex flex-col">
        {containers.map((container) => (
          <ContainerCard key={container.name} container={container} used={measured[container.name] ?? null} />
        ))}
      </ul>
    </Section>
  );
}
