'use client';
// The graphs of use: what the address chooses, asked of the server again whenever there may be something newer.
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { GraphChoice } from '#lib/model/usage/usage-query.ts';
import type { UsageGraphView } from '#lib/model/usage/usage-view.ts';
import { useClusterTime } from './live-context.ts';
import { fetchOk } from './status-error.ts';

/** Not more often than this, however fast the cluster's clock runs. */
const REFETCH_MS = 1_000;
/** After an error, in case nothing else moves: the cluster's clock stands while it does not answer. */
const RETRY_MS = 10_000;
/** Of the cluster's time: no source measures less often. */
const LATE_MS = 120_000;

export interface ShownGraph {
  /** The newest good answer, perhaps to what was chosen before; null before the first. */
  view: UsageGraphView | null;
  /** Another choice is being asked for: `view` still shows the one before. */
  loading: boolean;
  /** The last answer was none: `view` is from before. */
  error: Error | null;
}

interface Asked {
  /** Time of the newest measurement that the page knows of, ISO 8601. */
  measuredAt: string | null;
  /** Every node by itself, whatever is stacked. */
  each?: boolean;
}

/** Asked for again when a new step begins in the cluster's time and when a measurement has come, up to the end chosen. */
export function useUsageGraph(choice: GraphChoice, { measuredAt, each = false }: Asked): ShownGraph {
  const path = graphPath(choice, each);
  const endMs = 'to' in choice.span ? Date.parse(choice.span.to) : Number.POSITIVE_INFINITY;
  const { data, error, refetch, dataUpdatedAt } = useQuery({
    queryKey: ['usage-graph', path],
    queryFn: async ({ signal }) => (await (await fetchOk(path, { signal })).json()) as UsageGraphView,
    staleTime: REFETCH_MS,
    structuralSharing: false,
    // While nobody sees the page it is not asked for: coming back asks.
    refetchOnWindowFocus: true,
    refetchInterval: (query) => (query.state.status === 'error' ? RETRY_MS : false),
    retry: false,
  });
  const [view, setView] = useState<UsageGraphView | null>(null);
  if (data !== undefined && data !== view) setView(data);
  const shown = data ?? view;

  const stepMs = shown?.stepMs ?? null;
  // What is still being measured at the end of a chosen time comes a little later.
  const stepOf = (ms: number): number => Math.floor(Math.min(ms, endMs + LATE_MS) / (stepMs ?? 1));
  const step = useClusterTime((nowMs) => (stepMs === null ? '' : String(stepOf(nowMs))));
  const measuredStep = measuredAt === null ? '' : stepOf(Date.parse(measuredAt));
  const news = `${step} ${measuredStep}`;
  const [heard, setHeard] = useState({ news: '', dataUpdatedAt: 0 });
  if (heard.dataUpdatedAt !== dataUpdatedAt) setHeard({ news, dataUpdatedAt });
  const isNews = dataUpdatedAt > 0 && heard.dataUpdatedAt === dataUpdatedAt && heard.news !== news;
  useEffect(() => {
    if (!isNews) return;
    const waitMs = Math.max(0, dataUpdatedAt + REFETCH_MS - Date.now());
    const timer = setTimeout(() => {
      if (document.visibilityState === 'visible') void refetch({ cancelRefetch: false });
    }, waitMs);
    return () => clearTimeout(timer);
  }, [isNews, dataUpdatedAt, refetch]);
  return { view: shown, loading: data === undefined && error === null && shown !== null, error };
}

/** Where GET /api/usage/graph is asked for what the page's address chooses. */
function graphPath({ by, span, source }: GraphChoice, each: boolean): string {
  const params = new URLSearchParams(each ? { by: 'node', each: '1', ...span } : { by, ...span });
  if (source !== '') params.set('source', source);
  return `/api/usage/graph?${params}`;
}
