'use client';
// Below the lines: how many there are, whether more will come, and why there are none. Read out now and then, never in a flood.
import { useEffect, useRef, useState } from 'react';
import { formatNumber } from '#lib/format/count.ts';
import type { LogSnapshot } from '#lib/queries/logs/log-follower.ts';

/** A screen reader hears of new lines at most so often. */
const ANNOUNCE_MS = 10_000;

interface LogStatusProps {
  snapshot: LogSnapshot;
  shown: number;
  /** How many lines came before the first that is kept. */
  first: number;
  previous: boolean;
  /** Somebody reads further up: the lines stand still. */
  held: boolean;
}

export function LogStatus({ snapshot, shown, first, previous, held }: LogStatusProps) {
  return (
    <div className="flex flex-wrap gap-x-4 border-t border-line px-3 py-1.5 text-ink-2">
      <span>
        {formatNumber(shown)} {shown === 1 ? 'line' : 'lines'}
        {first > 0 ? `, the newest: ${formatNumber(first)} older ones are not kept here` : ''}
      </span>
      {/* Of an empty log the words stand where its lines would. */}
      {snapshot.count === 0 ? null : (
        <span>{held ? 'held still: what comes is counted' : stateWords(snapshot, previous)}</span>
      )}
      <Announcement count={snapshot.count} />
    </div>
  );
}

export function stateWords({ state, count }: LogSnapshot, previous: boolean): string {
  switch (state.state) {
    case 'loading':
      return 'being read';
    case 'following':
      return count === 0 ? 'nothing printed yet; what comes is shown at once' : 'followed: what comes is shown at once';
    case 'ended':
      if (previous) return count === 0 ? 'that run printed nothing' : 'all of the run before its last restart';
      return count === 0 ? 'it has printed nothing, and does not run now' : 'all so far: it does not run now';
    case 'paused':
      return 'not read while nobody looks';
    case 'failed':
      return `no log: ${state.message}`;
  }
}

function Announcement({ count }: { count: number }) {
  const said = useRef(count);
  const latest = useRef(count);
  latest.current = count;
  const [words, setWords] = useState('');
  useEffect(() => {
    const timer = setInterval(() => {
      const more = latest.current - said.current;
      said.current = latest.current;
      setWords(more > 0 ? `${more} new log ${more === 1 ? 'line' : 'lines'}` : '');
    }, ANNOUNCE_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <span role="status" className="sr-only">
      {words}
    </span>
  );
}
