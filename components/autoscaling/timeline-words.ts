// Numbers of a timeline in words.
import { momentTime } from '#components/charts/local-time.ts';
import { formatFigure } from '#lib/format/figure.ts';
import { readyAt } from '#lib/model/autoscaling/timeline-window.ts';
import type { ShownTimeline } from './timeline-moment.ts';

/** A dash where nobody knows: missing is not zero. */
export function figureText(value: number | null | undefined): string {
  return value == null ? '–' : formatFigure(value);
}

/** `At 14:02:15: 501 req/s, 10 desired, 8 ready (arm64 4, arm 3, amd64 1)`. */
export function momentWords(timeline: ShownTimeline, index: number | null, pointed: boolean): string {
  const { window, unit } = timeline;
  if (index === null) return 'Nothing is known of this time.';
  const { fromMs, toMs, stepMs, metric, desired, ready } = window;
  const value = metric[index] ?? null;
  const wanted = desired[index] ?? null;
  const there = readyAt(window, index);
  const parts = ready.flatMap(({ arch, values }) => (values[index] ? [`${arch} ${values[index]}`] : []));
  const words = [
    value === null ? 'no metric' : `${formatFigure(value)} ${unit}`.trim(),
    wanted === null ? 'desired not known' : `${wanted} desired`,
    there === null ? 'ready not known' : `${there} ready${parts.length === 0 ? '' : ` (${parts.join(', ')})`}`,
  ];
  const time = momentTime(fromMs + index * stepMs, toMs - fromMs);
  return `${pointed ? 'At' : 'Newest,'} ${time}: ${words.join(', ')}`;
}
