import type { MetricSpec } from 'kubernetes-types/autoscaling/v2';
import { describe, expect, it } from 'vitest';
import type { ApiServiceRecord, AutoscalerRecord } from '../records/records.ts';
import type { ApiFacts, ChainFacts, CollectorFacts, Failure, MetricFacts, ProducerFacts } from './chain-facts.ts';
import { diagnose } from './diagnosis.ts';
import type { ChainContext } from './hops/hop.ts';

const NOW = Date.UTC(2026, 0, 1, 12);
const at = (seconds: number) => new Date(NOW + seconds * 1_000).toISOString();
const stamp = { at: at(0), latencyMs: 3 };
const GROUP = 'custom.metrics.k8s.io';
const about = { apiVersion: 'v1', kind: 'Service', name: 'web' };
const target = { type: 'AverageValue', averageValue: '100' };
const spec: MetricSpec = { type: 'Object', object: { metric: { name: 'requests' }, describedObject: about, target } };
const PATH = `/apis/${GROUP}/v1beta2/namespaces/default/services/web/requests`;

const refused = (code: number, message = '', answered = true) => {
  const failure: Failure = { code, answered, message };
  return { ...stamp, ok: false, failure } as const;
};
const good = <T>(value: T) => ({ ...stamp, ok: true, value }) as const;
const answer = (value: string, seconds = -5) =>
  good({
    kind: 'values',
    items: [{ describedObject: about, timestamp: at(seconds), windowSeconds: 60, value }],
  } as const);

const apiService: ApiServiceRecord = {
  name: `v1beta2.${GROUP}`,
  group: GROUP,
  version: 'v1beta2',
  service: { namespace: 'monitoring', name: 'adapter' },
  available: { isTrue: true, reason: 'Passed', message: '', since: null },
};
const api: ApiFacts = {
  group: GROUP,
  versions: good(['v1beta1', 'v1beta2']),
  version: 'v1beta2',
  apiService,
  names: good(['services/requests', 'pods/requests', 'services/errors']),
};
const unavailable = (reason: string): Partial<ApiFacts> => ({
  apiService: { ...apiService, available: { isTrue: false, reason, message: 'dial tcp 10.0.0.1:443', since: null } },
  names: refused(503),
});

const producer: ProducerFacts = {
  ...stamp,
  podCount: 2,
  askedCount: 2,
  answeredCount: 2,
  measuringCount: 2,
  failure: null,
  path: '/api/v1/namespaces/default/pods/web-1:8080/proxy/metrics',
  line: 'requests_total 7',
  perSecond: 80,
};
const collector: CollectorFacts = {
  title: 'Prometheus in monitoring',
  targets: good({ total: 2, up: 2, newestAt: at(-4) }),
  query: 'up{}',
};
const metric: MetricFacts = {
  spec,
  group: GROUP,
  path: PATH,
  values: answer('80'),
  producer,
  collector,
};
const autoscaler: AutoscalerRecord = {
  metadata: { name: 'web', namespace: 'default', creationTimestamp: at(-600) },
  spec: {
    minReplicas: 1,
    maxReplicas: 5,
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
    metrics: [spec],
  },
  status: {
    currentReplicas: 2,
    desiredReplicas: 2,
    currentMetrics: [
      {
        type: 'Object',
        object: { metric: { name: 'requests' }, describedObject: about, current: { averageValue: '40' } },
      },
    ],
    conditions: [
      { type: 'AbleToScale', status: 'True', reason: 'ReadyForNewScale' },
      { type: 'ScalingActive', status: 'True', reason: 'ValidMetricFound' },
      { type: 'ScalingLimited', status: 'False', reason: 'DesiredWithinRange' },
    ],
  },
};
const scale = { resource: 'deployments.apps', path: '/scale', specReplicas: 2, statusReplicas: 2, selector: 'app=web' };

interface Change {
  metric?: Partial<MetricFacts>;
  api?: Partial<ApiFacts>;
  facts?: Partial<ChainFacts>;
  conditions?: { type: string; status: string; reason: string; message?: string }[];
  context?: Partial<ChainContext>;
}

function chain({ metric: changed, api: changedApi, facts, conditions, context }: Change = {}) {
  const { status } = autoscaler;
  const record =
    conditions === undefined || status === undefined
      ? autoscaler
      : { ...autoscaler, status: { ...status, conditions } };
  return diagnose({
    autoscaler: record,
    facts: {
      scale: good(scale),
      pods: good([]),
      apis: [{ ...api, ...changedApi }],
      metrics: [{ ...metric, ...changed }],
      usage: { title: 'metrics.k8s.io/v1beta1', state: { state: 'live' }, measuredNodes: 3, nodes: 3 },
      hasPrometheus: true,
      ...facts,
    },
    counts: { byArch: [{ arch: 'arm64', pods: 2, ready: 2 }], pending: 0, unschedulable: 0 },
    homeless: null,
    nowMs: NOW,
    ...context,
  });
}

const inactive = (message: string) => [
  { type: 'AbleToScale', status: 'True', reason: 'SucceededGetScale' },
  { type: 'ScalingActive', status: 'False', reason: 'FailedGetObjectMetric', message },
];
const NOT_FOUND = inactive('the server could not find the metric requests for services web');
const silent = { ...metric, values: refused(404) };

describe('a chain', () => {
  it('that is whole has every hop in order', () => {
    const { hops, health } = chain();
    expect(hops.map(({ name, state, value }) => `${name} ${state} ${value}`)).toEqual([
      'producer ok 80/s',
      'collector ok 2 of 2 up',
      'adapter ok 3 ms',
      'metric ok 80',
      'autoscaler ok 40 / 100',
      'target ok 2',
      'pods ok 2 ready',
    ]);
    expect(health).toEqual({ state: 'ok', words: 'at rest: it has as many replicas as it wants' });
  });

  it.each<[what: string, change: Change, hop: string, words: string, next: string]>([
    [
      'no pod answers',
      {
        metric: {
          ...silent,
          producer: {
            ...producer,
            answeredCount: 0,
            measuringCount: 0,
            failure: refused(503).failure,
          },
          collector: null,
        },
        conditions: NOT_FOUND,
      },
      'producer',
      'none of 2 pods answers /metrics',
      'See in their logs',
    ],
    [
      'no pod has the series',
      {
        metric: { ...silent, producer: { ...producer, measuringCount: 0 } },
        conditions: NOT_FOUND,
      },
      'producer',
      'the pods answer /metrics, but no series there is called requests',
      'with _total behind it',
    ],
    [
      'Prometheus finds no pod',
      {
        metric: {
          ...silent,
          collector: { ...collector, targets: good({ total: 0, up: 0, newestAt: null }) },
        },
      },
      'collector',
      'Prometheus in monitoring scrapes none of the pods',
      'ServiceMonitor',
    ],
    [
      'Prometheus reaches no pod',
      {
        metric: {
          collector: { ...collector, targets: good({ total: 2, up: 0, newestAt: at(-4) }) },
        },
      },
      'collector',
      'Prometheus in monitoring reaches none of 2 pods',
      'network policy',
    ],
    [
      'the API is not registered',
      {
        api: { versions: refused(404), version: '', apiService: null, names: null },
        metric: { path: null, values: null },
      },
      'adapter',
      'the custom metrics API is not registered',
      'Install an adapter',
    ],
    [
      'the API is registered in an old version',
      { api: { versions: good(['v1alpha1']), version: '', names: null }, metric: { path: null, values: null } },
      'adapter',
      'the custom metrics API is registered in v1alpha1, which autoscalers do not read',
      'v1beta2 or v1beta1',
    ],
    [
      'the service of the API is gone',
      { api: unavailable('ServiceNotFound'), metric: { values: refused(503) } },
      'adapter',
      'its service adapter in monitoring does not exist',
      'Install the adapter',
    ],
    [
      'no pod of the adapter is ready',
      { api: unavailable('MissingEndpoints'), metric: { values: refused(503) } },
      'adapter',
      'no pod behind the custom metrics API is ready',
      'why the pods of the adapter',
    ],
    [
      'the adapter fails',
      { api: unavailable('FailedDiscoveryCheck'), metric: { values: refused(503) } },
      'adapter',
      'the adapter behind the custom metrics API does not answer',
      'service adapter in monitoring',
    ],
    [
      'the adapter is too slow',
      { api: { names: refused(504, '', false) }, metric: { values: refused(504, '', false) } },
      'adapter',
      'the adapter behind the custom metrics API does not answer',
      'run and are ready',
    ],
    [
      'the name is not known',
      {
        api: { names: good(['services/errors', 'services/latency', 'pods/requests']) },
        metric: { ...silent, producer: null, collector: null },
        conditions: NOT_FOUND,
      },
      'metric',
      'the custom metrics API knows no requests',
      'It knows errors, latency: use one of these',
    ],
    [
      'the object has no value',
      { metric: { ...silent, producer: null, collector: null }, conditions: NOT_FOUND },
      'metric',
      'knows requests, but has no value of requests of Service web',
      'whether the object is there',
    ],
    [
      'the selector of the metric matches nothing',
      {
        metric: {
          spec: {
            type: 'External',
            external: { metric: { name: 'queue', selector: { matchLabels: { a: 'b' } } }, target },
          },
          values: good({ kind: 'values', items: [] }),
        },
      },
      'metric',
      'the selector of queue matches nothing',
      'which labels its series have',
    ],
    [
      'the value is old',
      { metric: { values: answer('80', -300) } },
      'metric',
      'the value is 5 min old',
      'whether the collector still runs',
    ],
    [
      'the controller may not read it',
      { conditions: inactive('is forbidden: User "hpa" cannot get resource "services/requests" in API group') },
      'autoscaler',
      'hpa may not get services/requests',
      'Give hpa the right',
    ],
    [
      'nothing is requested',
      { conditions: inactive('missing request for cpu in container main of Pod web-1') },
      'autoscaler',
      'the pods request no cpu',
      'Set resources.requests.cpu',
    ],
    [
      'another autoscaler selects the same pods',
      {
        conditions: inactive(
          'pods by selector app=web are controlled by more than one HPA (e.g. [default/a default/b])',
        ),
      },
      'autoscaler',
      'controlled by more than one HPA',
      'Delete all but one',
    ],
    [
      'nobody looks at it',
      { conditions: [] },
      'autoscaler',
      'no controller has looked at it',
      'kube-controller-manager',
    ],
    [
      'the target is not there',
      {
        facts: { scale: refused(404, 'deployments.apps "web" not found'), pods: null },
        conditions: [
          {
            type: 'AbleToScale',
            status: 'False',
            reason: 'FailedGetScale',
            message: 'deployments.apps "web" not found',
          },
        ],
      },
      'target',
      'there is no deployments.apps web',
      'Create it',
    ],
    [
      'the controller may not scale',
      {
        conditions: [
          {
            type: 'AbleToScale',
            status: 'False',
            reason: 'FailedUpdateScale',
            message: 'is forbidden: User "hpa" cannot update resource "deployments/scale" in API group "apps"',
          },
        ],
      },
      'target',
      'hpa may not update deployments/scale',
      'Give hpa the right',
    ],
    [
      'the target has no selector',
      { facts: { scale: good({ ...scale, selector: '' }) } },
      'target',
      'its scale names no selector',
      'labelSelectorPath',
    ],
    [
      'the selector of the target matches nothing',
      { context: { counts: { byArch: [], pending: 0, unschedulable: 0 } } },
      'pods',
      'the selector app=web matches none of the 2 replicas',
      'labels of its pods',
    ],
    [
      'no board has room',
      {
        context: {
          counts: { byArch: [{ arch: 'arm64', pods: 1, ready: 1 }], pending: 1, unschedulable: 1 },
          homeless: { pod: 'web-9', why: 'No board can take it: 3 are full.' },
        },
      },
      'pods',
      '1 pod finds no board: 3 are full.',
      '/placement?why=default/web-9',
    ],
  ])('says where %s', (_, change, hop, words, next) => {
    const { hops, health } = chain(change);
    const broken = hops.filter(({ state }) => state === 'broken');
    expect(broken.map(({ name }) => name)).toEqual([hop]);
    expect(broken[0]?.trouble?.words).toContain(words);
    expect(broken[0]?.trouble?.next).toContain(next);
    expect(health).toEqual({ state: 'broken', words: broken[0]?.trouble?.words });
    expect(JSON.stringify(hops)).not.toContain('10.0.0.1');
  });

  it.each<[what: string, change: Change, hop: string, detail: string]>([
    [
      'pods/proxy',
      {
        metric: {
          producer: { ...producer, answeredCount: 0, failure: refused(403).failure },
          collector: null,
        },
      },
      'producer',
      'this dashboard may not get pods/proxy',
    ],
    [
      'services/proxy',
      { metric: { collector: { ...collector, targets: refused(403) } } },
      'collector',
      'this dashboard may not get services/proxy of it',
    ],
    ['the API', { api: { names: refused(403) } }, 'adapter', `this dashboard may not get /apis/${GROUP}/v1beta2`],
    ['the metric', { metric: { values: refused(403) } }, 'metric', `this dashboard may not get requests of ${GROUP}`],
    [
      'the scale',
      { facts: { scale: refused(403), pods: null } },
      'target',
      'this dashboard may not get the scale of Deployment/web',
    ],
    ['pods', { context: { counts: null } }, 'pods', 'this dashboard may not list pods'],
  ])('that cannot be looked along for want of a right to %s is not said to be broken', (_, change, hop, detail) => {
    const { hops, health } = chain(change);
    const unknown = hops.filter(({ state }) => state !== 'ok');
    expect(unknown.map(({ state }) => state)).not.toContain('broken');
    expect(unknown[0]).toMatchObject({ name: hop, state: 'unknown', detail });
    expect(health.state).toBe('ok');
  });

  it('says of a limit that it is one', () => {
    const { hops, health } = chain({
      conditions: [
        { type: 'ScalingActive', status: 'True', reason: 'ValidMetricFound' },
        { type: 'ScalingLimited', status: 'True', reason: 'TooManyReplicas' },
      ],
    });
    expect(health).toEqual({ state: 'limited', words: 'at its maximum of 5' });
    expect(hops.find(({ name }) => name === 'autoscaler')?.trouble?.words).toContain(
      'more than the maximum of 5 replicas',
    );
  });

  it('asks for no higher maximum while only what was asked for before holds it there', () => {
    const { health } = chain({
      conditions: [
        { type: 'AbleToScale', status: 'True', reason: 'ScaleDownStabilized' },
        { type: 'ScalingActive', status: 'True', reason: 'ValidMetricFound' },
        { type: 'ScalingLimited', status: 'True', reason: 'TooManyReplicas' },
      ],
    });
    expect(health).toEqual({ state: 'limited', words: 'at its maximum of 5, waits before it scales down' });
  });

  it('lets what lies behind the broken hop wait for it', () => {
    const { hops } = chain({
      api: unavailable('MissingEndpoints'),
      metric: { values: refused(503) },
      conditions: NOT_FOUND,
    });
    expect(hops.map(({ name, state, detail }) => [name, state, state === 'waiting' ? detail : ''])).toEqual([
      ['producer', 'ok', ''],
      ['collector', 'ok', ''],
      ['adapter', 'broken', ''],
      ['metric', 'waiting', 'waits for custom metrics API'],
      ['autoscaler', 'waiting', 'waits for custom metrics API'],
      ['target', 'ok', ''],
      ['pods', 'ok', ''],
    ]);
  });

  it('begins at the API where nobody here makes the number, and has one way up for each metric', () => {
    const outside: MetricSpec = { type: 'External', external: { metric: { name: 'queue' }, target } };
    const facts = { metrics: [metric, { ...metric, spec: outside, group: 'external.metrics.k8s.io' } as const] };
    const { hops } = chain({ facts });
    expect(hops.map(({ name, metric: index }) => `${index} ${name}`)).toEqual([
      '0 producer',
      '0 collector',
      '0 adapter',
      '0 metric',
      '1 adapter',
      '1 metric',
      '0 autoscaler',
      '0 target',
      '0 pods',
    ]);
  });
});
