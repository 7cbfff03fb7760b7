'use client';
// How the pod is, as a person would say it.
import Link from 'next/link';
import { Age, TimeUntil } from '#components/ui/age.tsx';
import { whyHref } from '#lib/model/hrefs.ts';
import type { PodView, StatusLine } from '#lib/model/pod/pod-view.ts';

const TONE: Partial<Record<PodView['state'], string>> = {
  failing: 'text-error',
  pending: 'text-warning',
};
const SIGN: Partial<Record<PodView['state'], string>> = { failing: '✕ ', pending: '▲ ', unknown: '? ' };

export function StatusPanel({ pod }: { pod: PodView }) {
  const { words, state } = pod;
  return (
    <section aria-labelledby="status" className="border-t border-line px-4 py-4 sm:px-6">
      <h2 id="status" className={`text-24 font-semibold tracking-tight ${TONE[state] ?? ''}`}>
        {SIGN[state] === undefined ? null : <span aria-hidden="true">{SIGN[state]}</span>}
        {words.headline}
      </h2>
      <ul className="mt-1 flex max-w-200 flex-col gap-1">
        {words.lines.map((line) => (
          <li key={line.text}>
            <Line line={line} />
          </li>
        ))}
      </ul>
      {words.asksWhy ? (
        <p className="mt-2">
          <Link href={whyHref(pod)} prefetch={false} className="underline">
            Why, board by board
          </Link>
        </p>
      ) : null}
    </section>
  );
}

function Line({ line }: { line: StatusLine }) {
  return (
    <>
      {line.text}
      {line.since === undefined ? null : <Age since={line.since} prefix=" " suffix=" ago" />}
      {line.until === undefined ? null : <TimeUntil at={line.until} prefix=" in " past=" at any moment now" />}
      {line.quote === undefined ? null : (
        <q className="mt-1 mb-1 block border-l-2 border-line-2 pl-3 font-mono break-words whitespace-pre-wrap text-ink-2">
          {line.quote}
        </q>
      )}
    </>
  );
}
