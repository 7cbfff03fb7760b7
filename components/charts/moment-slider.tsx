'use client';
// Moves the moment that a graph points at: by pointer, or with the arrow keys as any slider.
import type { KeyboardEvent, PointerEvent, ReactNode } from 'react';
import { timeAt } from './plot-box.ts';

const PAGE_STEPS = 10;

interface MomentSliderProps {
  label: string;
  /** Time of the first step, ms between steps, and how many there are. */
  steps: { fromMs: number; stepMs: number; count: number };
  /** The step that is shown; null where nothing is. */
  index: number | null;
  /** What is shown at it, in words. */
  words: string;
  /** What the plot's edges stand for, and the chart's width in px. */
  plot: { fromMs: number; toMs: number; width: number };
  /** Null lets go. */
  onPoint: (atMs: number | null) => void;
  children: ReactNode;
}

export function MomentSlider({ label, steps, index, words, plot, onPoint, children }: MomentSliderProps) {
  const { fromMs, stepMs, count } = steps;
  const shown = index ?? Math.max(0, count - 1);
  const pointAt = (at: number): void => onPoint(fromMs + Math.min(count - 1, Math.max(0, at)) * stepMs);
  const onPointer = (event: PointerEvent<HTMLElement>): void => {
    const atMs = timeAt(event.clientX - event.currentTarget.getBoundingClientRect().left, plot, plot.width);
    pointAt(Math.round((atMs - fromMs) / stepMs));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') onPoint(null);
    const next = indexAfter(event.key, shown, count);
    if (next === null) return;
    event.preventDefault();
    pointAt(next);
  };
  return (
    <div
      role="slider"
      tabIndex={0}
      className="plot-slider"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={Math.max(0, count - 1)}
      aria-valuenow={shown}
      aria-valuetext={words}
      onKeyDown={onKeyDown}
      onPointerDown={onPointer}
      onPointerMove={onPointer}
      onPointerLeave={(event) => (event.pointerType === 'mouse' ? onPoint(null) : undefined)}
      onBlur={() => onPoint(null)}
    >
      {children}
    </div>
  );
}

function indexAfter(key: string, index: number, count: number): number | null {
  switch (key) {
    case 'ArrowLeft':
      return index - 1;
    case 'ArrowRight':
      return index + 1;
    case 'PageUp':
      return index - PAGE_STEPS;
    case 'PageDown':
      return index + PAGE_STEPS;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
