// Names and values, one a line; what is not known has no line.
import type { ReactNode } from 'react';

interface FactsProps {
  facts: readonly (readonly [name: string, value: ReactNode])[];
}

export function Facts({ facts }: FactsProps) {
  const known = facts.filter(([, value]) => value !== null && value !== '');
  return (
    <dl className="grid grid-cols-[72px_minmax(0,1fr)] gap-x-2 gap-y-0.5">
      {known.map(([name, value], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two addresses of a kind have the same name
        <div key={`${index}:${name}`} className="contents">
          <dt className="text-ink-2">{name}</dt>
          <dd className="break-words">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
