'use client';
// How far the graphs can be trusted: what could not be asked, and what is old.
import type { ReactNode } from 'react';
import { Age } from '#components/ui/age.tsx';
import { ended } from '#lib/format/sentence.ts';
import type { HistoryLine, UsageGraphView } from '#lib/model/usage/usage-view.ts';

interface GraphStateProps {
  view: UsageGraphView | null;
  loading: boolean;
  error: Error | null;
}

export function GraphState({ view, loading, error }: GraphStateProps) {
  if (view === null) {
    if (error === null) return <p className="text-ink-2">Asking for what was measured ...</p>;
    return <Trouble>The graphs could not be loaded: {ended(error.message)}</Trouble>;
  }
  const end = new Date(view.toMs).toISOString();
  return (
    <>
      {error === null ? null : (
        <Trouble>
          The graphs could not be brought up to date: {ended(error.message)} What is drawn ends{' '}
          <Age since={end} suffix=" ago" />.
        </Trouble>
      )}
      {loading ? <p className="text-ink-2">Asking for another time; this is the one before.</p> : null}
      <SourceWords source={view.source} />
    </>
  );
}

function SourceWords({ source: { kind, state, title } }: { source: HistoryLine }) {
  // That nothing new comes in is told of what it comes from, above the graphs.
  if (kind === 'memory') return null;
  if (state.state === 'stale') {
    return (
      <Trouble>
        {title} has not answered <Age since={state.since} prefix="for " />: {ended(state.message)}
      </Trouble>
    );
  }
  if (state.state === 'forbidden') {
    return (
      <Trouble>
        {title} may not be read: the user of this kubeconfig lacks {state.verb} on {state.resource}.
      </Trouble>
    );
  }
  if (state.state === 'absent') return <p className="text-ink-2">{ended(state.message)}</p>;
  return null;
}

function Trouble({ children }: { children: ReactNode }) {
  return (
    <p role="status">
      <span className="text-error" aria-hidden="true">
        ✕{' '}
      </span>
      {children}
    </p>
  );
}
