// Sources of use that are broken on purpose, as their clients find them.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Ask, clientOf } from '#test/support/simulated-api.ts';
import type { MetricsSource, MetricsState } from '../faults.ts';
import { type Cluster, createCluster } from '../index.ts';

const MINUTE_MS = 60_000;
const NODES = '/apis/metrics.k8s.io/v1beta1/nodes';
const REQUESTS = '/apis/custom.metrics.k8s.io/v1beta2/namespaces/default/services/sample-metrics-app/http_requests';
const PATHS: Readonly<Record<MetricsSource, string>> = {
  metricsApi: NODES,
  customMetrics: REQUESTS,
  externalMetrics: '/apis/external.metrics.k8s.io/v1beta1/namespaces/default/ingress_requests_per_second',
  heapster: '/api/v1/namespaces/kube-system/services/heapster/proxy/api/v1/model/nodes/pi5/metrics/cpu/usage_rate',
  prometheus: '/api/v1/namespaces/default/services/sample-metrics-prom:web/proxy/api/v1/query?query=up',
};
const SOURCES = Object.keys(PATHS) as MetricsSource[];

let cluster: Cluster;
let ask: Ask;

beforeAll(async () => {
  cluster = await createCluster({ scenario: 'kubecon-2017', clock: { kind: 'paused' }, seed: 1 });
  ask = clientOf(cluster);
  cluster.settle();
  await step(3 * MINUTE_MS);
});

beforeEach(() => cluster.control.setFaults({}));

afterAll(() => cluster.close());

const step = (stepMs: number) => cluster.control.setClock({ stepMs });
const set = (source: MetricsSource, state: MetricsState) =>
  ask('PUT', '/faults', { body: { metrics: { [source]: state } }, control: true });

describe.each(SOURCES)('%s', (source) => {
  it('that is down answers nobody, and the others go on', async () => {
    await set(source, 'down');
    const answers = await Promise.all(SOURCES.map(async (one) => (await ask('GET', PATHS[one])).status));
    // The adapter's figures are Prometheus' own, and it does not say why it has none.
    const behind = source === 'prometheus' ? ['customMetrics', 'externalMetrics'] : [];
    expect(answers).toEqual(SOURCES.map((one) => (one === source ? 503 : behind.includes(one) ? 500 : 200)));
  });

  it('that is slow takes its time', async () => {
    await set(source, 'slow');
    const since = performance.now();
    expect((await ask('GET', PATHS[source])).status).toBe(200);
    expect(performance.now() - since).toBeGreaterThan(2_900);
  });

  it('that answers nonsense does so with 200', async () => {
    await set(source, 'garbage');
    const { status, text } = await ask('GET', PATHS[source]);
    expect(status).toBe(200);
    const isProgram = source === 'heapster' || source === 'prometheus';
    expect(text).toMatch(isProgram ? /<h1>Welcome/ : /"(cpu|value)":"plenty"/);
  });
});

describe('what is stale', () => {
  const items = async () =>
    ((await ask('GET', NODES)).json.items ?? []).map(({ metadata: _metadata, ...measured }) => measured);

  it('is the same figures of metrics.k8s.io with the same timestamps, until it is mended', async () => {
    await set('metricsApi', 'stale');
    const before = await items();
    await step(5 * MINUTE_MS);
    // Other faults that are set meanwhile change nothing of it.
    await cluster.control.setFaults({ metrics: { metricsApi: 'stale', heapster: 'down' } });
    expect(await items()).toEqual(before);
    await cluster.control.setFaults({});
    expect(await items()).not.toEqual(before);
  });

  it('is a hole in the history of Prometheus, and empty at an instant after five minutes', async () => {
    await set('prometheus', 'stale');
    const up = async () => ((await ask('GET', PATHS.prometheus)).json['data'] as { result: object[] }).result.length;
    await step(4 * MINUTE_MS);
    expect(await up()).toBeGreaterThan(0);
    await step(2 * MINUTE_MS);
    expect(await up()).toBe(0);
  });

  it('is a Heapster whose newest figures grow old', async () => {
    await set('heapster', 'stale');
    const latest = async () => (await ask('GET', PATHS.heapster)).json['latestTimestamp'];
    const before = await latest();
    await step(5 * MINUTE_MS);
    expect(await latest()).toBe(before);
  });
});

describe('an autoscaler', () => {
  it('says why it has no metric while figures are nonsense, and nothing breaks', async () => {
    const spec = {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'sample-metrics-app' },
      maxReplicas: 3,
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } },
      ],
    };
    const all = '/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers';
    await ask('DELETE', `${all}/sample-metrics-app-hpa`);
    await ask('POST', all, { body: { metadata: { name: 'on-cpu' }, spec } });
    await set('metricsApi', 'garbage');
    await step(MINUTE_MS);
    const { json } = await ask('GET', `${all}/on-cpu`);
    const { conditions } = json['status'] as { conditions: { type: string; message: string }[] };
    expect(conditions.find(({ type }) => type === 'ScalingActive')?.message).toMatch(
      /unable to fetch metrics from resource metrics API: quantities must match the regular expression/,
    );
    const table = await ask('GET', '/apis/metrics.k8s.io/v1beta1/pods', {
      headers: { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' },
    });
    expect(table.status).toBe(500);
  });
});
