// What is known of a component before anything is done: commands, images, how strictly its pods are kept, what undo leaves.
import type { ComponentProps } from 'react';
import { Facts } from '#components/ui/facts.tsx';
import type { Component, PodSecurityLevel } from '#lib/stack/component.ts';
import { ComponentImages } from './component-images.tsx';
import { Part } from './part.tsx';

interface AboutProps {
  component: Component;
  /** Somebody else's: what ours is made of says nothing of it. */
  isTheirs: boolean;
}

export function About({ component, isTheirs }: AboutProps) {
  const { commands } = component;
  return (
    <Part title="Good to know">
      <Facts
        facts={[
          ['In the talk', commands.talk === null ? null : <code key="talk">{commands.talk}</code>],
          ['Today', <code key="today">{commands.today}</code>],
          ...(isTheirs ? [] : ownFacts(component)),
        ]}
      />
    </Part>
  );
}

const LEVEL_WORDS: Readonly<Record<PodSecurityLevel, string>> = {
  restricted: 'the strictest of three',
  baseline: 'the middle one of three',
  privileged: 'which allows everything',
};

function ownFacts({ namespace, podSecurity, leaves, images }: Component): ComponentProps<typeof Facts>['facts'] {
  // Of the strictest nothing has to be said, and of most it is the same.
  const why = podSecurity.level === 'restricted' ? '' : `: ${podSecurity.why}`;
  return [
    ['Namespace', `${namespace.name}${namespace.made ? ', made by this step where it is missing' : ''}`],
    ['Pods', `Pod Security level ${podSecurity.level}, ${LEVEL_WORDS[podSecurity.level]}${why}`],
    ['Images', images.length === 0 ? null : <ComponentImages key="images" images={images} />],
    ['Undo', leaves.length === 0 ? 'takes everything away' : <Leaves key="leaves" leaves={leaves} />],
  ];
}

function Leaves({ leaves }: Pick<Component, 'leaves'>) {
  return (
    <ul>
      {leaves.map(({ what, why }) => (
        <li key={what}>
          leaves {what}: {why}
        </li>
      ))}
    </ul>
  );
}
