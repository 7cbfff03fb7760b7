'use client';
// Which columns are drawn: all where they are few, else those in sight and some beside them.
import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useMemo, useState } from 'react';
import { useHydrated } from '#components/ui/use-hydrated.ts';
import { type ColumnLayout, columnWidths, READY_COLUMN, widthBefore } from './column-layout.ts';
import { ALL_COLUMNS, type ColumnWindow, windowAround, windowOf } from './column-window.ts';

/** Fewer columns than this are all drawn, also by the server. */
const DRAWN_AT_ONCE = 40;
/** Columns beyond those in sight, so that quick scrolling finds some. */
const OVERSCAN = 4;

interface ShownColumns {
  shown: ColumnWindow;
  /** Draws a column that is not in sight, to be scrolled to: it must be done before the next scrolling. */
  reach: (column: number) => void;
}

export function useColumnWindow(
  layout: ColumnLayout,
  scrolls: boolean,
  getScrollElement: () => HTMLElement | null,
): ShownColumns {
  const widths = useMemo(() => columnWidths(layout), [layout]);
  // Also by the server, and at the first drawing here: of hundreds of boards all cells are megabytes.
  const windowed = scrolls && widths.length > DRAWN_AT_ONCE;
  const measures = useHydrated() && windowed;
  // Another function for other widths: by that the virtualizer knows that it must measure again.
  const getItemKey = useCallback((index: number) => `${index}/${widths[index]}`, [widths]);
  const virtualizer = useVirtualizer({
    horizontal: true,
    count: widths.length,
    getScrollElement,
    getItemKey,
    estimateSize: (index) => widths[index] ?? 0,
    paddingStart: widthBefore(layout),
    overscan: OVERSCAN,
    enabled: measures,
  });
  const items = measures ? virtualizer.getVirtualItems() : [];
  const first = (items[0]?.index ?? 0) + READY_COLUMN + 1;
  const last = (items.at(-1)?.index ?? DRAWN_AT_ONCE) + READY_COLUMN + 1;
  const { from, to } = windowed ? windowOf(first, last) : ALL_COLUMNS;
  const [reached, setReached] = useState<{ column: number; from: number } | null>(null);
  const held = reached !== null && reached.from === from ? reached.column : null;
  const reach = useCallback((column: number) => setReached({ column, from }), [from]);
  const shown = useMemo(() => (held === null ? { from, to } : windowAround(held)), [held, from, to]);
  return { shown, reach };
}
