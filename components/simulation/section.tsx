// One part of the menu: what it is, what it does in a sentence, and its controls.
import { type ReactNode, useId } from 'react';

interface SectionProps {
  title: string;
  /** What the controls do. */
  does: ReactNode;
  children: ReactNode;
}

export function MenuSection({ title, does, children }: SectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="border-t border-line px-4 py-3">
      <h3 id={id} className="font-medium">
        {title}
      </h3>
      <p className="mb-2 text-ink-2">{does}</p>
      {children}
    </section>
  );
}
