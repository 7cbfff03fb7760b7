// How many replicas an autoscaler would come to with other settings, by what it measured last: the same arithmetic as the
// controller's, without what only it remembers. Mirrors pkg/controller/podautoscaler/replica_calculator.go.
import type { HorizontalPodAutoscaler, MetricSpec, MetricStatus } from 'kubernetes-types/autoscaling/v2';
import { formatNumber } from '#lib/format/count.ts';
import { int32 } from '#lib/rules/hpa/integers.ts';
import { isWithin, type Tolerances, tolerancesOf } from '#lib/rules/hpa/tolerance.ts';
import { shareReplicas } from '#lib/rules/hpa/total-replicas.ts';
import { cpuMillicores, formatQuantity, parseQuantity } from '#lib/rules/quantity.ts';
import { metricName, metricSource, metricTarget, metricUnit } from './metric-view.ts';

export interface Forecast {
  /** Null where no metric has a value, or it does not scale now. */
  replicas: number | null;
  /** What the metrics alone ask for, before the limits. */
  wanted: number | null;
  /** In words: `at the current 501 requests per second and 100 for each replica this would be 6`. */
  words: string;
}

interface Wish {
  replicas: number;
  words: string;
}

/** `autoscaler` with the settings it would have, and the status it has. */
export function forecastOf({ spec, status }: HorizontalPodAutoscaler): Forecast {
  const current = status?.currentReplicas ?? 0;
  const metrics = spec?.metrics ?? [];
  if (current === 0) return { replicas: null, wanted: null, words: 'it scales nothing now: its target has no pods' };
  const tolerances = tolerancesOf(spec ?? {});
  const wishes = metrics.map((metric, index) =>
    wishOf(metric, status?.currentMetrics?.[index], { current, tolerances }),
  );
  const known = wishes.filter((wish) => wish !== null);
  const [first, ...others] = known;
  if (first === undefined) {
    return { replicas: null, wanted: null, words: 'what it would come to is not known: its metric has no value now' };
  }
  const most = others.reduce((best, wish) => (wish.replicas > best.replicas ? wish : best), first);
  const unknown = metrics.length - known.length;
  const { minReplicas = 1, maxReplicas = most.replicas } = spec ?? {};
  const replicas = Math.min(Math.max(most.replicas, minReplicas), maxReplicas);
  const limit =
    replicas === most.replicas
      ? ''
      : `, which its ${replicas < most.replicas ? 'maximum' : 'minimum'} makes ${formatNumber(replicas)}`;
  const without = unknown === 0 ? '' : `; ${unknown} of its metrics ${unknown === 1 ? 'has' : 'have'} no value now`;
  return {
    replicas,
    wanted: most.replicas,
    words: `${most.words} this would be ${formatNumber(most.replicas)}${limit}${without}`,
  };
}

interface Now {
  current: number;
  tolerances: Tolerances;
}

function wishOf(metric: MetricSpec, status: MetricStatus | undefined, now: Now): Wish | null {
  const kind = metricSource(metric);
  // Until the controller has looked again, a status may still be of the metric that was there before.
  const measured = kind === undefined ? undefined : status?.[kind]?.current;
  const target = metricTarget(metric);
  if (measured === undefined || target === null) return null;
  if (target.averageUtilization !== undefined) {
    const { averageUtilization: is } = measured;
    if (is === undefined) return null;
    const replicas = byRatio(is / target.averageUtilization, now);
    return { replicas, words: `at the current ${is}% and ${target.averageUtilization}%` };
  }
  const isShared = target.averageValue !== undefined;
  const is = isShared ? measured.averageValue : measured.value;
  const aim = isShared ? target.averageValue : target.value;
  if (typeof is !== 'string' || typeof aim !== 'string' || parseQuantity(aim) <= 0) return null;
  const targetMilli = cpuMillicores(aim);
  const isOfAll = metric.object !== undefined || metric.external !== undefined;
  if (isShared && isOfAll) {
    const totalMilli = cpuMillicores(is) * now.current;
    const { replicas } = shareReplicas({
      statusReplicas: now.current,
      totalMilli,
      targetMilli,
      tolerances: now.tolerances,
    });
    return { replicas, words: `at the current ${amountWords(metric, totalMilli)} and ${aim} for each replica` };
  }
  const each = isShared ? ' for each replica' : '';
  const replicas = byRatio(cpuMillicores(is) / targetMilli, now);
  return { replicas, words: `at the current ${amountWords(metric, cpuMillicores(is))}${each} and ${aim}${each}` };
}

/** `501 requests per second`, `250m of cpu`. */
function amountWords(metric: MetricSpec, milli: number): string {
  const unit = metricUnit(metric);
  // A share that was rounded up to a thousandth, times the replicas, is not more exact than that.
  const rounded = Number((milli / 1_000).toPrecision(3));
  if (unit === 'requests per second')
    return `${formatNumber(milli >= 1_000_000 ? Math.round(milli / 1_000) : rounded)} ${unit}`;
  const nanos = BigInt(Math.round(milli)) * 1_000_000n;
  return `${formatQuantity({ nanos, format: metricName(metric) === 'memory' ? 'BinarySI' : 'DecimalSI' })} of ${metricName(metric)}`;
}

function byRatio(ratio: number, { current, tolerances }: Now): number {
  return isWithin(tolerances, ratio) ? current : int32(Math.ceil(ratio * current));
}
