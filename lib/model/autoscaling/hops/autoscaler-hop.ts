// The fifth hop: the autoscaler's controller, by what it wrote into the object.
import { formatCount } from '#lib/format/count.ts';
import { formatDecimal } from '#lib/format/decimal.ts';
import { metricSides, targetsText } from '#lib/rules/hpa/targets-text.ts';
import { parseQuantity } from '#lib/rules/quantity.ts';
import type { AutoscalerRecord } from '../../records/records.ts';
import type { HopView } from '../autoscaling-view.ts';
import { conditionOf, statusHealth } from '../status-health.ts';
import type { Trouble } from '../trouble.ts';
import { broken, type ChainContext, hop, namespaceOf } from './hop.ts';

/** A controller looks every 15 seconds; one that has not after so long is not there. */
const NEVER_LOOKED_MS = 60_000;

export function autoscalerHop(context: ChainContext): HopView {
  const { autoscaler, nowMs } = context;
  const { metadata, spec, status } = autoscaler;
  const targets = targetsText(spec?.metrics ?? [], status?.currentMetrics ?? []);
  const conditions = status?.conditions ?? [];
  const answer = conditionOf(conditions, 'ScalingActive')?.message ?? null;
  const proof = { kubectl: `kubectl -n ${namespaceOf(context)} describe hpa ${metadata?.name ?? ''}`, answer };
  const made = (state: Parameters<typeof hop>[3]) =>
    hop('autoscaler', 0, 'autoscaler', { value: plainTargets(autoscaler) ?? targets, proof, ...state });
  if (conditions.length === 0 && nowMs - Date.parse(metadata?.creationTimestamp ?? '') > NEVER_LOOKED_MS) {
    return made(
      broken({
        words: 'no controller has looked at it',
        next: 'See whether kube-controller-manager runs.',
        kubectl: 'kubectl -n kube-system get pods -l component=kube-controller-manager',
      }),
    );
  }
  const { state, words, trouble } = statusHealth(autoscaler);
  const wants = conditions.length === 0 ? words : `wants ${formatCount(status?.desiredReplicas ?? 0, 'replica')}`;
  // That the target is not there is the next hop's.
  if (isOfTarget(context)) return made({ state: 'waiting', detail: 'waits for its target' });
  if (state === 'broken' && trouble !== null) return made(broken(inNamespace(trouble, namespaceOf(context)), words));
  return made({ state, detail: state === 'ok' ? wants : words, trouble });
}

export function isOfTarget({ autoscaler }: ChainContext): boolean {
  const able = conditionOf(autoscaler.status?.conditions ?? [], 'AbleToScale');
  return able?.status === 'False' && (able.reason === 'FailedGetScale' || able.reason === 'FailedUpdateScale');
}

/** `0.333 / 100` for `333m/100 (avg)`: thousandths are spelled out. Null where kubectl's own form reads as well. */
function plainTargets({ spec, status }: AutoscalerRecord): string | null {
  const [metric, ...others] = spec?.metrics ?? [];
  const sides = metric === undefined ? null : metricSides(metric, status?.currentMetrics?.[0]);
  if (sides === null || others.length > 0) return null;
  // The hop before this one says of what.
  if (sides.resource !== null) return `${sides.current} / ${sides.target}`;
  if (!/^\d+m?$/.test(sides.current)) return null;
  return `${formatDecimal(parseQuantity(sides.current))} / ${sides.target.replace(/ \(avg\)$/, '')}`;
}

/** The controller's messages name pods without their namespace. */
function inNamespace(trouble: Trouble, namespace: string): Trouble {
  return {
    ...trouble,
    kubectl: trouble.kubectl?.replace(/^kubectl get pod/, `kubectl -n ${namespace} get pod`) ?? null,
  };
}
