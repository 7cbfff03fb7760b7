'use client';
// From what makes the number to the pods that come of it: a list of hops, and above all the one that is in the way.
import { useState } from 'react';
import type { AutoscalerView, HopView } from '#lib/model/autoscaling/autoscaling-view.ts';
import { HopCard } from './hop-card.tsx';
import { Verdict } from './verdict.tsx';

interface ChainProps {
  view: AutoscalerView;
  hops: readonly HopView[];
}

export function Chain({ view, hops }: ChainProps) {
  const [open, setOpen] = useState<string | null>(null);
  const { metrics, row } = view;
  const parts = partsOf(hops, metrics.length);
  return (
    <section aria-labelledby="chain" className="px-4 pb-5 sm:px-6">
      <h2 id="chain" className="sr-only">
        The chain
      </h2>
      {parts.length === 0 ? (
        <p className="chain-room text-ink-2" role="status">
          Looking at the chain ...
        </p>
      ) : null}
      {parts.map(({ key, metric, hops: links }) => (
        <div key={key} className="mb-2">
          {parts.length === 1 ? null : (
            <h3 className="mb-1 text-ink-2">
              {metric === null
                ? 'For all metrics together'
                : `Metric ${metric + 1}: ${metrics[metric]?.title ?? 'not known'}`}
            </h3>
          )}
          <ol className="chain" aria-label={metric === null ? 'From the autoscaler to the pods' : 'Hops of the chain'}>
            {links.map((hop) => {
              const id = `${hop.metric}-${hop.name}`;
              return (
                <HopCard
                  key={id}
                  id={id}
                  hop={hop}
                  row={row}
                  open={open === id}
                  onToggle={() => setOpen(open === id ? null : id)}
                />
              );
            })}
          </ol>
        </div>
      ))}
      <Verdict health={row.health} hops={hops} />
    </section>
  );
}

/** These come before the autoscaler, for each metric anew. */
const OF_A_METRIC: ReadonlySet<HopView['name']> = new Set(['producer', 'collector', 'adapter', 'metric']);

interface Part {
  key: string;
  /** Null for what all metrics have in common. */
  metric: number | null;
  hops: readonly HopView[];
}

/** One metric is one chain; several have their own ways up to the autoscaler. */
function partsOf(hops: readonly HopView[], metricCount: number): readonly Part[] {
  if (hops.length === 0) return [];
  const own = hops.filter(({ name }) => OF_A_METRIC.has(name));
  const common = hops.filter(({ name }) => !OF_A_METRIC.has(name));
  if (metricCount < 2) return [{ key: 'all', metric: 0, hops: [...own, ...common] }];
  const parts: Part[] = [...Map.groupBy(own, ({ metric }) => metric)].map(([metric, links]) => ({
    key: String(metric),
    metric,
    hops: links,
  }));
  return [...parts, { key: 'common', metric: null, hops: common }];
}
