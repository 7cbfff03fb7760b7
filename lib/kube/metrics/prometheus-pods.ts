// Samples of containers, put together as pods.
import type { ContainerExpressions } from '#lib/rules/prometheus/expressions.ts';
import { type ExactAmounts, measuredAmounts } from '#lib/rules/top/amounts.ts';
import { type PodUsage, podUsageOf } from '#lib/rules/top/resource-metrics.ts';
import { type Labels, momentOf, type Sample } from './prometheus-client.ts';

interface ContainerSamples {
  /** Cores, bytes, and seconds since the epoch. */
  cpu: readonly Sample[];
  memory: readonly Sample[];
  at: readonly Sample[];
  windowSeconds: number;
}

interface Measured {
  exact: Map<string, ExactAmounts>;
  /** ISO 8601. */
  at: string;
}

/** By `namespace/name`: containers that have both figures, as of the newest of them. */
export function podsOf(
  { podLabel, containerLabel }: ContainerExpressions,
  { cpu, memory, at, windowSeconds }: ContainerSamples,
): ReadonlyMap<string, PodUsage> {
  const keyOf = (labels: Labels) => `${labels['namespace']}/${labels[podLabel]}/${labels[containerLabel]}`;
  const bytesByKey = byKey(memory, keyOf);
  const secondsByKey = byKey(at, keyOf);
  const pods = new Map<string, Measured>();
  for (const { labels, value: cores } of cpu) {
    const { namespace, [podLabel]: pod, [containerLabel]: container } = labels;
    const key = keyOf(labels);
    const [bytes, seconds] = [bytesByKey.get(key), secondsByKey.get(key)];
    if (namespace === undefined || pod === undefined || container === undefined) continue;
    const measuredAt = momentOf(seconds);
    if (bytes === undefined || measuredAt === null) continue;
    const podKey = `${namespace}/${pod}`;
    const measured = pods.get(podKey) ?? { exact: new Map(), at: measuredAt };
    measured.exact.set(container, measuredAmounts(cores, bytes));
    if (Date.parse(measuredAt) > Date.parse(measured.at)) measured.at = measuredAt;
    pods.set(podKey, measured);
  }
  return new Map(
    [...pods].map(([key, { exact, at: newestAt }]) => [key, podUsageOf(exact, { at: newestAt, windowSeconds })]),
  );
}

function byKey(samples: readonly Sample[], keyOf: (labels: Labels) => string): ReadonlyMap<string, number> {
  return new Map(samples.map(({ labels, value }) => [keyOf(labels), value]));
}
