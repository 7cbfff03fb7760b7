// What an adapter finds in Prometheus: figures as old as the last scrape, none once that is too long ago, and an error
// where nobody answers.
import { matchesLabelSet } from '#lib/rules/labels/label-selector.ts';
import { brokenSince, faultsOf, SLOW_METRICS_MS } from '../faults.ts';
import { SCRAPE_INTERVAL_MS, type ScrapeConfig } from '../monitoring/scrape-config.ts';
import type { ObjectSource } from '../usage/load.ts';
import { unableToFetch } from './unavailable.ts';

/** What adapters ask for is a rate over a minute (RATE_WINDOW_MS of the load). */
export const WINDOW_MS = 60_000;
/** A rate takes two samples within the window. */
const USABLE_MS = WINDOW_MS - SCRAPE_INTERVAL_MS;

export interface CollectedParts {
  source: ObjectSource;
  configs: readonly ScrapeConfig[];
}

export class Collected {
  readonly #parts: CollectedParts;
  readonly #config: ScrapeConfig | undefined;

  constructor(parts: CollectedParts) {
    this.#parts = parts;
    this.#config = parts.configs.find(({ jobs }) => jobs.some(({ kind }) => kind === 'requests'));
  }

  /**
   * When what is known at `nowMs` was measured; null where that is too long ago. `byApps`: programs themselves tell it at
   * `/metrics`. Throws a StatusError where Prometheus does not answer.
   */
  measuredMs(nowMs: number, byApps: boolean): number | null {
    const { source } = this.#parts;
    const faults = faultsOf(source);
    const state = faults.metrics.prometheus;
    if (state === 'down' || state === 'garbage' || !this.#isThere()) throw unableToFetch();
    const ends = [
      state === 'stale' ? brokenSince(source, 'prometheus') : null,
      byApps ? brokenSince(source, 'appMetrics') : null,
    ].filter((endMs) => endMs !== null);
    const atMs = Math.floor(Math.min(nowMs, ...ends) / SCRAPE_INTERVAL_MS) * SCRAPE_INTERVAL_MS;
    return ends.length > 0 && nowMs - atMs > USABLE_MS ? null : atMs;
  }

  delayMs(): number {
    return faultsOf(this.#parts.source).metrics.prometheus === 'slow' ? SLOW_METRICS_MS : 0;
  }

  /** That its board is silent for a while by the scenario's own course leaves the talk's figures as they are. */
  #isThere(): boolean {
    if (this.#config === undefined) return true;
    const { namespace, podLabels } = this.#config;
    const { nodesUnplugged } = faultsOf(this.#parts.source);
    return this.#parts.source
      .list('pods', namespace)
      .some(
        ({ metadata, spec, status }) =>
          matchesLabelSet({ ...podLabels }, metadata.labels) &&
          status?.phase === 'Running' &&
          !nodesUnplugged.includes(spec?.nodeName ?? ''),
      );
  }
}
