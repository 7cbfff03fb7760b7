// A simulated Prometheus as its clients find it behind the service proxy: what it knows, since when, and how it refuses.
import { afterEach, describe, expect, it } from 'vitest';
import { type Answered, type Ask, clientOf } from '#test/support/simulated-api.ts';
import { type Cluster, createCluster } from '../index.ts';

const TALK = '/api/v1/namespaces/default/services/sample-metrics-prom:web/proxy/api/v1';
const HOME = '/api/v1/namespaces/monitoring/services/prometheus:9090/proxy/api/v1';
const MINUTE_MS = 60_000;
/** Between two scrapes. */
const START_MS = Date.parse('2026-01-01T00:00:10Z');

let cluster: Cluster;
let ask: Ask;

async function start(scenario: string): Promise<void> {
  cluster = await createCluster({ scenario, clock: { kind: 'paused' }, seed: 1, startAt: START_MS });
  ask = clientOf(cluster);
  cluster.settle();
}

afterEach(() => cluster.close());

const step = (stepMs: number) => cluster.control.setClock({ stepMs });
const seconds = () => cluster.clock.now() / 1_000;

interface Result {
  metric: Record<string, string>;
  value: [number, string];
  values: [number, string][];
}

const resultOf = ({ json }: Answered) => (json['data'] as { result: Result[] }).result;

async function query(base: string, text: string): Promise<Result[]> {
  return resultOf(await ask('GET', `${base}/query?query=${encodeURIComponent(text)}`));
}

function range(base: string, text: string, fromMinutes: number, stepSeconds = 30): Promise<Answered> {
  const parameters = new URLSearchParams({
    query: text,
    start: String(seconds() + fromMinutes * 60),
    end: String(seconds()),
    step: String(stepSeconds),
  });
  return ask('GET', `${base}/query_range?${parameters}`);
}

/** By one label. */
async function named(base: string, text: string, label: string): Promise<Record<string, number>> {
  const found = await query(base, text);
  return Object.fromEntries(found.map(({ metric, value }) => [metric[label] ?? '', Number(value[1])]));
}

describe('the Prometheus of the talk', () => {
  it('is on a board without power at first, and knows what it saw before once that is back', async () => {
    await start('kubecon-2017');
    expect((await ask('GET', `${TALK}/query?query=up`)).status).toBe(503);
    await step(2 * MINUTE_MS);
    expect(await named(TALK, 'up{job="kubernetes-nodes"}', 'instance')).toEqual({
      pi5: 1,
      pi6: 1,
      pi7: 0,
      upboard1: 1,
      upboard2: 1,
    });
    // Its own pod is half an hour old; pi7 fell silent a quarter of an hour ago, and it was itself off for minutes.
    const memory = resultOf(await range(TALK, 'container_memory_working_set_bytes{id="/"}', -60));
    const of = (node: string) =>
      memory.find(({ metric }) => metric['instance'] === node)?.values.map(([at]) => Math.round((at - seconds()) / 60));
    expect(of('pi5')?.[0]).toBe(-31);
    expect(of('pi5')?.at(-1)).toBe(0);
    expect(of('pi7')?.at(-1)).toBe(-15);
    const rate = 'rate(container_cpu_usage_seconds_total{id="/"}[2m])';
    const cpu = resultOf(await range(TALK, rate, -60)).find(({ metric }) => metric['instance'] === 'pi5');
    const minutes = cpu?.values.map(([at]) => (at - seconds()) / 60) ?? [];
    const holes = minutes.filter((minute, index) => minute - (minutes[index - 1] ?? minute) > 0.5);
    expect(holes).toHaveLength(1);
    // 352m at the first instant; beside the hole a rate has less to go by, as there.
    for (const [, value] of cpu?.values ?? []) expect(Number(value)).toBeGreaterThan(0.1);
  });

  it('tells the same of a container as metrics.k8s.io and Heapster do', async () => {
    await start('kubecon-2017');
    await step(30 * MINUTE_MS);
    // All three have measured at this moment.
    await step(MINUTE_MS - (cluster.clock.now() % MINUTE_MS));
    const pod = 'monitoring-grafana-4071825559-rbs3w';
    const { json } = await ask('GET', `/apis/metrics.k8s.io/v1beta1/namespaces/kube-system/pods/${pod}`);
    const [{ usage }] = json['containers'] as [{ usage: { cpu: string; memory: string } }];
    const cores = Number.parseInt(usage.cpu, 10) / 1e9;
    const bytes = Number.parseInt(usage.memory, 10) * 1024;
    const own = `pod_name="${pod}",container_name="grafana"`;
    const [memory] = await query(TALK, `container_memory_working_set_bytes{${own}}`);
    expect(Number(memory?.value[1]) / bytes).toBeCloseTo(1, 2);
    const [cpu] = await query(TALK, `rate(container_cpu_usage_seconds_total{${own}}[1m])`);
    // A rate is over a minute, in which use moves a little.
    expect(Math.abs(Number(cpu?.value[1]) / cores - 1)).toBeLessThan(0.2);
    const heapster = `/api/v1/namespaces/kube-system/services/heapster/proxy/api/v1/model/namespaces/kube-system/pods/${pod}`;
    const metrics = await ask('GET', `${heapster}/containers/grafana/metrics/cpu/usage_rate`);
    const points = metrics.json['metrics'] as { value: number }[];
    expect(Math.abs((points.at(-1)?.value ?? 0) / 1_000 / cores - 1)).toBeLessThan(0.05);
  });

  it('ends the series of a board that is unplugged, and has a hole when it goes on', async () => {
    await start('kubecon-2017');
    await step(10 * MINUTE_MS);
    await cluster.control.setFaults({ nodesUnplugged: ['pi5'] });
    await step(2 * MINUTE_MS);
    const pi5 = 'container_memory_working_set_bytes{id="/",instance="pi5"}';
    expect(await query(TALK, pi5)).toEqual([]);
    expect(await named(TALK, 'up{instance="pi5"}', 'instance')).toEqual({ pi5: 0 });
    await cluster.control.setFaults({});
    await step(2 * MINUTE_MS);
    const [series] = resultOf(await range(TALK, pi5, -5));
    const times = series?.values.map(([at]) => at) ?? [];
    const longest = Math.max(...times.map((at, index) => at - (times[index - 1] ?? at)));
    expect(longest).toBeGreaterThanOrEqual(120);
  });

  it('scrapes pods by their own names, also at addresses that others had before', async () => {
    await start('kubecon-2017');
    await step(40 * MINUTE_MS);
    const up = await named(TALK, 'up{job="sample-metrics-app"}', 'pod');
    const listed = await ask('GET', '/api/v1/namespaces/default/pods?labelSelector=app=sample-metrics-app');
    const pods = (listed.json['items'] as { metadata: { name: string } }[]).map(({ metadata }) => metadata.name);
    expect(pods.length).toBeGreaterThan(1);
    expect(Object.keys(up).toSorted()).toEqual(pods.toSorted());
  });

  it('begins anew in a new pod', async () => {
    await start('kubecon-2017');
    await step(10 * MINUTE_MS);
    expect(resultOf(await range(TALK, 'up', -30)).length).toBeGreaterThan(0);
    await ask('DELETE', '/api/v1/namespaces/default/pods/prometheus-sample-metrics-prom-0');
    await step(5 * MINUTE_MS);
    const starts = resultOf(await range(TALK, 'up', -30)).map(({ values }) => values[0]?.[0] ?? 0);
    expect(Math.min(...starts)).toBeGreaterThan(seconds() - 5 * 60);
  });

  it('records in one step what was due in it', async () => {
    await start('kubecon-2017');
    await step(2 * MINUTE_MS);
    await step(120 * MINUTE_MS);
    const [hours] = await query(TALK, 'count_over_time(up{instance="pi5",job="kubernetes-nodes"}[2h])');
    expect(hours?.value[1]).toBe('240');
  }, 30_000);
});

describe('the Prometheus of the home', () => {
  it('has a day of history at the first instant', async () => {
    await start('modern');
    const [raspi5] = resultOf(
      await range(HOME, 'rate(container_cpu_usage_seconds_total{id="/",node="raspi5"}[5m])', -1_380, 300),
    );
    expect(raspi5?.values).toHaveLength(277);
    const [first, ...others] = raspi5?.values.map(([, value]) => Number(value)) ?? [];
    for (const value of others) expect(Math.abs(value / (first ?? 0) - 1)).toBeLessThan(0.2);
  }, 60_000);

  it('keeps its history on its volume when its pod is replaced', async () => {
    await start('modern');
    await step(10 * MINUTE_MS);
    await ask('DELETE', '/api/v1/namespaces/monitoring/pods/prometheus-0');
    await step(5 * MINUTE_MS);
    const [own] = resultOf(await range(HOME, 'count_over_time(up{job="prometheus"}[30s])', -30));
    const times = own?.values.map(([at]) => at - seconds()) ?? [];
    expect(times[0]).toBeLessThan(-29 * 60);
    expect(times.at(-1)).toBeGreaterThan(-60);
  });

  it('tells how boards bear it', async () => {
    await start('modern');
    await step(MINUTE_MS);
    const alarm = 'node_hwmon_in_lcrit_alarm_volts';
    const pi4 = '192.168.178.21:9100';
    expect(await named(HOME, alarm, 'instance')).toEqual({
      [pi4]: 0,
      '192.168.178.20:9100': 0,
      '192.168.178.22:9100': 0,
    });
    await cluster.control.setFaults({ underVoltage: ['raspi4'], overheated: ['n100'] });
    await step(MINUTE_MS);
    expect((await named(HOME, alarm, 'instance'))[pi4]).toBe(1);
    const n100 = '192.168.178.23:9100';
    expect((await named(HOME, 'node_thermal_zone_temp', 'instance'))[n100]).toBeGreaterThan(80);
    expect((await named(HOME, 'node_cooling_device_cur_state > bool 0', 'instance'))[n100]).toBe(1);
    await cluster.control.setFaults({});
    await step(MINUTE_MS);
    expect((await named(HOME, alarm, 'instance'))[pi4]).toBe(0);
  });
});
