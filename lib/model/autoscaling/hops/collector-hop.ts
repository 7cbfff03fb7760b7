// The second hop: who goes round and collects the numbers.
import { formatCount } from '#lib/format/count.ts';
import type { HopView } from '../autoscaling-view.ts';
import type { CollectorFacts } from '../chain-facts.ts';
import { metricReading } from '../metric-reading.ts';
import { broken, hop, isStale, type MetricContext, refusal, spanWords, stampOf, unknown } from './hop.ts';

/** Beyond every usual scrape interval. */
const SILENT_MS = 75_000;

/** Null for a metric from outside the cluster. */
export function collectorHop(context: MetricContext): HopView | null {
  const { metric } = context;
  if (metric.group === 'external.metrics.k8s.io') return null;
  return metric.group === 'metrics.k8s.io' ? metricsServerHop(context) : prometheusHop(context);
}

function metricsServerHop({ facts, index }: MetricContext): HopView {
  const { title, state, measuredNodes, nodes } = facts.usage;
  const service = facts.apis.find(({ group }) => group === 'metrics.k8s.io')?.apiService?.service;
  const made = (state_: Parameters<typeof hop>[3]) =>
    hop('collector', index, service?.name ?? 'metrics server', state_);
  if (!title.startsWith('metrics.k8s.io'))
    return made(unknown('its own figures are not read: use comes from elsewhere'));
  const proof = { kubectl: 'kubectl top nodes', answer: null };
  switch (state.state) {
    case 'live':
      return made({ state: 'ok', value: `${measuredNodes} of ${nodes}`, detail: 'boards measured', proof });
    case 'stale':
      return made({
        ...broken({
          words: `${service?.name ?? 'the metrics server'}: ${state.message}`,
          next: 'See the logs of the metrics server, and whether it reaches the kubelets.',
          kubectl: 'kubectl top nodes',
        }),
        proof,
      });
    case 'forbidden':
      return made(unknown(`this dashboard may not ${state.verb} ${state.resource}`));
    case 'absent':
    case 'loading':
      return made(unknown('it is asked through its API'));
  }
}

function prometheusHop(context: MetricContext): HopView {
  const { metric, index, facts } = context;
  const { collector } = metric;
  if (collector === null) {
    const why = facts.hasPrometheus
      ? 'there is no pod to ask it about'
      : 'no Prometheus was found: who collects it is not known';
    return hop('collector', index, facts.hasPrometheus ? 'Prometheus' : 'collector', unknown(why));
  }
  const { title, targets, query } = collector;
  const proof = { kubectl: `${query}  # asked of ${title}`, answer: targets.ok ? `${targets.value.up}` : null };
  const made = (state: Parameters<typeof hop>[3]) =>
    hop('collector', index, 'Prometheus', { proof, ...stampOf(targets), ...state });
  const reading = metricReading(metric);
  const hasValue = reading !== null && !isStale(reading.oldestAt, reading.windowMs, context.nowMs);
  if (!targets.ok) {
    const mayNot = refusal(targets.failure, 'get services/proxy of it');
    if (mayNot !== null || hasValue)
      return made(unknown(mayNot ?? targets.failure.message.replace(`${title} has`, 'it has')));
    return made(
      broken({
        words: `${title} does not answer`,
        next: 'See whether its pod runs and is ready.',
        kubectl: endpointsCommand(title),
      }),
    );
  }
  return made(scraped(context, title, targets.value, hasValue));
}

/** Of `prometheus in monitoring`; null of one that is named by its address. */
function endpointsCommand(title: string): string | null {
  const [, name, namespace] = /^(\S+) in (\S+)$/.exec(title) ?? [];
  if (name === undefined || namespace === undefined) return null;
  return `kubectl -n ${namespace} get endpointslices -l kubernetes.io/service-name=${name} -o yaml`;
}

function scraped(
  { nowMs }: MetricContext,
  title: string,
  { total, up, newestAt }: Extract<CollectorFacts['targets'], { ok: true }>['value'],
  hasValue: boolean,
): Parameters<typeof hop>[3] {
  if (total === 0) {
    // Another may collect them where there is a value.
    if (hasValue) return unknown(`${title} scrapes none of the pods: another must`);
    return broken({
      words: `${title} scrapes none of the pods`,
      next: "See among its targets whether it finds them: their labels, their port, and its ServiceMonitor's selector.",
      kubectl: 'kubectl get servicemonitors,podmonitors -A',
    });
  }
  const value = `${up} of ${total} up`;
  if (up === 0) {
    return {
      ...broken({
        words: `${title} reaches none of ${formatCount(total, 'pod')}`,
        next: 'See the error beside its targets: the port, the path, or a network policy in between.',
        kubectl: null,
      }),
      value,
    };
  }
  const age = newestAt === null ? null : spanWords(nowMs - Date.parse(newestAt));
  // Where there is a new value whoever collects it is well, this one or another.
  if (!hasValue && newestAt !== null && nowMs - Date.parse(newestAt) > SILENT_MS) {
    return {
      ...broken({
        words: `${title} has not scraped the pods for ${age}`,
        next: 'See whether it runs, and its scrape interval.',
        kubectl: null,
      }),
      value,
    };
  }
  return { state: 'ok', value, detail: age === null ? 'scraped' : `scraped ${age} ago` };
}
