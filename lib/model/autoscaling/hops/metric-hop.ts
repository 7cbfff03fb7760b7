// The fourth hop: the metric itself, read as the autoscaler's controller reads it.
import { formatDecimal } from '#lib/format/decimal.ts';
import type { HopView } from '../autoscaling-view.ts';
import type { ApiFacts, Failure } from '../chain-facts.ts';
import { adapterDown, apiTitle, failureWords } from '../failure-words.ts';
import { type MetricReading, metricReading } from '../metric-reading.ts';
import { metricName, metricTitle } from '../metric-view.ts';
import type { Trouble } from '../trouble.ts';
import { broken, hop, isStale, type MetricContext, rawCommand, refusal, spanWords, stampOf, unknown } from './hop.ts';

/** Of the names that exist so many are told. */
const NAMES_TOLD_MAX = 8;
const THOUSAND = 1_000;
const VALUE_LENGTH_MAX = 40;
const ANSWER_LENGTH_MAX = 1_500;
/** Adapters that do not tell what they have list one of these (custom-metrics-apiserver pkg/provider/defaults). */
const PLACEHOLDERS: ReadonlySet<string> = new Set(['/custommetrics', 'externalmetrics']);

export function metricHop(context: MetricContext): HopView {
  const { metric, index } = context;
  const { path, values } = metric;
  const title = metricName(metric.spec);
  const reading = metricReading(metric);
  const proof = path === null ? null : { kubectl: rawCommand(path), answer: answerOf(context) };
  const made = (state: Parameters<typeof hop>[3]) =>
    hop('metric', index, title, { proof, ...stampOf(values), ...state });
  if (values === null) return made(unknown('asked once its API and its target are there'));
  if (!values.ok) return made(failed(context, values.failure));
  if (reading === null) return made(broken(empty(context)));
  const value = valueText(context, reading);
  if (isStale(reading.oldestAt, reading.windowMs, context.nowMs)) {
    return made({ ...broken(stale(context, reading)), value });
  }
  return made({ state: 'ok', value, detail: detailOf(context, reading) });
}

/** Of pods their average, of anything else the whole. */
function valueText({ metric }: MetricContext, { totalMilli, count }: MetricReading): string {
  const { resource, containerResource, pods } = metric.spec;
  const isShared = resource !== undefined || containerResource !== undefined || pods !== undefined;
  const milli = isShared ? totalMilli / count : totalMilli;
  const name = resource?.name ?? containerResource?.name;
  if (name === 'cpu') return `${formatDecimal(milli)}m`;
  if (name === 'memory') return `${formatDecimal(milli / THOUSAND / 1024 ** 2)} MiB`;
  return formatDecimal(milli / THOUSAND);
}

function detailOf({ metric, nowMs }: MetricContext, { oldestAt, count }: MetricReading): string {
  const { resource, containerResource, pods, external } = metric.spec;
  const of =
    resource !== undefined || containerResource !== undefined || pods !== undefined
      ? `average of ${count} ${count === 1 ? 'pod' : 'pods'}`
      : external !== undefined && count > 1
        ? `sum of ${count} series`
        : metricTitle(metric.spec).slice(metricName(metric.spec).length + 1);
  return oldestAt === null ? of : `${spanWords(nowMs - Date.parse(oldestAt))} old, ${of}`;
}

/** As it came, so far. */
function answerOf({ metric }: MetricContext): string | null {
  if (metric.values?.ok !== true) return null;
  const text = JSON.stringify(metric.values.value.items, null, 1);
  return text.length > ANSWER_LENGTH_MAX ? `${text.slice(0, ANSWER_LENGTH_MAX)} …` : text;
}

function failed(context: MetricContext, failure: Failure): Parameters<typeof hop>[3] {
  const { metric, facts } = context;
  const api = facts.apis.find(({ group }) => group === metric.group);
  const mayNot = refusal(failure, `get ${metricName(metric.spec)} of ${metric.group}`);
  if (mayNot !== null) return unknown(mayNot);
  // Which resource its object is could not be told.
  if (metric.path === null) {
    const words = failureWords(failure.message);
    return broken(words ?? { words: failure.message, next: 'Change the metric.', kubectl: null });
  }
  if (failure.code === 404 && api !== undefined) return broken(notThere(context, api));
  if (failure.code >= 500) return broken(adapterDown(metric.group, api?.apiService?.service ?? null));
  return broken({
    words: `the ${apiTitle(metric.group)} refuses to answer: ${failure.message}`,
    next: 'Ask for it by hand, and see what the adapter says.',
    kubectl: rawCommand(metric.path),
  });
}

/** Adapters answer alike for a name that they do not know and for an object that has no value of it. */
function notThere(context: MetricContext, api: ApiFacts): Trouble {
  const { metric } = context;
  const name = metricName(metric.spec);
  const listed = api.names?.ok === true ? api.names.value.filter((one) => !PLACEHOLDERS.has(one)) : [];
  const names = namesFor(context, listed);
  const kubectl = rawCommand(`/apis/${api.group}/${api.version}`);
  if (names.includes(name)) {
    return {
      words: `the ${apiTitle(metric.group)} knows ${name}, but has no value of ${metricTitle(metric.spec)}`,
      next: 'See whether the object is there, and whether its pods are collected under its labels.',
      kubectl: metric.path === null ? kubectl : rawCommand(metric.path),
    };
  }
  if (listed.length === 0) {
    return {
      words: `the ${apiTitle(metric.group)} has no value of ${metricTitle(metric.spec)}`,
      next: 'It lists no names that it knows: see the rules of the adapter, and whether the object is there.',
      kubectl: metric.path === null ? kubectl : rawCommand(metric.path),
    };
  }
  const told = names.slice(0, NAMES_TOLD_MAX).join(', ');
  const more = names.length > NAMES_TOLD_MAX ? ` and ${names.length - NAMES_TOLD_MAX} more` : '';
  return {
    words: `the ${apiTitle(metric.group)} knows no ${name}`,
    next:
      names.length === 0
        ? 'It lists no metric of this kind: teach the adapter one.'
        : `It knows ${told}${more}: use one of these, or teach the adapter ${name}.`,
    kubectl,
  };
}

/** Those for objects of the same kind: `services/http_requests` of a Service. */
function namesFor({ metric }: MetricContext, names: readonly string[]): string[] {
  const { object, pods } = metric.spec;
  if (object === undefined && pods === undefined) return names.filter((name) => !name.includes('/'));
  const segment = pods === undefined ? (metric.path?.split('?')[0]?.split('/') ?? []).at(-3) : 'pods';
  const prefix = `${segment ?? ''}/`;
  return [...new Set(names.flatMap((name) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : [])))];
}

function empty({ metric }: MetricContext): Trouble {
  const { pods, object, external } = metric.spec;
  const selector = (pods ?? object ?? external)?.metric.selector;
  const kubectl = metric.path === null ? null : rawCommand(metric.path);
  const answer =
    metric.values?.ok === true && metric.values.value.kind === 'values' ? metric.values.value.items[0] : null;
  if (answer != null) {
    return {
      words: `the ${apiTitle(metric.group)} answers what is no number: ${JSON.stringify(answer.value.slice(0, VALUE_LENGTH_MAX))}`,
      next: 'See the logs of the adapter.',
      kubectl,
    };
  }
  if (selector !== undefined) {
    return {
      words: `the selector of ${metricName(metric.spec)} matches nothing`,
      next: 'See which labels its series have, and select one of them.',
      kubectl,
    };
  }
  return {
    words: `the ${apiTitle(metric.group)} answers, but has no value of ${metricTitle(metric.spec)}`,
    next: 'See whether its pods run, and are measured under this name.',
    kubectl,
  };
}

function stale({ metric, nowMs }: MetricContext, { oldestAt }: MetricReading): Trouble {
  const age = oldestAt === null ? 0 : nowMs - Date.parse(oldestAt);
  return {
    words: `the value is ${spanWords(age)} old: no newer one comes, and the autoscaler goes on with it`,
    next: 'See whether the collector still runs and reaches the pods, and the logs of the adapter that asks it.',
    kubectl: metric.path === null ? null : rawCommand(metric.path),
  };
}
