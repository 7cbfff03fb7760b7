// Every source of use that was looked for, and what became of it.
import type { FoundSource } from '#lib/model/usage/usage-view.ts';

const USE_WORDS: Readonly<Record<FoundSource['use'], string>> = {
  live: 'used for what is now',
  history: 'used for the past',
  'live and history': 'used for now and the past',
  'not used': 'not used',
};

export function FoundSources({ found }: { found: readonly FoundSource[] }) {
  return (
    <ul className="text-ink-2">
      {found.map(({ kind, title, use, reason }) => (
        <li key={`${kind} ${title}`} className="wrap-anywhere">
          <span className="font-medium text-ink">{title}</span>
          {`, ${USE_WORDS[use]}: ${reason}`}
        </li>
      ))}
    </ul>
  );
}
