'use client';
// The moment that numbers are shown of: what the cursor points at, else the newest that was measured.
import { useMemo } from 'react';
import { type Moment, momentAt, newestMeasured, type Silence, stepCount } from '#lib/model/usage/graph/moment.ts';
import type { UsageGraphView } from '#lib/model/usage/usage-view.ts';
import { type GraphCursor, useCursorIndex } from './graph-cursor.ts';

/** A graph made ready to be drawn and pointed at. */
export interface GraphPicture {
  view: UsageGraphView;
  silence: Silence;
  cursor: GraphCursor;
}

interface ShownMoment {
  /** Null where nothing was measured at all, and nothing is pointed at. */
  moment: Moment | null;
  pointed: boolean;
}

export function useMoment({ view, silence, cursor }: GraphPicture): ShownMoment {
  const { fromMs, stepMs } = view;
  const pointed = useCursorIndex(cursor, { fromMs, stepMs, count: stepCount(view) });
  const newest = useMemo(() => newestMeasured(view), [view]);
  const index = pointed ?? newest;
  return useMemo(
    () => ({ moment: index === null ? null : momentAt(view, silence, index), pointed: pointed !== null }),
    [view, silence, index, pointed],
  );
}
