// Table of HorizontalPodAutoscalers (pkg/printers/internalversion/printers.go, formatHPAMetrics).
import type { HorizontalPodAutoscaler, MetricSpec, MetricStatus } from 'kubernetes-types/autoscaling/v2';
import { AGE, ageOf, column, NAME, NONE, nameOf, type Printer, UNKNOWN } from './column.ts';

/** Metrics shown before `+ N more...`. */
const SHOWN_MAX = 2;

export const autoscalers: Printer<HorizontalPodAutoscaler> = {
  columns: [
    NAME,
    column('Reference'),
    column('Targets'),
    column('MinPods'),
    column('MaxPods'),
    column('Replicas'),
    AGE,
  ],
  cells: (autoscaler, nowMs) => {
    const { spec, status } = autoscaler;
    return [
      nameOf(autoscaler),
      `${spec?.scaleTargetRef.kind ?? ''}/${spec?.scaleTargetRef.name ?? ''}`,
      targetsText(spec?.metrics ?? [], status?.currentMetrics ?? []),
      spec?.minReplicas === undefined ? '<unset>' : String(spec.minReplicas),
      spec?.maxReplicas ?? 0,
      status?.currentReplicas ?? 0,
      ageOf(autoscaler, nowMs),
    ];
  },
};

function targetsText(specs: readonly MetricSpec[], statuses: readonly MetricStatus[]): string {
  if (specs.length === 0) return NONE;
  const texts = specs.map((spec, i) => targetText(spec, statuses[i]));
  const shown = texts.slice(0, SHOWN_MAX).join(', ');
  return texts.length > SHOWN_MAX ? `${shown} + ${texts.length - SHOWN_MAX} more...` : shown;
}

interface Sides {
  target: { averageUtilization?: number; averageValue?: unknown; value?: unknown } | undefined;
  current: { averageUtilization?: number; averageValue?: unknown; value?: unknown } | undefined;
}

function targetText(spec: MetricSpec, status: MetricStatus | undefined): string {
  switch (spec.type) {
    case 'External':
      return valueText({ target: spec.external?.target, current: status?.external?.current });
    case 'Object':
      return valueText({ target: spec.object?.target, current: status?.object?.current });
    case 'Pods':
      return `${text(status?.pods?.current.averageValue)}/${text(spec.pods?.target.averageValue)}`;
    case 'Resource':
      return resourceText(spec.resource?.name, {
        target: spec.resource?.target,
        current: status?.resource?.current,
      });
    case 'ContainerResource':
      return resourceText(spec.containerResource?.name, {
        target: spec.containerResource?.target,
        current: status?.containerResource?.current,
      });
    default:
      return '<unknown type>';
  }
}

function valueText({ target, current }: Sides): string {
  if (target?.averageValue !== undefined) return `${text(current?.averageValue)}/${text(target.averageValue)} (avg)`;
  return `${text(current?.value)}/${text(target?.value)}`;
}

function resourceText(name: string | undefined, { target, current }: Sides): string {
  if (target?.averageValue !== undefined) return `${name}: ${text(current?.averageValue)}/${text(target.averageValue)}`;
  const wanted = target?.averageUtilization === undefined ? '<auto>' : `${target.averageUtilization}%`;
  const used = current?.averageUtilization === undefined ? UNKNOWN : `${current.averageUtilization}%`;
  return `${name}: ${used}/${wanted}`;
}

/** A quantity as stored, which is canonical. */
function text(quantity: unknown): string {
  return typeof quantity === 'string' ? quantity : UNKNOWN;
}
