'use client';
// A few things to choose from, as links: they work before JavaScript arrives, and each address can be passed on.
import { type MouseEvent, useCallback } from 'react';
import { changeUrl, type UrlChange, useUsageUrl } from './use-usage-url.ts';

export interface Option {
  key: string;
  word: string;
  change: UrlChange;
  chosen: boolean;
}

interface ChoiceLinksProps {
  /** What is chosen, for screen readers. */
  label: string;
  options: readonly Option[];
}

export function ChoiceLinks({ label, options }: ChoiceLinksProps) {
  const { href } = useUsageUrl();
  return (
    <nav aria-label={label}>
      <ul className="flex flex-wrap gap-x-4">
        {options.map(({ key, word, change, chosen }) => (
          <li key={key}>
            <UrlLink href={href(change)} change={change} chosen={chosen}>
              {word}
            </UrlLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}

interface UrlLinkProps {
  href: string;
  change: UrlChange;
  chosen: boolean;
  children: string;
}

/** A plain click changes the address in place; with a modifier the browser opens it where the reader wants it. */
function UrlLink({ href, change, chosen, children }: UrlLinkProps) {
  const onClick = useCallback(
    (event: MouseEvent) => {
      if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      changeUrl(change);
    },
    [change],
  );
  return (
    <a
      href={href}
      onClick={onClick}
      aria-current={chosen ? 'true' : undefined}
      className="inline-flex min-h-8 items-center text-ink-2 hover:text-ink aria-[current]:font-medium aria-[current]:text-ink"
    >
      {children}
    </a>
  );
}
