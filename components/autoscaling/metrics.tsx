// What each metric of an autoscaler means, in words: kubectl's short forms are easily read wrongly.
import { Section } from '#components/ui/section.tsx';
import { sentence } from '#lib/format/sentence.ts';
import type { MetricView } from '#lib/model/autoscaling/autoscaling-view.ts';

export function Metrics({ metrics }: { metrics: readonly MetricView[] }) {
  return (
    <Section id="metrics" title="Metrics" note="as kubectl writes them, and what that means">
      {metrics.length === 0 ? (
        <p className="text-ink-2">It names no metric, so nothing moves it.</p>
      ) : (
        <ul className="flex max-w-240 flex-col gap-3">
          {metrics.map(({ type, title, current, target, meaning, caution }) => (
            <li key={`${type} ${title} ${target}`}>
              <p className="flex flex-wrap items-baseline gap-x-4">
                <span className="font-mono text-16 font-medium">
                  {current ?? '<unknown>'}/{target}
                </span>
                <span>{title}</span>
                <span className="text-ink-2">{type}</span>
              </p>
              {meaning === null ? null : <p>{sentence(meaning)}</p>}
              {caution === null ? null : (
                <p>
                  <span className="text-warning" aria-hidden="true">
                    ▲{' '}
                  </span>
                  {sentence(caution)}
                </p>
              )}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
