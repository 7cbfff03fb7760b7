// What made-up metrics say: values around their targets, some missing, some not to be had.
import type { Container, Pod } from 'kubernetes-types/core/v1';
import { cpuMillicores } from '#lib/rules/quantity.ts';
import type { Draw } from '../draw.ts';
import type { GivenMetric } from './generate-metrics.ts';
import type { Reading } from './question.ts';

/** Measured by target, in thousandths: about the tolerances, and far from them. */
const RATIOS = [
  0, 20, 500, 749, 750, 899, 900, 901, 950, 1_000, 1_050, 1_099, 1_100, 1_101, 1_250, 1_500, 2_000, 3_333, 9_000,
];
const WINDOWS_SECONDS = [15, 30, 60] as const;
const ERRORS = ['the server is currently unable to handle the request', 'no metrics returned from custom metrics API'];

interface Moment {
  replicas: number;
  nowMs: number;
}

export function readingsOf(
  draw: Draw,
  metrics: readonly GivenMetric[],
  pods: readonly Pod[],
  moment: Moment,
): Record<string, Reading> {
  // All together once in a while, else each on its own: several metrics with errors are seldom otherwise.
  const failing = draw.pick([0, 0, 0, 0, 30, 60]);
  return Object.fromEntries(
    metrics.map((metric) => [
      metric.key,
      draw.percent(failing) ? { error: draw.pick(ERRORS) } : readingOf(draw, metric, pods, moment),
    ]),
  );
}

function readingOf(draw: Draw, { key, around }: GivenMetric, pods: readonly Pod[], moment: Moment): Reading {
  const ratio = draw.pick(RATIOS) / 1_000;
  if (around.kind === 'pod' || around.kind === 'percent') {
    const missing = draw.pick([0, 0, 15, 50]);
    const jitter = draw.percent(50) ? 0 : 30;
    const readings = pods
      .filter(({ metadata }) => metadata?.labels?.['app'] === 'web' && !draw.percent(missing))
      .map((pod) => {
        const whole =
          around.kind === 'pod' ? around.target : (requestMilli(pod, around.resource) * around.target) / 100;
        const valueMilli = Math.round(whole * ratio * (1 + draw.between(-jitter, jitter) / 100));
        const at = new Date(moment.nowMs - draw.between(0, 90) * 1_000).toISOString().replace('.000Z', 'Z');
        return [pod.metadata?.name ?? '', { valueMilli, at, windowSeconds: draw.pick(WINDOWS_SECONDS) }] as const;
      });
    return { pods: Object.fromEntries(readings) };
  }
  const whole = around.kind === 'share' ? around.target * Math.max(1, moment.replicas) : around.target;
  const totalMilli = Math.round(whole * ratio) * (draw.percent(2) ? -1 : 1);
  const isSplit = key.startsWith('external/') && draw.percent(60);
  const part = Math.trunc(totalMilli / 3);
  return { valuesMilli: isSplit ? [part, totalMilli - part] : [totalMilli] };
}

/** Roughly what the rules take it for: only the order of size matters. */
function requestMilli({ spec }: Pod, resource: string): number {
  const of = ({ resources }: Container) => cpuMillicores(resources?.requests?.[resource] ?? '0');
  return (spec?.containers ?? []).reduce((total, one) => total + of(one), 0);
}
