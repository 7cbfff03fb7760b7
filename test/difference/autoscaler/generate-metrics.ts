// Metrics that a made-up autoscaler follows.
import type { MetricSpec } from 'kubernetes-types/autoscaling/v2';
import type { Draw } from '../draw.ts';

export const CONTAINERS = ['one', 'two'] as const;
const RESOURCES = ['cpu', 'cpu', 'cpu', 'memory'] as const;
const PERCENTS = [1, 30, 50, 80, 100, 150, 400] as const;
const CPU_TARGETS_MILLI = [100, 250, 333, 1_000] as const;
const MEMORY_TARGETS_MILLI = [64, 100, 512].map((mebibytes) => mebibytes * 2 ** 20 * 1_000);
const TARGETS_MILLI = [1, 333, 1_000, 30_000, 100_000, 7_000_000] as const;
const SELECTORS = [
  { matchLabels: { path: 'index', verb: 'GET' } },
  { matchExpressions: [{ key: 'path', operator: 'In', values: ['a', 'b'] }] },
  { matchLabels: { verb: 'GET' }, matchExpressions: [{ key: 'path', operator: 'Exists' }] },
  {},
  // No label can be so, but an API server takes it.
  { matchLabels: { path: '/', verb: 'GET' } },
] as const;
const METRICS_MAX = 4;

export interface GivenMetric {
  spec: MetricSpec;
  /** Where its reading lies in a look. */
  key: string;
  /** What the readings turn around: thousandths of each pod, or of the whole; percent of the requests. */
  around: { kind: 'pod' | 'total' | 'share' | 'percent'; target: number; resource: string };
}

const KINDS = [resource, resource, container, perPod, object, object, external] as const;

export function drawnMetrics(draw: Draw): GivenMetric[] {
  const wanted = draw.percent(55) ? 1 : draw.between(2, METRICS_MAX);
  const drawn = Array.from({ length: wanted }, (_, index) => draw.pick(KINDS)(draw, `m${index}`));
  // Two of the same key would have one reading, but turn around different targets.
  return drawn.filter(({ key }, index) => drawn.findIndex((other) => other.key === key) === index);
}

function resource(draw: Draw): GivenMetric {
  const name = draw.pick(RESOURCES);
  const { target, around } = resourceTarget(draw, name);
  return { spec: { type: 'Resource', resource: { name, target } }, key: `resource/${name}/`, around };
}

function container(draw: Draw): GivenMetric {
  const name = draw.pick(RESOURCES);
  const one = draw.percent(92) ? draw.pick(CONTAINERS) : 'nobody';
  const { target, around } = resourceTarget(draw, name);
  const spec = { type: 'ContainerResource', containerResource: { name, container: one, target } };
  return { spec, key: `resource/${name}/${one}`, around };
}

function resourceTarget(draw: Draw, resource: string) {
  if (draw.percent(65)) {
    const percent = draw.pick(PERCENTS);
    return {
      target: { type: 'Utilization', averageUtilization: percent },
      around: { kind: 'percent', target: percent, resource },
    } as const;
  }
  const milli = draw.pick<number>(resource === 'memory' ? MEMORY_TARGETS_MILLI : CPU_TARGETS_MILLI);
  return {
    target: { type: 'AverageValue', averageValue: `${milli}m` },
    around: { kind: 'pod', target: milli, resource },
  } as const;
}

function named(draw: Draw, name: string): { name: string; selector?: object } {
  return { name, ...draw.maybe(25, () => ({ selector: structuredClone(draw.pick(SELECTORS)) })) };
}

function perPod(draw: Draw, name: string): GivenMetric {
  const milli = draw.pick(TARGETS_MILLI);
  const spec = { metric: named(draw, name), target: { type: 'AverageValue', averageValue: `${milli}m` } };
  return {
    spec: { type: 'Pods', pods: spec },
    key: `pods/${name}`,
    around: { kind: 'pod', target: milli, resource: '' },
  };
}

function object(draw: Draw, name: string): GivenMetric {
  const describedObject = draw.pick([
    { apiVersion: 'v1', kind: 'Service', name: 'web' },
    { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', name: 'door' },
    { apiVersion: 'v1', kind: 'Namespace', name: 'home' },
  ]);
  const { target, around } = totalTarget(draw);
  const spec: MetricSpec = { type: 'Object', object: { describedObject, metric: named(draw, name), target } };
  return { spec, key: `object/${describedObject.kind}/${describedObject.name}/${name}`, around };
}

function external(draw: Draw, name: string): GivenMetric {
  const { target, around } = totalTarget(draw);
  return {
    spec: { type: 'External', external: { metric: named(draw, name), target } },
    key: `external/${name}`,
    around,
  };
}

function totalTarget(draw: Draw) {
  const milli = draw.pick(TARGETS_MILLI);
  return draw.percent(50)
    ? ({
        target: { type: 'Value', value: `${milli}m` },
        around: { kind: 'total', target: milli, resource: '' },
      } as const)
    : ({
        target: { type: 'AverageValue', averageValue: `${milli}m` },
        around: { kind: 'share', target: milli, resource: '' },
      } as const);
}
