'use client';
// Marks of the graphs as a list: each with its time, and the way to its node.
import Link from 'next/link';
import { momentTime } from '#components/charts/local-time.ts';
import { nodeHref } from '#lib/model/hrefs.ts';
import { isTrouble } from '#lib/model/usage/graph/fold-marks.ts';
import type { GraphMark } from '#lib/model/usage/usage-view.ts';

interface GraphMarksProps {
  marks: readonly GraphMark[];
  /** Of the graphs: times of more than a day have their date. */
  spanMs: number;
  label: string;
}

export function GraphMarks({ marks, spanMs, label }: GraphMarksProps) {
  return (
    <ol aria-label={label} className="graph-numbers">
      {marks.map((mark) => (
        <li key={mark.key} className="flex gap-3">
          <time dateTime={new Date(mark.atMs).toISOString()} className="shrink-0 text-ink-2">
            {momentTime(mark.atMs, spanMs)}
          </time>
          <span className="min-w-0 wrap-anywhere">
            {isTrouble(mark) ? <span className="text-error">✕ </span> : null}
            {mark.node === null ? (
              mark.text
            ) : (
              <Link href={nodeHref(mark.node)} className="underline">
                {mark.text}
              </Link>
            )}
          </span>
        </li>
      ))}
    </ol>
  );
}
