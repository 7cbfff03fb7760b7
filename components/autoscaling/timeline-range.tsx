'use client';
// How far back the timeline reaches.
import { useHydrated } from '#components/ui/use-hydrated.ts';

const MINUTE_MS = 60_000;
const RANGES = [
  { ms: 15 * MINUTE_MS, word: '15 min' },
  { ms: 60 * MINUTE_MS, word: '1 h' },
  { ms: 6 * 60 * MINUTE_MS, word: '6 h' },
] as const;

interface TimelineRangeProps {
  rangeMs: number;
  onChange: (rangeMs: number) => void;
}

export function TimelineRange({ rangeMs, onChange }: TimelineRangeProps) {
  const hydrated = useHydrated();
  if (!hydrated) return null;
  return (
    <fieldset className="flex gap-x-4">
      <legend className="sr-only">Time that the timeline shows</legend>
      {RANGES.map(({ ms, word }) => (
        <button
          key={ms}
          type="button"
          aria-pressed={ms === rangeMs}
          onClick={() => onChange(ms)}
          className="min-h-8 text-ink-2 hover:text-ink aria-pressed:font-medium aria-pressed:text-ink"
        >
          {word}
        </button>
      ))}
    </fieldset>
  );
}
