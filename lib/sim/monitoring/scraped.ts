// What a scrape brings: targets with their samples, as a gauge's value or a counter's growth.
import { type Labels, METRIC_NAME } from './promql/syntax-tree.ts';

/** Of a counter: how fast it grows since the last scrape, and since when it counts. */
export interface Growth {
  perSecond: number;
  sinceMs: number;
}

export type ScrapedSample = {
  origin: Origin;
  /** Names its series among all of its origin. */
  key: string;
  labels: () => Labels;
} & ({ value: number } | Growth);

export interface Target {
  job: string;
  url: string;
  labels: Labels;
  isUp: boolean;
  /** Why it is not up, in Prometheus' words. */
  error: string;
  samples: readonly ScrapedSample[];
}

/** What samples of one target or one container have in common. */
export interface Origin {
  /** Among all of one Prometheus. */
  key: string;
  labels: Labels;
}

export function gauge(origin: Origin, name: string, value: number, more?: Labels): ScrapedSample {
  return { ...named(origin, name, more), value };
}

export function counter(origin: Origin, name: string, grows: Growth, more?: Labels): ScrapedSample {
  return { ...named(origin, name, more), ...grows };
}

function named(origin: Origin, name: string, more: Labels | undefined) {
  return {
    origin,
    key: more === undefined ? name : `${name} ${Object.values(more).join(' ')}`,
    labels: () => ({ [METRIC_NAME]: name, ...origin.labels, ...more }),
  };
}

export function unreachable(url: string): string {
  return `Get "${url}": dial tcp ${new URL(url).host}: connect: no route to host`;
}
