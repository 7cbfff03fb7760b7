'use client';
// The lines themselves: only those in view are in the document, and the end is kept in view while it is followed.
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef } from 'react';
import type { LogLine } from '#lib/queries/logs/log-buffer.ts';
import { piecesOf } from './log-search.ts';

interface LogLinesProps {
  label: string;
  lines: readonly LogLine[];
  /** Instead of lines where there are none. */
  empty: string;
  /** What is searched for. */
  text: string;
  /** Index of the line that the search stands at. */
  at: number | null;
  wrap: boolean;
  times: boolean;
  following: boolean;
  /** Somebody scrolled up. */
  onLeaveEnd: () => void;
  onReachEnd: () => void;
}

const LINE_HEIGHT = 20;
const OVERSCAN_LINES = 20;
/** So near to the end counts as there. */
const END_PX = 24;
const UP_KEYS: readonly string[] = ['Home', 'PageUp', 'ArrowUp'];

export function LogLines(props: LogLinesProps) {
  const { label, lines, empty, text, at, wrap, times, following, onLeaveEnd, onReachEnd } = props;
  const box = useRef<HTMLDivElement>(null);
  const lastTop = useRef(0);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => box.current,
    estimateSize: () => LINE_HEIGHT,
    overscan: OVERSCAN_LINES,
    getItemKey: (index) => lines[index]?.id ?? index,
  });
  const height = virtual.getTotalSize();
  // Lines that wrap are measured when they are drawn, which moves the end.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the end moves with the height
  useLayoutEffect(() => {
    const element = box.current;
    if (following && element !== null) element.scrollTop = element.scrollHeight;
  }, [following, height, lines]);
  useEffect(() => {
    if (at !== null) virtual.scrollToIndex(at, { align: 'center' });
  }, [at, virtual]);
  const scrolled = (): void => {
    const element = box.current;
    if (element === null) return;
    const isUp = element.scrollTop < lastTop.current;
    const left = element.scrollHeight - element.clientHeight - element.scrollTop;
    lastTop.current = element.scrollTop;
    if (following && isUp && left > END_PX) onLeaveEnd();
    // Only by scrolling down: a search that ends at the last line must not let go of what was found.
    if (!following && !isUp && left <= 1 && at === null) onReachEnd();
  };
  // Before the first scroll event: a line that comes in between would pull the end back into view.
  const movesUp = (): void => {
    if (following && (box.current?.scrollTop ?? 0) > 0) onLeaveEnd();
  };
  return (
    <div
      ref={box}
      role="log"
      aria-label={label}
      aria-live="off"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      onScroll={scrolled}
      onKeyDown={({ key }) => (UP_KEYS.includes(key) ? movesUp() : undefined)}
      onWheel={({ deltaY }) => (deltaY < 0 ? movesUp() : undefined)}
      className={`log-box ${wrap ? 'log-wrap' : ''}`}
    >
      {lines.length === 0 ? <p className="px-3 font-sans text-ink-2">{empty}</p> : null}
      <div className="relative w-full" style={{ height }}>
        {virtual.getVirtualItems().map((item) => {
          const line = lines[item.index];
          return line === undefined ? null : (
            <div
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              className={`log-line ${item.index === at ? 'log-found' : ''}`}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <LineWords line={line} text={text} times={times} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

function LineWords({ line, text, times }: { line: LogLine; text: string; times: boolean }) {
  if (line.isMark) return <span className="text-ink-2 italic">{line.text}</span>;
  return (
    <>
      {times && line.at !== null ? <time className="mr-3 text-ink-2">{shortTime(line.at)}</time> : null}
      {piecesOf(line.text, text).map((piece, index) =>
        piece.isMatch ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one line have no identity but their place
          <mark key={index}>{piece.text}</mark>
        ) : (
          piece.text
        ),
      )}
    </>
  );
}

/** To the millisecond, in the zone it was written in. */
function shortTime(at: string): string {
  return at.replace(/(\.\d{3})\d+/, '$1');
}
