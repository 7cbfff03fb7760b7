// A simulated Heapster as its clients find it behind the service proxy.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ask, clientOf } from '#test/support/simulated-api.ts';
import { type Cluster, createCluster } from '../index.ts';

const HEAPSTER = '/api/v1/namespaces/kube-system/services/heapster/proxy';
const MODEL = `${HEAPSTER}/api/v1/model`;
const MINUTE_MS = 60_000;
const START_MS = Date.parse('2026-01-01T00:00:10Z');

let cluster: Cluster;
let ask: Ask;

beforeAll(async () => {
  cluster = await createCluster({ scenario: 'kubecon-2017', clock: { kind: 'paused' }, seed: 1, startAt: START_MS });
  ask = clientOf(cluster);
  cluster.settle();
  await cluster.control.setClock({ stepMs: 2 * MINUTE_MS });
});

afterAll(() => cluster.close());

interface Series {
  metrics: { timestamp: string; value: number }[];
  latestTimestamp: string;
}

const series = async (path: string) => (await ask('GET', `${MODEL}/${path}`)).json as unknown as Series;

describe('Heapster', () => {
  it.each<[string, unknown]>([
    ['nodes/', ['pi5', 'pi6', 'upboard1', 'upboard2']],
    ['namespaces/', ['custom-metrics', 'default', 'kube-system', 'wardle']],
    ['namespaces/wardle/pods/', [expect.stringMatching(/^wardle-apiserver-/)]],
    ['nodes/pi5/metrics/', expect.arrayContaining(['cpu/usage_rate', 'memory/working_set'])],
  ])('lists %s', async (path, expected) => {
    expect((await ask('GET', `${MODEL}/${path}`)).json).toEqual(expected);
  });

  it('holds a quarter of an hour of CPU and of memory in use, and two minutes of working sets', async () => {
    const cpu = await series('nodes/pi5/metrics/cpu/usage_rate');
    // Its own board had no power for the minutes around the first instant.
    expect(cpu.metrics.length).toBeGreaterThan(9);
    expect(cpu.latestTimestamp).toBe('2026-01-01T00:02:00Z');
    for (const { value } of cpu.metrics) expect(Math.abs(value / 352 - 1)).toBeLessThan(0.2);
    const memory = await series('nodes/pi5/metrics/memory/working_set');
    expect(memory.metrics.length).toBeLessThanOrEqual(3);
    expect(memory.metrics.at(-1)?.value).toBeGreaterThan(400 * 1024 * 1024);
    const since = await series('nodes/pi5/metrics/cpu/usage_rate?start=2026-01-01T00:02:00Z');
    expect(since.metrics).toHaveLength(1);
    expect(await series('nodes/none/metrics/cpu/usage_rate')).toEqual({
      metrics: [],
      latestTimestamp: '0001-01-01T00:00:00Z',
    });
  });

  it('tells of several pods at once, each as the sum of its containers', async () => {
    const [pod = ''] = (await ask('GET', `${MODEL}/namespaces/wardle/pods/`)).json as unknown as string[];
    const path = `namespaces/wardle/pod-list/${pod},none/metrics/cpu/usage_rate`;
    const { items } = (await ask('GET', `${MODEL}/${path}`)).json as unknown as { items: Series[] };
    expect(items).toHaveLength(2);
    const own = await Promise.all(
      ['wardle-server', 'etcd'].map((name) =>
        series(`namespaces/wardle/pods/${pod}/containers/${name}/metrics/cpu/usage_rate`),
      ),
    );
    const sum = own.reduce((total, { metrics }) => total + (metrics.at(-1)?.value ?? 0), 0);
    expect(Math.abs((items[0]?.metrics.at(-1)?.value ?? 0) - sum)).toBeLessThanOrEqual(1);
    expect(items[1]?.metrics).toEqual([]);
  });

  it('answers what kubectl asked it in those days', async () => {
    const metrics = `${HEAPSTER}/apis/metrics/v1alpha1`;
    const nodes = await ask('GET', `${metrics}/nodes?labelSelector=kubernetes.io/arch=amd64`);
    expect(nodes.json['items']).toEqual([
      expect.objectContaining({ metadata: expect.objectContaining({ name: 'upboard1' }), window: '1m0s' }),
      expect.objectContaining({ metadata: expect.objectContaining({ name: 'upboard2' }) }),
    ]);
    const pods = await ask('GET', `${metrics}/namespaces/wardle/pods/`);
    expect(pods.json['items']).toEqual([
      expect.objectContaining({
        containers: [
          { name: 'wardle-server', usage: { cpu: expect.stringMatching(/m$/), memory: expect.any(String) } },
          expect.objectContaining({ name: 'etcd' }),
        ],
      }),
    ]);
    expect((await ask('GET', `${metrics}/nodes/pi7/`)).status).toBe(404);
  });

  it.each([
    ['nodes/pi5/metrics/cpu/usage_rate?start=noon', 400],
    ['nowhere', 404],
  ])('refuses %s with %i', async (path, status) => {
    expect((await ask('GET', `${MODEL}/${path}`)).status).toBe(status);
  });
});
