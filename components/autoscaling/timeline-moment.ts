'use client';
// Of which step the numbers are told: the one that is pointed at, else the newest of which anything is known.
import { useState } from 'react';
import type { TimelineView } from '#lib/model/autoscaling/autoscaling-view.ts';
import { readyAt, type TimelineWindow } from '#lib/model/autoscaling/timeline-window.ts';

export interface ShownTimeline extends Pick<TimelineView, 'target' | 'unit'> {
  window: TimelineWindow;
}

export interface TimelineMoment {
  /** Null where nothing is known at all. */
  index: number | null;
  pointed: boolean;
  /** Milliseconds of the cluster's time; null lets go. */
  point: (atMs: number | null) => void;
}

export function useTimelineMoment(window: TimelineWindow): TimelineMoment {
  const [atMs, point] = useState<number | null>(null);
  const { fromMs, stepMs, metric } = window;
  const at = atMs === null ? -1 : Math.floor((atMs - fromMs) / stepMs);
  if (at >= 0 && at < metric.length) return { index: at, pointed: true, point };
  return { index: newest(window), pointed: false, point };
}

function newest(window: TimelineWindow): number | null {
  const { metric, desired } = window;
  for (let at = metric.length - 1; at >= 0; at--) {
    if ((metric[at] ?? desired[at] ?? readyAt(window, at)) !== null) return at;
  }
  return null;
}
