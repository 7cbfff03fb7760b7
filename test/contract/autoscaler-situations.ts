// Forty targets of autoscalers, each in one situation: what runs, what is measured, and what the autoscaler follows.
import type { HorizontalPodAutoscalerSpec, HPAScalingRules, MetricSpec } from 'kubernetes-types/autoscaling/v2';

export interface Situation {
  what: string;
  replicas: number;
  autoscaler: Omit<HorizontalPodAutoscalerSpec, 'scaleTargetRef'> &
    Partial<Pick<HorizontalPodAutoscalerSpec, 'scaleTargetRef'>>;
  /** Of each container; absent: it asks for nothing. */
  requests?: Readonly<Record<string, string>>;
  /** What each container uses. */
  usage?: { cpu: string; memory: string };
  /** Pods of the same label beside the Deployment's. */
  beside?: readonly ('pending' | 'crashing')[];
  /** Requests per second of the target's Service, and of each of its first pods; quantities. */
  service?: string;
  pods?: readonly string[];
}

/** `{name}` is the situation's own. */
const SERVICE = { apiVersion: 'v1', kind: 'Service', name: '{name}' };
const TEMPLATE_LABELS = { matchLabels: { path: '/' } };

function share(averageValue: string, selector?: object): MetricSpec {
  const metric = { name: 'rps', ...(selector && { selector }) };
  return {
    type: 'Object',
    object: { describedObject: SERVICE, metric, target: { type: 'AverageValue', averageValue } },
  };
}

function total(value: string): MetricSpec {
  return {
    type: 'Object',
    object: { describedObject: SERVICE, metric: { name: 'rps' }, target: { type: 'Value', value } },
  };
}

function each(averageValue: string): MetricSpec {
  return { type: 'Pods', pods: { metric: { name: 'rps' }, target: { type: 'AverageValue', averageValue } } };
}

function outside(target: object): MetricSpec {
  return { type: 'External', external: { metric: { name: 'queue' }, target } } as MetricSpec;
}

function utilization(name: string, averageUtilization: number): MetricSpec {
  return { type: 'Resource', resource: { name, target: { type: 'Utilization', averageUtilization } } };
}

function amount(name: string, averageValue: string): MetricSpec {
  return { type: 'Resource', resource: { name, target: { type: 'AverageValue', averageValue } } };
}

function ofContainer(container: string, averageUtilization: number): MetricSpec {
  const target = { type: 'Utilization', averageUtilization };
  return { type: 'ContainerResource', containerResource: { name: 'cpu', container, target } };
}

const AT_ONCE: HPAScalingRules = { stabilizationWindowSeconds: 0 };
const down = { scaleDown: AT_ONCE };
const follows = (...metrics: MetricSpec[]) => ({ minReplicas: 1, maxReplicas: 10, metrics });
const CPU = { cpu: '100m', memory: '64Mi' };
const BUSY = { cpu: '90m', memory: '96Mi' };
const IDLE = { cpu: '10m', memory: '8Mi' };
const GADGET = { apiVersion: 'example.com/v1', kind: 'Gadget', name: '{name}' };
const about = (describedObject: { apiVersion: string; kind: string; name: string }): MetricSpec => ({
  type: 'Object',
  object: { describedObject, metric: { name: 'rps' }, target: { type: 'Value', value: '10' } },
});
const scaleUp = (policy: { type: string; value: number }, more: object = {}) => ({
  scaleUp: { policies: [{ ...policy, periodSeconds: 60 }], ...more } as HPAScalingRules,
});

export const SITUATIONS: readonly Situation[] = [
  { what: 'a share of a service above its target', replicas: 1, service: '300', autoscaler: follows(share('100')) },
  { what: 'a third of a request', replicas: 2, service: '333m', autoscaler: follows(share('100')) },
  {
    what: 'a third of a request, and down at once',
    replicas: 2,
    service: '333m',
    autoscaler: { ...follows(share('100')), behavior: down },
  },
  {
    what: 'more than the most',
    replicas: 2,
    service: '900',
    autoscaler: { ...follows(share('100')), maxReplicas: 4 },
  },
  { what: 'faster than twice as many', replicas: 1, service: '900', autoscaler: follows(share('100')) },
  { what: 'a share within the tolerance', replicas: 2, service: '205', autoscaler: follows(share('100')) },
  { what: 'a value in all, multiplied', replicas: 2, service: '30', autoscaler: follows(total('10')) },
  { what: 'a value in all at its target', replicas: 2, service: '10', autoscaler: follows(total('10')) },
  {
    what: 'a value in all below its target',
    replicas: 4,
    service: '5',
    autoscaler: { ...follows(total('10')), behavior: down },
  },
  {
    what: 'a value in all with pods that are not ready',
    replicas: 2,
    service: '30',
    beside: ['crashing', 'pending'],
    autoscaler: follows(total('10')),
  },
  { what: 'a metric nobody measures', replicas: 1, autoscaler: follows(share('100')) },
  {
    what: 'a selector that no label can match',
    replicas: 1,
    service: '300',
    autoscaler: follows(share('100', TEMPLATE_LABELS)),
  },
  {
    what: 'a selector that matches no series',
    replicas: 1,
    service: '300',
    autoscaler: follows(share('100', { matchLabels: { path: 'index' } })),
  },
  { what: 'an object of no kind there is', replicas: 1, autoscaler: follows(about(GADGET)) },
  {
    what: 'a metric of the namespace that nobody measures',
    replicas: 1,
    autoscaler: follows(about({ apiVersion: 'v1', kind: 'Namespace', name: 'default' })),
  },
  { what: 'a metric of each pod above its target', replicas: 2, pods: ['20', '20'], autoscaler: follows(each('10')) },
  {
    what: 'a metric of each pod below its target',
    replicas: 3,
    pods: ['2', '2', '2'],
    autoscaler: { ...follows(each('10')), behavior: down },
  },
  { what: 'a metric that one of two pods has, above', replicas: 2, pods: ['30'], autoscaler: follows(each('10')) },
  {
    what: 'a metric that one of two pods has, below',
    replicas: 2,
    pods: ['1'],
    autoscaler: { ...follows(each('10')), behavior: down },
  },
  { what: 'a metric that no pod has', replicas: 2, autoscaler: follows(each('10')) },
  {
    what: 'a metric of each pod, with one pending',
    replicas: 2,
    pods: ['18', '18'],
    beside: ['pending'],
    autoscaler: follows(each('10')),
  },
  {
    what: 'busy processors',
    replicas: 2,
    requests: CPU,
    usage: BUSY,
    autoscaler: follows(utilization('cpu', 30)),
  },
  {
    what: 'idle processors',
    replicas: 3,
    requests: CPU,
    usage: IDLE,
    autoscaler: { ...follows(utilization('cpu', 60)), behavior: down },
  },
  {
    what: 'busy processors, with one pod pending',
    replicas: 2,
    requests: CPU,
    usage: BUSY,
    beside: ['pending'],
    autoscaler: follows(utilization('cpu', 60)),
  },
  { what: 'an amount of processor', replicas: 1, usage: BUSY, autoscaler: follows(amount('cpu', '20m')) },
  { what: 'an amount of memory', replicas: 1, usage: BUSY, autoscaler: follows(amount('memory', '32Mi')) },
  {
    what: 'a percentage of memory',
    replicas: 2,
    requests: CPU,
    usage: BUSY,
    autoscaler: follows(utilization('memory', 50)),
  },
  { what: 'a percentage of nothing', replicas: 1, usage: BUSY, autoscaler: follows(utilization('cpu', 50)) },
  {
    what: 'one container',
    replicas: 1,
    requests: CPU,
    usage: BUSY,
    autoscaler: follows(ofContainer('app', 20)),
  },
  {
    what: 'a container that is not there',
    replicas: 1,
    requests: CPU,
    usage: BUSY,
    autoscaler: follows(ofContainer('nobody', 20)),
  },
  {
    what: 'series from outside, shared',
    replicas: 1,
    autoscaler: follows(outside({ type: 'AverageValue', averageValue: '5' })),
  },
  { what: 'series from outside, in all', replicas: 1, autoscaler: follows(outside({ type: 'Value', value: '5' })) },
  {
    what: 'several metrics, the largest wins',
    replicas: 2,
    service: '500',
    pods: ['15', '15'],
    autoscaler: follows(each('10'), share('100')),
  },
  {
    what: 'several metrics, one fails, upwards',
    replicas: 2,
    service: '500',
    autoscaler: follows(each('10'), share('100')),
  },
  {
    what: 'several metrics, one fails, downwards',
    replicas: 3,
    service: '100',
    autoscaler: { ...follows(each('10'), share('100')), behavior: down },
  },
  {
    what: 'a target that is not there',
    replicas: 1,
    autoscaler: { ...follows(share('1')), scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'no' } },
  },
  {
    what: 'a target of no kind there is',
    replicas: 1,
    autoscaler: { ...follows(share('1')), scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Gadget', name: 'no' } },
  },
  { what: 'a target scaled to nothing', replicas: 0, service: '300', autoscaler: follows(share('100')) },
  {
    what: 'above the most',
    replicas: 4,
    service: '1',
    autoscaler: { ...follows(share('100')), maxReplicas: 2 },
  },
  {
    what: 'below the least',
    replicas: 1,
    service: '1',
    autoscaler: { ...follows(share('100')), minReplicas: 3 },
  },
  {
    what: 'one pod at a time',
    replicas: 2,
    service: '600',
    autoscaler: { ...follows(share('100')), behavior: scaleUp({ type: 'Pods', value: 1 }) },
  },
  {
    what: 'half as many more at a time',
    replicas: 3,
    service: '900',
    autoscaler: { ...follows(share('100')), behavior: scaleUp({ type: 'Percent', value: 50 }) },
  },
  {
    what: 'never down',
    replicas: 3,
    service: '1',
    autoscaler: { ...follows(share('100')), behavior: { scaleDown: { ...AT_ONCE, selectPolicy: 'Disabled' } } },
  },
  {
    what: 'up only after a minute',
    replicas: 1,
    service: '300',
    autoscaler: {
      ...follows(share('100')),
      behavior: scaleUp({ type: 'Pods', value: 5 }, { stabilizationWindowSeconds: 60 }),
    },
  },
  {
    what: 'a tolerance of its own',
    replicas: 2,
    service: '290',
    autoscaler: {
      ...follows(share('100')),
      behavior: scaleUp({ type: 'Pods', value: 5 }, { tolerance: '0.5' }),
    },
  },
  {
    what: 'down to nothing',
    replicas: 2,
    service: '0',
    autoscaler: { ...follows(share('100')), minReplicas: 0, behavior: down },
  },
];

/** Of the situation with that number: its Deployment, Service, label and autoscaler. */
export function nameOf(index: number): string {
  return `case-${index}`;
}

export function named<T>(name: string, value: T): T {
  return JSON.parse(JSON.stringify(value).replaceAll('{name}', name)) as T;
}
