// An autoscaler as its own page shows it, without its chain.
import { workloadHref } from '../hrefs.ts';
import type { SourceView } from '../overview/overview-view.ts';
import type { AutoscalerRecord } from '../records/records.ts';
import type { AutoscalerRow, AutoscalerView, FormulaView } from './autoscaling-view.ts';
import { metricView } from './metric-view.ts';
import { scalesAbove } from './scaling-load.ts';

export interface AutoscalerViewInput {
  autoscaler: AutoscalerRecord;
  row: AutoscalerRow;
  formula: FormulaView;
  source: SourceView;
}

export function autoscalerView({ autoscaler, row, formula, source }: AutoscalerViewInput): AutoscalerView {
  const { metadata, spec, status } = autoscaler;
  const { kind = '', apiVersion = '', name = '' } = spec?.scaleTargetRef ?? {};
  return {
    row,
    uid: metadata?.uid ?? '',
    resourceVersion: metadata?.resourceVersion ?? '',
    target: { kind, apiVersion, name, href: targetHref(kind, row.namespace, name) },
    metrics: (spec?.metrics ?? []).map((metric, i) =>
      metricView(metric, status?.currentMetrics?.[i], spec?.maxReplicas ?? 0),
    ),
    formula,
    conditions: (status?.conditions ?? []).map(
      ({ type, status: is, reason = '', message = '', lastTransitionTime = null }) => {
        return { type, status: is, reason, message, since: lastTransitionTime };
      },
    ),
    lastScaleAt: status?.lastScaleTime ?? null,
    scalesAbove: scalesAbove(autoscaler),
    apiVersion: autoscaler.servedIn ?? 'autoscaling/v2',
    source,
  };
}

/** Kinds that the placement page has rows for. */
const PLACED: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'ReplicaSet']);

function targetHref(kind: string, namespace: string, name: string): string | null {
  return PLACED.has(kind) ? workloadHref(namespace, name) : null;
}
