// Each hop of an autoscaler's chain broken in a simulated cluster, and what its page says of it.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AutoscalerView, HopView } from '#lib/model/autoscaling/autoscaling-view.ts';
import { HubOnCluster, rowsOf } from '#test/support/hub-on-cluster.ts';
import { type Ask, clientOf } from '#test/support/simulated-api.ts';

const SAMPLE = 'sample-metrics-app-hpa';
const HPAS = '/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers';
const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';
const CONTROLLER = 'system:serviceaccount:kube-system:horizontal-pod-autoscaler';

const labels = { app: 'modest' };
/** Asks for nothing. */
const modest = {
  metadata: { name: 'modest' },
  spec: {
    selector: { matchLabels: labels },
    template: {
      metadata: { labels },
      spec: { containers: [{ name: 'main', image: 'luxas/autoscale-demo:v0.1.2' }] },
    },
  },
};

type FaultChange = Parameters<HubOnCluster['cluster']['control']['setFaults']>[0];

describe("an autoscaler's chain", () => {
  let on: HubOnCluster;
  let ask: Ask;

  beforeEach(async () => {
    on = await HubOnCluster.start();
    ask = clientOf(on.cluster);
    step(270);
  });
  afterEach(() => on.end());

  const step = (seconds: number) => on.cluster.clock.step(seconds * 1_000);

  /** Of a hub that has just been started, and knows the Prometheus. */
  async function look(name = SAMPLE, user?: Parameters<HubOnCluster['begin']>[0]) {
    const hub = await on.beginSettled(user);
    if (user === undefined) await vi.waitFor(() => expect(hub.usage.history.prometheuses).not.toEqual([]), 10_000);
    const rows = await rowsOf(`autoscaler/default/${name}`);
    const hops = Object.entries(rows).flatMap(([key, row]) => (key.startsWith('hop/') ? [row as HopView] : []));
    const view = rows['autoscaler'] as AutoscalerView;
    return { hops, view, broken: hops.filter(({ state }) => state === 'broken') };
  }

  async function create(name: string, spec: Record<string, unknown>): Promise<void> {
    const { status, text } = await ask('POST', HPAS, { body: { metadata: { name }, spec } });
    expect([status, text]).toEqual([201, expect.anything()]);
  }

  const ofPods = (metric: object) => ({
    minReplicas: 1,
    maxReplicas: 10,
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'sample-metrics-app' },
    metrics: [metric],
  });

  it('is whole, and proves it hop by hop', async () => {
    const { hops, broken } = await look();
    expect(broken).toEqual([]);
    expect(hops.map(({ name, title, value }) => [name, title, value])).toEqual([
      ['producer', 'sample-metrics-app', '2 of 2'],
      ['collector', 'Prometheus', '2 of 2 up'],
      ['adapter', 'custom metrics API', expect.stringMatching(/^\d+ ms$/)],
      ['metric', 'http_requests', '2.66'],
      ['autoscaler', 'autoscaler', '1.33 / 100'],
      ['target', 'Deployment', '2'],
      ['pods', 'pods', '2 ready'],
    ]);
    for (const { proof } of hops) expect(proof?.kubectl).toBeTruthy();
  });

  it.each<{ what: string; faults: FaultChange; hop: string; words: string; next: string }>([
    {
      what: 'the API is not registered',
      faults: { metrics: { customMetrics: 'gone' } },
      hop: 'adapter',
      words: 'the custom metrics API is not registered',
      next: 'Install an adapter',
    },
    {
      what: 'the adapter is down',
      faults: { metrics: { customMetrics: 'down' } },
      hop: 'adapter',
      words: 'the adapter behind the custom metrics API does not answer',
      next: 'service api in custom-metrics',
    },
    {
      what: 'the board of the adapter is off',
      faults: { nodesUnplugged: ['pi6'] },
      hop: 'adapter',
      words: 'no pod behind the custom metrics API is ready (service api in custom-metrics)',
      next: 'pods of the adapter',
    },
    {
      what: 'the metric is not known',
      faults: { unknownMetrics: ['http_requests'] },
      hop: 'metric',
      words: 'the custom metrics API knows no http_requests',
      next: 'teach the adapter',
    },
    {
      what: 'the programs do not answer',
      faults: { appMetrics: 'gone' },
      hop: 'producer',
      words: 'none of 2 pods answers /metrics',
      next: 'See in their logs',
    },
    {
      what: 'Prometheus stands still',
      faults: { metrics: { prometheus: 'stale' } },
      hop: 'collector',
      words: 'has not scraped the pods for ',
      next: 'See whether it runs',
    },
    {
      what: 'Prometheus is down',
      faults: { metrics: { prometheus: 'down' } },
      hop: 'collector',
      words: 'does not answer',
      next: 'See whether its pod runs',
    },
    {
      what: 'the adapter answers nonsense',
      faults: { metrics: { customMetrics: 'garbage' } },
      hop: 'metric',
      words: 'the custom metrics API answers what is no number',
      next: 'logs of the adapter',
    },
    {
      what: 'the controller may not read it',
      faults: { permissionsTaken: [{ user: CONTROLLER, verb: '*', resource: '*.custom.metrics.k8s.io' }] },
      hop: 'autoscaler',
      words: `${CONTROLLER} may not get services/http_requests`,
      next: 'Give',
    },
  ])('names the hop where $what', async ({ faults, hop, words, next }) => {
    await on.cluster.control.setFaults(faults);
    step(90);
    const { broken, view } = await look();
    expect(broken.map(({ name, trouble }) => [name, trouble?.words, trouble?.next])).toEqual([
      [hop, expect.stringContaining(words), expect.stringContaining(next)],
    ]);
    expect(view.row.health).toEqual({ state: 'broken', words: broken[0]?.trouble?.words });
  });

  it.each<{ what: string; spec: Record<string, unknown>; hop: string; words: string }>([
    {
      what: 'there is no target',
      spec: {
        ...ofPods({ type: 'Resource', resource: { name: 'cpu', target: { type: 'AverageValue', averageValue: '1' } } }),
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'nobody' },
      },
      hop: 'target',
      words: 'there is no deployments.apps nobody',
    },
    {
      what: 'the target is of no kind',
      spec: {
        ...ofPods({ type: 'Resource', resource: { name: 'cpu', target: { type: 'AverageValue', averageValue: '1' } } }),
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deploymint', name: 'nobody' },
      },
      hop: 'target',
      words: 'there is no kind Deploymint in apps',
    },
    {
      what: 'nothing is requested that a percentage could be of',
      spec: {
        ...ofPods({
          type: 'Resource',
          resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } },
        }),
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'modest' },
      },
      hop: 'autoscaler',
      words: 'the pods request no cpu',
    },
  ])('names the hop where $what', async ({ spec, hop, words }) => {
    await ask('DELETE', `${HPAS}/${SAMPLE}`);
    await ask('POST', DEPLOYMENTS, { body: modest });
    await create('another', spec);
    step(60);
    const { broken } = await look('another');
    expect(broken.map(({ name, trouble }) => [name, trouble?.words])).toEqual([[hop, expect.stringContaining(words)]]);
  });

  it('says that it wants more than its maximum, and why a total that stays does not settle', async () => {
    await ask('DELETE', `${HPAS}/${SAMPLE}`);
    const describedObject = { apiVersion: 'v1', kind: 'Service', name: 'sample-metrics-app' };
    const target = { type: 'Value', value: '1' };
    const object = { describedObject, metric: { name: 'http_requests' }, target };
    await create('another', { ...ofPods({ type: 'Object', object }), maxReplicas: 3 });
    step(30);
    const { hops, broken, view } = await look('another');
    expect(broken).toEqual([]);
    expect(view.row.health).toEqual({ state: 'limited', words: 'at its maximum of 3' });
    expect(hops.find(({ name }) => name === 'autoscaler')).toMatchObject({
      state: 'limited',
      trouble: { words: 'the metric asks for more than the maximum of 3 replicas', next: expect.anything() },
    });
    expect(view.metrics[0]?.caution).toContain('more replicas do not make the total smaller');
  });

  it('says that no board has room', async () => {
    const nodes = ['pi5', 'pi6', 'pi7', 'upboard1', 'upboard2'];
    for (const node of nodes) await ask('PATCH', `/api/v1/nodes/${node}`, { body: { spec: { unschedulable: true } } });
    const { status } = await ask('PATCH', `${HPAS}/${SAMPLE}`, { body: { spec: { minReplicas: 4 } } });
    expect(status).toBe(200);
    step(60);
    const { broken, view } = await look();
    expect(broken.map(({ name, value, trouble }) => [name, value, trouble?.words])).toEqual([
      ['pods', '2 of 4 ready', expect.stringMatching(/^2 pods find no board: /)],
    ]);
    expect(view.row).toMatchObject({ pending: 2, desired: 4, health: { state: 'broken' } });
  });

  it('never takes what may not be looked at for what is well', async () => {
    const { hops, broken } = await look(SAMPLE, 'viewer');
    expect(broken).toEqual([]);
    const unknown = hops.filter(({ state }) => state === 'unknown');
    expect(unknown.map(({ name, detail }) => [name, detail])).toEqual([
      ['producer', 'this dashboard may not get pods/proxy'],
      ['collector', 'this dashboard may not get services/proxy of it'],
    ]);
  });
});
