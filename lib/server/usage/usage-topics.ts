import 'server-only';
// The topics `usage` and `usage-pods`: what nodes and pods use, with where that is known from.
import { takesRoom } from '#lib/model/placement/node-infos.ts';
import type { PodRecord } from '#lib/model/records/records.ts';
import type { TopicName } from '#lib/model/stream.ts';
import { adviceRows } from '#lib/model/usage/advice.ts';
import { fitRows } from '#lib/model/usage/fit.ts';
import { nodeUsageRow } from '#lib/model/usage/node-rows.ts';
import { podUsageRow } from '#lib/model/usage/pod-rows.ts';
import { SPARKLINE_PODS_MAX } from '#lib/model/usage/usage-view.ts';
import type { ClusterCache } from '../live/cluster-cache.ts';
import type { TopicFamily, TopicLife } from '../live/topic-family.ts';
import type { UsageService } from './usage-service.ts';

export interface UsageTopicParts {
  cache: ClusterCache;
  usage: UsageService;
}

type Rows = Map<string, unknown>;

export class NodeUsageTopics implements TopicFamily {
  readonly needs = [];
  readonly subject = null;
  readonly life: TopicLife;
  readonly #parts: UsageTopicParts;

  constructor(parts: UsageTopicParts) {
    this.#parts = parts;
    this.life = podLife(
      () => parts.usage.watchAdvice(),
      () => Promise.resolve(),
    );
  }

  has(name: TopicName): boolean {
    return name === 'usage';
  }

  rows(): ReadonlyMap<string, unknown> {
    const { cache, usage } = this.#parts;
    const rows: Rows = commonRows(this.#parts);
    const podsOn = (node: string): PodRecord[] | null => (cache.podsKnown ? [...cache.podsOn(node).values()] : null);
    for (const node of cache.nodes.values()) {
      rows.set(`node/${node.name}`, nodeUsageRow(node, podsOn(node.name), cache.measures, usage.nodeSpark(node.name)));
    }
    for (const row of fitRows(cache.nodes.values(), podsOn)) rows.set(`fit/${row.arch}`, row);
    if (cache.podsKnown) {
      const byPod = usage.pods.byPod ?? new Map();
      const pods = [...cache.pods.values()];
      const advice = adviceRows({ nodes: cache.nodes.values(), pods, byPod, measures: cache.measures });
      for (const [key, row] of advice) rows.set(`advice/${key}`, row);
    }
    return rows;
  }
}

export class PodUsageTopics implements TopicFamily {
  readonly needs = [];
  readonly subject = null;
  readonly #parts: UsageTopicParts;
  readonly life: TopicLife;

  constructor(parts: UsageTopicParts) {
    this.#parts = parts;
    const { usage } = parts;
    this.life = podLife(
      () => usage.watchPods(),
      (mostMs) => usage.whenPodsRead(mostMs),
    );
  }

  has(name: TopicName): boolean {
    return name === 'usage-pods';
  }

  rows(): ReadonlyMap<string, unknown> {
    const { cache, usage } = this.#parts;
    const rows: Rows = commonRows(this.#parts);
    const pods = [...cache.pods.values()].filter(takesRoom);
    const withSpark = pods.length <= SPARKLINE_PODS_MAX;
    const input = usage.pods;
    for (const pod of pods) {
      const node = cache.nodes.get(pod.nodeName ?? '') ?? null;
      const key = `${pod.namespace}/${pod.name}`;
      rows.set(`pod/${key}`, podUsageRow(pod, node, input, withSpark ? usage.podSpark(key) : null));
    }
    return rows;
  }
}

function commonRows({ cache, usage }: UsageTopicParts): Rows {
  const { nodes, pods, metrics } = cache.sources();
  return new Map<string, unknown>([
    ['head', usage.head],
    ['sources', { nodes, pods, metrics }],
  ]);
}

/** Pods are read for a topic while somebody looks at it. */
function podLife(watch: () => () => void, whenRead: (mostMs: number) => Promise<void>): TopicLife {
  let leave: (() => void) | null = null;
  const pause = () => {
    leave?.();
    leave = null;
  };
  return {
    begin: () => undefined,
    end: pause,
    watched: (_, isWatched) => {
      if (isWatched) leave ??= watch();
      else pause();
    },
    whenRead: (_, mostMs) => whenRead(mostMs),
    isMissing: () => false,
    poke: () => undefined,
    restart: () => undefined,
    stop: async () => pause(),
  };
}
