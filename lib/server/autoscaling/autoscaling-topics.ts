import 'server-only';
// The topic `autoscaling`: every autoscaler there is, as its object and its pods tell, without asking anybody else.
import { autoscalerRow } from '#lib/model/autoscaling/autoscaler-row.ts';
import { countsByArch, podsByTarget, type TargetCounts, targetKey } from '#lib/model/autoscaling/target-pods.ts';
import type { AutoscalerRecord } from '#lib/model/records/records.ts';
import type { TopicName } from '#lib/model/stream.ts';
import type { ClusterCache } from '../live/cluster-cache.ts';
import type { SideName } from '../live/side-sources.ts';
import type { TopicFamily } from '../live/topic-family.ts';
import { sourcesOf } from '../placement/sources.ts';
import type { UsageService } from '../usage/usage-service.ts';
import type { Timelines } from './timelines.ts';

export const AUTOSCALERS = 'horizontalpodautoscalers.autoscaling' as const satisfies SideName;

/** Of our time: a tick that comes later than that left a hole. */
const SEEN_MS = 10_000;

export interface AutoscalingParts {
  cache: ClusterCache;
  usage: UsageService;
  timelines: Timelines;
}

export class AutoscalingTopics implements TopicFamily {
  readonly needs = [AUTOSCALERS];
  readonly subject = null;
  readonly #parts: AutoscalingParts;

  constructor(parts: AutoscalingParts) {
    this.#parts = parts;
  }

  has(name: TopicName): boolean {
    return name === 'autoscaling';
  }

  rows(): ReadonlyMap<string, unknown> {
    const rows = new Map<string, unknown>([['sources', sourcesOf(this.#parts.cache, this.needs)]]);
    for (const [key, { autoscaler, counts }] of this.#counted()) {
      rows.set(`autoscaler/${key}`, autoscalerRow(autoscaler, counts));
    }
    return rows;
  }

  /** Where history is kept, autoscalers are watched and remembered whether or not somebody looks. */
  tick(): void {
    const { cache, usage, timelines } = this.#parts;
    const { state } = cache.side.state(AUTOSCALERS);
    if (usage.keepsHistory && (state === 'loading' || state === 'live')) cache.side.use(this.needs);
    if (!cache.side.known(AUTOSCALERS) || state !== 'live') return;
    const time = { atMs: usage.clusterMs(), spanMs: SEEN_MS * Math.max(1, usage.clockRate) };
    const counted = [...this.#counted().values()];
    timelines.keep(new Set(counted.map(({ autoscaler }) => autoscaler.metadata?.uid ?? '')));
    for (const { autoscaler, counts } of counted) {
      timelines.record(autoscaler, counts?.byArch ?? null, time);
    }
  }

  #counted(): ReadonlyMap<string, { autoscaler: AutoscalerRecord; counts: TargetCounts | null }> {
    const { nodes, pods, podsKnown, side } = this.#parts.cache;
    const autoscalers = side.items(AUTOSCALERS);
    const byTarget = podsKnown && autoscalers.size > 0 ? podsByTarget(pods.values()) : null;
    const counted = [...autoscalers].map(([key, autoscaler]) => {
      const targets = byTarget === null ? null : (byTarget.get(targetKey(autoscaler)) ?? []);
      const counts = targets === null ? null : countsByArch(targets, (name) => nodes.get(name));
      return [key, { autoscaler, counts }] as const;
    });
    return new Map(counted);
  }
}
