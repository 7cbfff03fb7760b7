'use client';
// Requests against reality: what is asked for and what is used, where the two are far apart, with what mends it.
import Link from 'next/link';
import { Command } from '#components/ui/command.tsx';
import type { AdviceRow } from '#lib/model/usage/usage-view.ts';

interface AdviceProps {
  advice: readonly AdviceRow[];
  /** False where nothing is measured or pods may not be read: nothing to say is then not all well. */
  known: boolean;
}

export function Advice({ advice, known }: AdviceProps) {
  if (advice.length === 0) {
    return (
      <p className="text-ink-2">
        {known
          ? 'Every pod says what it needs, none is close to its limit, and no node is full of requests that nobody uses.'
          : 'Nobody can say yet: it takes the pods and what they use.'}
      </p>
    );
  }
  return (
    <ul aria-label="Requests against reality">
      {advice.map((row) => (
        <li key={`${row.kind} ${row.about}`} className="usage-advice">
          <div className="min-w-0">
            <h3 className="font-medium wrap-anywhere">
              <Link href={row.href} prefetch={false} className="hover:underline">
                {row.about}
              </Link>
            </h3>
            <p className={row.kind === 'near-limit' ? 'text-warning' : 'text-ink-2'}>
              {row.kind === 'near-limit' ? <span aria-hidden="true">▲ </span> : null}
              {row.text}
            </p>
          </div>
          <div className="min-w-0">
            <Command text={row.kubectl} />
            {row.more === 0 ? null : <p className="text-ink-2">{`and ${row.more} more like it`}</p>}
          </div>
        </li>
      ))}
    </ul>
  );
}
