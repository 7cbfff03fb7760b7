'use client';
// The numbers behind a timeline, the newest first, and what happened.
import { momentTime } from '#components/charts/local-time.ts';
import type { ShownTimeline } from './timeline-moment.ts';
import { figureText } from './timeline-words.ts';

export function TimelineNumbers({ timeline: { window, unit } }: { timeline: ShownTimeline }) {
  const { fromMs, toMs, stepMs, metric, desired, ready, marks } = window;
  const spanMs = toMs - fromMs;
  const indices = metric.map((_, index) => index).reverse();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="graph-numbers mt-2" aria-label="Numbers of the timeline" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">{unit === '' ? 'Metric' : `Metric, ${unit}`}</th>
            <th scope="col">Desired</th>
            {ready.map(({ arch }) => (
              <th key={arch} scope="col">
                Ready on {arch}
              </th>
            ))}
            <th scope="col">What happened</th>
          </tr>
        </thead>
        <tbody>
          {indices.map((index) => {
            const atMs = fromMs + index * stepMs;
            const happened = marks.filter((mark) => mark.atMs >= atMs && mark.atMs < atMs + stepMs);
            return (
              <tr key={atMs}>
                <th scope="row">{momentTime(atMs, spanMs)}</th>
                <td>{figureText(metric[index])}</td>
                <td>{figureText(desired[index])}</td>
                {ready.map(({ arch, values }) => (
                  <td key={arch}>{figureText(values[index])}</td>
                ))}
                <td>{happened.map(({ text, isWarning }) => `${isWarning ? '▲ ' : ''}${text}`).join('; ')}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
