// A part of a page under its own heading, parted from the next by a hairline.
import type { ReactNode } from 'react';

interface SectionProps {
  id: string;
  title: string;
  /** Beside the heading, quieter. */
  note?: ReactNode;
  /** At the right end of the heading's line. */
  action?: ReactNode;
  children: ReactNode;
}

export function Section({ id, title, note, action, children }: SectionProps) {
  return (
    <section aria-labelledby={id} className="border-t border-line px-4 py-5 first:border-t-0 sm:px-6">
      <div className="mb-2 flex min-h-8 flex-wrap items-center gap-x-3">
        <h2 id={id} className="text-16 font-semibold">
          {title}
        </h2>
        {note === undefined ? null : <span className="text-ink-2">{note}</span>}
        {action === undefined ? null : <span className="ml-auto">{action}</span>}
      </div>
      {children}
    </section>
  );
}
