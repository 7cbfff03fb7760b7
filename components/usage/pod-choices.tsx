'use client';
// How the pods are laid out: by architecture or in one piece, with their containers or without.
import type { UsageQuery } from '#lib/model/usage/usage-query.ts';
import { ChoiceLinks } from './choice-links.tsx';

export function PodChoices({ query: { flat, containers } }: { query: UsageQuery }) {
  return (
    <>
      <ChoiceLinks
        label="How pods are grouped"
        options={[
          { key: 'arch', word: 'by architecture', change: { group: null }, chosen: !flat },
          { key: 'none', word: 'as kubectl', change: { group: 'none' }, chosen: flat },
        ]}
      />
      <ChoiceLinks
        label="What is shown of pods"
        options={[
          { key: 'pods', word: 'pods', change: { containers: null }, chosen: !containers },
          { key: 'containers', word: 'with containers', change: { containers: 'all' }, chosen: containers },
        ]}
      />
    </>
  );
}
