// The first hop: the program, or the kubelet, that makes the number.
import { formatCount } from '#lib/format/count.ts';
import { formatDecimal } from '#lib/format/decimal.ts';
import type { HopView } from '../autoscaling-view.ts';
import { metricReading } from '../metric-reading.ts';
import { metricName } from '../metric-view.ts';
import { broken, hop, type MetricContext, namespaceOf, rawCommand, refusal, stampOf, unknown } from './hop.ts';

/** Null for a metric from outside the cluster: who makes it cannot be seen from here. */
export function producerHop(context: MetricContext): HopView | null {
  const { metric } = context;
  if (metric.group === 'external.metrics.k8s.io') return null;
  return metric.group === 'metrics.k8s.io' ? kubeletHop(context) : programHop(context);
}

function kubeletHop(context: MetricContext): HopView {
  const { metric, index, facts } = context;
  const made = (state: Parameters<typeof hop>[3]) =>
    hop('producer', index, 'kubelets', { ...state, ...stampOf(metric.values), latencyMs: null });
  const running = facts.pods?.ok ? facts.pods.value.filter(({ status }) => status?.phase === 'Running').length : null;
  if (metric.values?.ok !== true || running === null) return made(unknown('what they measure is not known'));
  const measured = metricReading(metric)?.count ?? 0;
  const value = `${measured} of ${running}`;
  const selector = facts.scale.ok ? facts.scale.value.selector : '';
  const proof = { kubectl: `kubectl -n ${namespaceOf(context)} top pod -l '${selector}'`, answer: null };
  if (running > 0 && measured === 0) {
    return made({ state: 'waiting', value, proof, detail: 'a pod is measured about a minute after it starts' });
  }
  return made({ state: 'ok', value, proof, detail: `${formatCount(measured, 'pod')} measured` });
}

function programHop(context: MetricContext): HopView {
  const { metric, index } = context;
  const name = metricName(metric.spec);
  const title = titleOf(context);
  const { producer } = metric;
  if (producer === null) return hop('producer', index, title, unknown(`who makes ${name} cannot be told from here`));
  const { at, latencyMs, podCount, askedCount, answeredCount, measuringCount, failure, path, line } = producer;
  const proof = path === null ? null : { kubectl: rawCommand(path), answer: line };
  const made = (state: Parameters<typeof hop>[3]) => hop('producer', index, title, { proof, at, latencyMs, ...state });
  if (podCount === 0) return made({ state: 'waiting', value: '0', detail: 'no pod of it runs' });
  const where = pathWords(path);
  if (answeredCount === 0) {
    const scraped = metric.collector?.targets.ok === true ? metric.collector.targets.value.up : 0;
    const mayNot = failure === null ? null : refusal(failure, 'get pods/proxy');
    if (scraped > 0) {
      const why = mayNot ?? `not asked at the right place: ${where} does not answer`;
      return made({ state: 'ok', value: `${scraped} scraped`, detail: why, proof: mayNot === null ? proof : null });
    }
    if (mayNot !== null) return made({ ...unknown(mayNot), proof: null });
    if (metricReading(metric) !== null && metric.collector === null) {
      return made(unknown(`${where} does not answer; it may be measured elsewhere`));
    }
    return made(
      broken({
        words: `none of ${formatCount(askedCount, 'pod')} answers ${where}`,
        next: 'See in their logs whether the program runs, and listens where it is asked.',
        kubectl: path === null ? null : rawCommand(path),
      }),
    );
  }
  const answered = `${answeredCount} of ${formatCount(askedCount, 'pod')} ${answeredCount === 1 ? 'answers' : 'answer'} ${where}`;
  if (measuringCount === 0 && metricReading(metric) === null) {
    return made(
      broken(
        {
          words: `the pods answer ${where}, but no series there is called ${name}`,
          next: `See what the program calls it: an adapter finds ${name} under that name, or with _total behind it.`,
          kubectl: path === null ? null : rawCommand(path),
        },
        answered,
      ),
    );
  }
  const { perSecond } = producer;
  const value = perSecond === null ? `${answeredCount} of ${askedCount}` : `${formatDecimal(perSecond)}/s`;
  return made({ state: 'ok', value, detail: answered });
}

function titleOf({ metric, autoscaler }: MetricContext): string {
  return metric.spec.object?.describedObject.name ?? autoscaler.spec?.scaleTargetRef.name ?? '';
}

/** `/metrics` of a path through the proxy. */
function pathWords(path: string | null): string {
  return path?.split('/proxy')[1] ?? '/metrics';
}
