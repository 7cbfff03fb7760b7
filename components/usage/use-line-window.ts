'use client';
// Which lines of a long table are drawn: those in sight as the page scrolls. Their heights are measured, for on a narrow
// screen a line is a small list of its own.
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useLayoutEffect, useRef, useState } from 'react';
import { useHydrated } from '#components/ui/use-hydrated.ts';

/** Of a line, in px: app/usage.css. */
const LINE_HEIGHT = 32;
/** Lines beyond those in sight, so that Tab and quick scrolling find some. */
const OVERSCAN = 10;
/** No more lines than this are all drawn, and of more the first so many by the server. */
const DRAWN_AT_ONCE = 100;

interface LineWindow {
  tableRef: (table: HTMLTableElement | null) => void;
  lineRef: (line: HTMLElement | null) => void;
  indexes: readonly number[];
  /** What stands for the lines that are not drawn. */
  beforePx: number;
  afterPx: number;
  /** Lines that are not on the page at all until JavaScript arrives. */
  left: number;
}

export function useLineWindow(keys: readonly string[]): LineWindow {
  const hydrated = useHydrated();
  const windowed = hydrated && keys.length > DRAWN_AT_ONCE;
  const table = useRef<HTMLTableElement | null>(null);
  const [topPx, setTopPx] = useState(0);
  const tableRef = useCallback((element: HTMLTableElement | null) => {
    table.current = element;
  }, []);
  // What stands above the table may grow and shrink with any change.
  useLayoutEffect(() => {
    const now = table.current === null ? 0 : Math.round(table.current.getBoundingClientRect().top + scrollY);
    if (now !== topPx) setTopPx(now);
  });
  const virtualizer = useWindowVirtualizer({
    count: keys.length,
    estimateSize: () => LINE_HEIGHT,
    getItemKey: (index) => keys[index] ?? index,
    overscan: OVERSCAN,
    scrollMargin: topPx,
    enabled: windowed,
  });
  if (!windowed) {
    const drawn = Math.min(keys.length, DRAWN_AT_ONCE);
    const indexes = Array.from({ length: drawn }, (_, index) => index);
    return { tableRef, lineRef: noMeasuring, indexes, beforePx: 0, afterPx: 0, left: keys.length - drawn };
  }
  const items = virtualizer.getVirtualItems();
  return {
    tableRef,
    lineRef: virtualizer.measureElement,
    indexes: items.map(({ index }) => index),
    beforePx: Math.max(0, (items[0]?.start ?? topPx) - topPx),
    afterPx: Math.max(0, virtualizer.getTotalSize() - ((items.at(-1)?.end ?? topPx) - topPx)),
    left: 0,
  };
}

function noMeasuring(): void {
  // All lines are drawn.
}
