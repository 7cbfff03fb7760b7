'use client';
// A part of a step under its small heading, with a quieter note beside it.
import { createContext, type ReactNode, useContext, useId } from 'react';

/** The id of the heading that parts stand below, where a step has several components; null where it is the page's own. */
export const PartOf = createContext<string | null>(null);

interface PartProps {
  title: string;
  note?: ReactNode;
  children: ReactNode;
}

export function Part({ title, note, children }: PartProps) {
  const id = useId();
  const owner = useContext(PartOf);
  const Heading = owner === null ? 'h2' : 'h3';
  return (
    <section aria-labelledby={owner === null ? id : `${owner} ${id}`} className="workshop-part">
      <div className="mb-2 flex flex-wrap gap-x-1.5">
        <Heading id={id} className="font-medium">
          {title}
        </Heading>
        {note === undefined ? null : <p className="text-ink-2">{note}</p>}
      </div>
      {children}
    </section>
  );
}
