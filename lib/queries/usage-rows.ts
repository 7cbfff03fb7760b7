// Rows of the topics `usage` and `usage-pods`, read back as what they are: lib/model/usage/usage-view.ts is the contract.
import type { Rows, TopicName } from '#lib/model/stream.ts';
import type {
  AdviceRow,
  FitRow,
  NodeUsageRow,
  PodUsageRow,
  UsageHeadView,
  UsageSources,
} from '#lib/model/usage/usage-view.ts';
import { rowsUnder } from './rows-under.ts';

export const USAGE_TOPIC: TopicName = 'usage';
export const USAGE_PODS_TOPIC: TopicName = 'usage-pods';

export interface UsageRows {
  head: UsageHeadView | null;
  sources: UsageSources;
  /** In no order. */
  nodes: readonly NodeUsageRow[];
  /** By architecture. */
  fits: ReadonlyMap<string, FitRow>;
  /** What matters most first. */
  advice: readonly AdviceRow[];
}

export function usageOf(rows: Rows): UsageRows {
  const fits = rowsUnder<FitRow>(rows, 'fit/');
  return {
    head: (rows['head'] as UsageHeadView | undefined) ?? null,
    sources: (rows['sources'] as UsageSources | undefined) ?? {},
    nodes: rowsUnder<NodeUsageRow>(rows, 'node/'),
    fits: new Map(fits.map((row) => [row.arch, row])),
    advice: rowsUnder<AdviceRow>(rows, 'advice/').sort((a, b) => a.rank - b.rank),
  };
}

export interface UsagePodRows {
  sources: UsageSources;
  /** In no order. */
  pods: readonly PodUsageRow[];
}

export function usagePodsOf(rows: Rows): UsagePodRows {
  return {
    sources: (rows['sources'] as UsageSources | undefined) ?? {},
    pods: rowsUnder<PodUsageRow>(rows, 'pod/'),
  };
}
