// What one Prometheus has recorded: each scrape's samples, and what it would have recorded before the scenario's first
// instant. A series that a scrape does not find any more ends there.

import type { ScrapeSettings } from './configuration.ts';
import { SampleStore, type Series, STALE } from './sample-store.ts';
import type { ScrapeJob } from './scrape-config.ts';
import { type Growth, gauge, type ScrapedSample, type Target } from './scraped.ts';
import { type Instant, targetsOf } from './targets.ts';
import type { TargetsParts } from './targets-parts.ts';

/** What a counter holds when it is first seen is not known to the letter: so much more than its present pace makes. */
const EARLIER_GROWTH = 1.25;

interface Found {
  index: number;
  series: ReadonlySet<Series>;
}

interface JobRecord {
  job: ScrapeJob;
  /** What the last scrape found, and the first one that is recorded. */
  latest: Found | null;
  earliest: Found | null;
  /** Scrapes before the first instant that nobody has asked for yet, latest first. */
  past: readonly Instant[];
}

interface Counting {
  /** The first value that is held, and how fast it grew by then. */
  first: { index: number; value: number; perSecond: number };
  last: { index: number; value: number };
}

export class PrometheusHistory {
  readonly intervalMs: number;
  readonly store: SampleStore;
  readonly #settings: () => ScrapeSettings;
  #records: readonly JobRecord[];
  readonly #parts: TargetsParts;
  readonly #counting = new WeakMap<Series, Counting>();
  #lastIndex: number;
  #targets: readonly Target[] = [];

  /** `settings`: asked at each scrape, as jobs come and go; how often it scrapes stays as it is. `past`: the scrapes before the first instant, latest first. They are made up when somebody asks for them. */
  constructor(settings: () => ScrapeSettings, parts: TargetsParts, past: readonly Instant[], nowMs: number) {
    this.#settings = settings;
    const { jobs, intervalMs } = settings();
    this.intervalMs = intervalMs;
    this.store = new SampleStore(intervalMs);
    this.#records = jobs.map((job) => ({ job, latest: null, earliest: null, past }));
    this.#parts = parts;
    this.#lastIndex = past[0]?.index ?? Math.floor(nowMs / this.intervalMs) - 1;
  }

  /** Of the last scrape, and when that was; null before the first. */
  lastScrape(): { atMs: number; targets: readonly Target[] } | null {
    if (this.#targets.length === 0) return null;
    return { atMs: this.#lastIndex * this.intervalMs, targets: this.#targets };
  }

  /** At most once for each point of the grid. */
  scrape(nowMs: number): void {
    const index = Math.floor(nowMs / this.intervalMs);
    if (index <= this.#lastIndex) return;
    this.#lastIndex = index;
    const jobs = this.#settings().jobs;
    this.#follow(jobs, index);
    this.#targets = targetsOf(jobs, this.#parts, { atMs: nowMs, index });
    for (const record of this.#records) {
      const own = this.#targets.filter(({ job }) => job === record.job.job);
      const found = this.#record(own, index);
      if (record.latest !== null) this.#end(record.latest, found);
      record.latest = found;
      record.earliest ??= found;
    }
  }

  /** Jobs of the configuration as it is by now; what belongs to one that is no more ends. */
  #follow(jobs: readonly ScrapeJob[], index: number): void {
    const held = new Map(this.#records.map((record) => [record.job.job, record]));
    for (const { job, latest } of this.#records) {
      const goes = latest !== null && !jobs.some((one) => one.job === job.job);
      if (goes) this.#end(latest, { index, series: new Set() });
    }
    this.#records = jobs.map((job) => {
      const { latest = null, earliest = null, past = [] } = held.get(job.job) ?? {};
      return { job, latest, earliest, past };
    });
  }

  /** To be called before it is read from `fromMs` on: of the kinds of jobs that are read, as a day of all is long. */
  completePast(fromMs: number, kinds: ReadonlySet<ScrapeJob['kind']>): void {
    for (const record of this.#records) {
      if (!kinds.has(record.job.kind)) continue;
      const count = record.past.findIndex(({ atMs }) => atMs < fromMs);
      const asked = count < 0 ? record.past : record.past.slice(0, count);
      record.past = record.past.slice(asked.length);
      for (const instant of asked) this.#recordPast(record, instant);
    }
  }

  #recordPast(record: JobRecord, instant: Instant): void {
    const found = this.#record(targetsOf([record.job], this.#parts, instant), instant.index);
    if (record.earliest !== null) this.#end(found, record.earliest);
    record.latest ??= found;
    record.earliest = found;
  }

  /** What one scrape found and the next one did not. */
  #end(before: Found, { index, series }: Found): void {
    for (const one of before.series) if (!series.has(one)) this.store.set(one, index, STALE);
  }

  #record(targets: readonly Target[], index: number): Found {
    const series = new Set<Series>();
    for (const { job, labels, isUp, samples } of targets) {
      // All labels: a pod may have the address that another had before it, and is another target then.
      const up = gauge({ key: `${job} ${Object.values(labels).join(' ')}`, labels }, 'up', isUp ? 1 : 0);
      for (const sample of [up, ...samples]) series.add(this.#add(sample, index));
    }
    return { index, series };
  }

  #add(sample: ScrapedSample, index: number): Series {
    const series = this.store.open(sample.origin.key, sample.key, sample.labels);
    const value = 'value' in sample ? sample.value : this.#count(series, sample, index);
    this.store.set(series, index, value);
    return series;
  }

  /** A counter goes on from where it was, in either direction of time. */
  #count(series: Series, { perSecond, sinceMs }: Growth, index: number): number {
    const seconds = (steps: number) => (steps * this.intervalMs) / 1_000;
    const held = this.#counting.get(series);
    if (held === undefined) {
      const ageMs = Math.max(0, index * this.intervalMs - sinceMs);
      const value = (perSecond * EARLIER_GROWTH * ageMs) / 1_000;
      this.#counting.set(series, { first: { index, value, perSecond }, last: { index, value } });
      return value;
    }
    const { first, last } = held;
    if (index > last.index) {
      held.last = { index, value: last.value + perSecond * seconds(index - last.index) };
      return held.last.value;
    }
    const value = Math.max(0, first.value - first.perSecond * seconds(first.index - index));
    held.first = { index, value, perSecond };
    return value;
  }
}
