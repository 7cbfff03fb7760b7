// What an autoscaler scales and aims at, as kubectl prints it.
// Mirrors kubernetes pkg/printers/internalversion/printers.go (printHorizontalPodAutoscaler, formatHPAMetrics).
import type { HorizontalPodAutoscaler, MetricSpec, MetricStatus } from 'kubernetes-types/autoscaling/v2';

/** Metrics shown before `+ N more...`. */
const SHOWN_MAX = 2;
const UNKNOWN = '<unknown>';

/** A metric's two sides: `333m` and `100 (avg)`, with `cpu` in front of a resource's. */
export interface MetricSides {
  resource: string | null;
  /** `<unknown>` where there is none. */
  current: string;
  target: string;
}

/** `Deployment/web`. */
export function referenceText({ spec }: HorizontalPodAutoscaler): string {
  return `${spec?.scaleTargetRef.kind ?? ''}/${spec?.scaleTargetRef.name ?? ''}`;
}

/** `333m/100 (avg)`, `cpu: 12%/50%, memory: <unknown>/80% + 1 more...`. */
export function targetsText(specs: readonly MetricSpec[], statuses: readonly MetricStatus[]): string {
  if (specs.length === 0) return '<none>';
  const texts = specs.map((spec, i) => targetText(spec, statuses[i]));
  const shown = texts.slice(0, SHOWN_MAX).join(', ');
  return texts.length > SHOWN_MAX ? `${shown} + ${texts.length - SHOWN_MAX} more...` : shown;
}

function targetText(spec: MetricSpec, status: MetricStatus | undefined): string {
  const sides = metricSides(spec, status);
  if (sides === null) return '<unknown type>';
  const { resource, current, target } = sides;
  return `${resource === null ? '' : `${resource}: `}${current}/${target}`;
}

/** Null for a type that nobody knows. */
export function metricSides(spec: MetricSpec, status: MetricStatus | undefined): MetricSides | null {
  switch (spec.type) {
    case 'External':
      return valueSides({ target: spec.external?.target, current: status?.external?.current });
    case 'Object':
      return valueSides({ target: spec.object?.target, current: status?.object?.current });
    case 'Pods': {
      const current = text(status?.pods?.current.averageValue);
      return { resource: null, current, target: text(spec.pods?.target.averageValue) };
    }
    case 'Resource':
      return resourceSides(spec.resource?.name, {
        target: spec.resource?.target,
        current: status?.resource?.current,
      });
    case 'ContainerResource':
      return resourceSides(spec.containerResource?.name, {
        target: spec.containerResource?.target,
        current: status?.containerResource?.current,
      });
    default:
      return null;
  }
}

interface Sides {
  target: { averageUtilization?: number; averageValue?: unknown; value?: unknown } | undefined;
  current: { averageUtilization?: number; averageValue?: unknown; value?: unknown } | undefined;
}

function valueSides({ target, current }: Sides): MetricSides {
  if (target?.averageValue !== undefined) {
    return { resource: null, current: text(current?.averageValue), target: `${text(target.averageValue)} (avg)` };
  }
  return { resource: null, current: text(current?.value), target: text(target?.value) };
}

function resourceSides(name: string | undefined, { target, current }: Sides): MetricSides {
  const resource = `${name}`;
  if (target?.averageValue !== undefined) {
    return { resource, current: text(current?.averageValue), target: text(target.averageValue) };
  }
  return {
    resource,
    current: current?.averageUtilization === undefined ? UNKNOWN : `${current.averageUtilization}%`,
    target: target?.averageUtilization === undefined ? '<auto>' : `${target.averageUtilization}%`,
  };
}

/** A quantity as stored, which is canonical. */
function text(quantity: unknown): string {
  return typeof quantity === 'string' ? quantity : UNKNOWN;
}
