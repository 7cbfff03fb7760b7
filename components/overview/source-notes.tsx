'use client';
// What is missing from the page and why: no metrics, pods that may not be read, a list that went stale.
import { useEffect, useState } from 'react';
import { ClockTime } from '#components/ui/clock-time.tsx';
import type { SourceName, SourceView } from '#lib/model/overview/overview-view.ts';
import { useConnection } from '#lib/queries/live-context.ts';

/** A watch that broke is usually back within a second: the page must not jump for that, and must say it within 10 s. */
const STALE_SHOWN_AFTER_MS = 2_000;

interface SourceNotesProps {
  /** By name of the source: those of the overview, or resources as kubectl names them. */
  sources: Readonly<Partial<Record<string, SourceView>>>;
}

const WHAT: Readonly<Record<SourceName, string>> = {
  nodes: 'Nodes',
  pods: 'Pods',
  events: 'Events',
  metrics: 'CPU and memory use',
};

export function SourceNotes({ sources }: SourceNotesProps) {
  const staleShown = useStaleShown(Object.values(sources).some((source) => source?.state === 'stale'));
  const notes = Object.entries(sources).flatMap(([name, source]) => {
    if (source === undefined || source.state === 'live' || source.state === 'loading') return [];
    return source.state === 'stale' && !staleShown ? [] : [{ name, source }];
  });
  if (notes.length === 0) return null;
  return (
    <ul aria-label="What is missing" className="border-t border-line px-4 py-2 text-ink-2 sm:px-6">
      {notes.map(({ name, source }) => (
        <li key={name}>
          <span className="font-medium text-ink">{WHAT[name as SourceName] ?? name}: </span>
          <SourceWords source={source} />
        </li>
      ))}
    </ul>
  );
}

/** Only while the rest is live: with the whole API server gone, the head of the page says so once. */
function useStaleShown(someStale: boolean): boolean {
  const { state } = useConnection();
  const [lasted, setLasted] = useState(false);
  useEffect(() => {
    if (!someStale) return setLasted(false);
    const timer = setTimeout(() => setLasted(true), STALE_SHOWN_AFTER_MS);
    return () => clearTimeout(timer);
  }, [someStale]);
  return lasted && someStale && state === 'live';
}

function SourceWords({ source }: { source: SourceView }) {
  switch (source.state) {
    case 'forbidden':
      return (
        <>
          not shown, the user of this kubeconfig lacks <code>{source.verb}</code> on <code>{source.resource}</code>
        </>
      );
    case 'absent':
      return source.message;
    case 'stale':
      return (
        <>
          as of <ClockTime at={source.since} />: {source.message}
        </>
      );
    case 'loading':
    case 'live':
      return null;
  }
}
