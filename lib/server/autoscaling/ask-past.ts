import 'server-only';
// What a Prometheus knows of an autoscaler from before anybody looked here.
import { isStatusError, type PrometheusClient } from '#lib/kube/index.ts';
import { metricName, metricTarget } from '#lib/model/autoscaling/metric-view.ts';
import type { PastTimeline } from '#lib/model/autoscaling/timeline-ring.ts';
import type { AutoscalerRecord } from '#lib/model/records/records.ts';
import { autoscalerExpressions } from '#lib/rules/prometheus/autoscaler-expressions.ts';

/** Six hours of a range query are some seconds of a small board's Prometheus. */
const TIMEOUT_MS = 20_000;

export interface PastRange {
  fromMs: number;
  toMs: number;
  stepMs: number;
}

type Asked = Pick<PrometheusClient, 'range'>;
type Found = Awaited<ReturnType<PrometheusClient['range']>>;

/** Of the first that knows it; null where none does. */
export async function askPast(
  clients: readonly Asked[],
  autoscaler: AutoscalerRecord,
  archOf: (node: string) => string,
  range: PastRange,
): Promise<PastTimeline | null> {
  for (const client of clients) {
    try {
      const past = await pastOf(client, autoscaler, archOf, range);
      if (past !== null) return past;
    } catch (error) {
      // Without it the timeline begins with this server: it is no trouble of anybody's.
      if (!isStatusError(error)) throw error;
    }
  }
  return null;
}

async function pastOf(
  client: Asked,
  { metadata, spec }: AutoscalerRecord,
  archOf: (node: string) => string,
  range: PastRange,
): Promise<PastTimeline | null> {
  const [metric] = spec?.metrics ?? [];
  if (metric === undefined || spec === undefined) return null;
  const { averageUtilization, averageValue } = metricTarget(metric) ?? {};
  const expressions = autoscalerExpressions({
    namespace: metadata?.namespace ?? '',
    name: metadata?.name ?? '',
    metric: metricName(metric),
    target: averageUtilization !== undefined ? 'utilization' : averageValue !== undefined ? 'average' : 'value',
    workload: spec.scaleTargetRef,
  });
  const ask = (query: string) => client.range(query, range, AbortSignal.timeout(TIMEOUT_MS));
  const desired = await ask(expressions.desired);
  if (desired.length === 0) return null;
  const [measured, ready] = await Promise.all([ask(expressions.metric), ask(expressions.ready)]);
  return {
    ...range,
    metric: laid(measured, range),
    desired: laid(desired, range),
    ready: byArch(ready, archOf, range),
  };
}

function byArch(found: Found, archOf: (node: string) => string, range: PastRange): PastTimeline['ready'] {
  const archs = new Map<string, (number | null)[]>();
  for (const one of found) {
    const arch = archOf(one.labels['node'] ?? '');
    const before = archs.get(arch);
    const values = laid([one], range);
    archs.set(arch, before === undefined ? values : before.map((value, i) => sum(value, values[i] ?? null)));
  }
  return archs;
}

function sum(a: number | null, b: number | null): number | null {
  return a === null ? b : a + (b ?? 0);
}

function laid(found: Found, { fromMs, toMs, stepMs }: PastRange): (number | null)[] {
  const values: (number | null)[] = Array.from({ length: Math.floor((toMs - fromMs) / stepMs) + 1 }, () => null);
  for (const { atMs, value } of found[0]?.points ?? []) {
    const step = Math.round((atMs - fromMs) / stepMs);
    if (step >= 0 && step < values.length) values[step] = value;
  }
  return values;
}
