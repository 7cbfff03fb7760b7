'use client';
// One log: its lines, a search through them, and what is shown of each. It stands still while somebody reads above its end.
import { useMemo, useState } from 'react';
import { formatNumber } from '#lib/format/count.ts';
import type { LogLine } from '#lib/queries/logs/log-buffer.ts';
import type { LogChoice, LogSnapshot } from '#lib/queries/logs/log-follower.ts';
import { LogLines } from './log-lines.tsx';
import { linesWith } from './log-search.ts';
import { LogStatus, stateWords } from './log-status.tsx';
import { LogToolbar } from './log-toolbar.tsx';
import { type LogOccasion, useLog } from './use-log.ts';

interface LogViewerProps {
  choice: LogChoice;
  occasion: LogOccasion;
}

export function LogViewer({ choice, occasion }: LogViewerProps) {
  const live = useLog(choice, occasion);
  /** What is shown while somebody reads further up; null while the end is followed. */
  const [held, setHeld] = useState<LogSnapshot | null>(null);
  const [text, setText] = useState('');
  const [match, setMatch] = useState(0);
  const [wrap, setWrap] = useState(true);
  const [times, setTimes] = useState(false);
  const { lines } = held ?? live;
  const found = useMemo(() => linesWith(lines, text), [lines, text]);
  const at = found.length === 0 ? null : (found[Math.min(match, found.length - 1)] ?? null);
  const hold = (): void => setHeld((now) => now ?? live);
  const step = (by: number): void => {
    if (found.length === 0) return;
    hold();
    setMatch((now) => (Math.min(now, found.length - 1) + by + found.length) % found.length);
  };
  const search = (next: string): void => {
    setText(next);
    // The newest is what is asked for mostly.
    setMatch(Number.MAX_SAFE_INTEGER);
    if (next !== '') hold();
  };
  const newCount = held === null ? 0 : live.count - held.count;
  return (
    <div className="rounded border border-line">
      <LogToolbar
        choice={choice}
        lines={lines}
        search={{ text, found: found.length, at: at === null ? null : found.indexOf(at) }}
        onSearch={search}
        onStep={step}
        wrap={wrap}
        onWrap={setWrap}
        times={times}
        onTimes={setTimes}
      />
      <div className="relative">
        <LogLines
          label={`Log of ${choice.container}`}
          lines={lines}
          empty={stateWords(live, choice.previous)}
          text={text}
          at={at}
          wrap={wrap}
          times={times}
          following={held === null}
          onLeaveEnd={hold}
          onReachEnd={() => setHeld(null)}
        />
        {held === null ? null : (
          <button
            type="button"
            onClick={() => setHeld(null)}
            className="absolute right-4 bottom-3 rounded border border-ink bg-paper px-3 py-1 font-medium hover:bg-bench"
          >
            {newCount === 0 ? 'To the end' : `${formatNumber(newCount)} new ${newCount === 1 ? 'line' : 'lines'} ↓`}
          </button>
        )}
      </div>
      <LogStatus
        snapshot={live}
        shown={lines.length}
        first={firstId(lines)}
        previous={choice.previous}
        held={held !== null && live.state.state === 'following'}
      />
    </div>
  );
}

/** How many lines came before the first that is kept. */
function firstId(lines: readonly LogLine[]): number {
  return lines[0]?.id ?? 0;
}
