// However many look, the cluster is asked as often as for one.
import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest';
import { Transport } from '#lib/kube/index.ts';
import { UsageRing } from '#lib/model/usage/history/usage-ring.ts';
import { EventReader } from '#test/support/event-stream.ts';
import { HubOnCluster } from '#test/support/hub-on-cluster.ts';
import type { Hub, HubOptions } from '../live/hub.ts';
import { streamOf } from '../live/topics.ts';
import { answerGraph } from './graph.ts';

const MEBIBYTE = 1024 ** 2;
const VIEWERS = 50;
/** The API server is probed every 3 s, and asked for use every second where the clock runs this fast. */
const FACTOR = 60;
const PROBES = 2;
const POLLS_LEAST = 3;
/** A busy machine may be late for some; a second poll would be six more. */
const POLLS_APART_MOST = 3;
const WAIT = { timeout: 20_000 };
const TEST_MS = 60_000;

describe('many who look at use', () => {
  let on: HubOnCluster;
  let hub: Hub;
  let asked: MockInstance<Transport['open']>;
  let readers: EventReader[];

  beforeEach(() => {
    readers = [];
    asked = vi.spyOn(Transport.prototype, 'open');
  });
  afterEach(async () => {
    for (const reader of readers) await reader.cancel();
    vi.restoreAllMocks();
    await on.end();
  });

  const count = (path: RegExp) => asked.mock.calls.filter(([request]) => path.test(request.path)).length;

  async function begin(clock: Parameters<typeof HubOnCluster.start>[0], options: HubOptions = {}): Promise<void> {
    on = await HubOnCluster.start(clock, 'modern');
    hub = await on.beginSettled(undefined, options);
    // What is asked once is over: which sources there are, and the last hour of every board.
    const [board = ''] = hub.cache.nodes.keys();
    await vi.waitFor(() => expect(hub.usage.nodeSpark(board)).not.toBeNull(), WAIT);
  }

  async function open(): Promise<void> {
    const reader = new EventReader(await streamOf(['overview', 'usage', 'usage-pods'], []));
    readers.push(reader);
    await reader.until(({ data }) => (data as { topic?: string }).topic === 'usage-pods');
    // Read on, as a browser does.
    void reader.until(() => false).catch(() => undefined);
  }

  /** Polls while the API server is probed so often. */
  async function polls(): Promise<{ nodes: number; pods: number }> {
    asked.mockClear();
    await vi.waitFor(() => expect(count(/^\/version/)).toBeGreaterThanOrEqual(PROBES), WAIT);
    return { nodes: count(/metrics\.k8s\.io\/\w+\/nodes/), pods: count(/metrics\.k8s\.io\/\w+\/pods/) };
  }

  it(
    'have it polled as one has',
    async () => {
      await begin({ kind: 'times', factor: FACTOR });
      await open();
      await polls();
      const one = await polls();
      while (readers.length < VIEWERS) await open();
      const many = await polls();
      for (const kind of ['nodes', 'pods'] as const) {
        expect(one[kind]).toBeGreaterThanOrEqual(POLLS_LEAST);
        expect(Math.abs(many[kind] - one[kind]), `${kind}: ${one[kind]}, ${many[kind]}`).toBeLessThanOrEqual(
          POLLS_APART_MOST,
        );
      }
    },
    TEST_MS,
  );

  it('have a graph read from Prometheus once, and no poll of their own', async () => {
    await begin({ kind: 'paused' });
    await open();
    asked.mockClear();
    while (readers.length < VIEWERS) await open();
    const query = new URLSearchParams({ by: 'arch', range: '6h' });
    const graphs = await Promise.all(readers.map(() => answerGraph(hub, query)));
    for (const { series } of graphs) expect(series).toEqual(graphs[0]?.series);
    expect(graphs[0]?.series.length).toBeGreaterThan(0);
    // CPU and memory.
    expect(count(/query_range\?/)).toBe(2);
    expect(count(/metrics\.k8s\.io/)).toBeLessThanOrEqual(2);
  });

  it('have a graph of what this server remembers made once, until it remembers more', async () => {
    await begin({ kind: 'paused' }, { historyBytes: MEBIBYTE });
    const reads = vi.spyOn(UsageRing.prototype, 'nodes');
    const query = new URLSearchParams({ by: 'arch', range: '1h', source: 'memory' });
    const ask = () => Promise.all(Array.from({ length: VIEWERS }, () => answerGraph(hub, query)));
    await ask();
    expect(reads).toHaveBeenCalledTimes(1);
    const before = hub.usage.head.live?.at;
    on.cluster.clock.step(60_000);
    hub.pokeProbe();
    await vi.waitFor(() => expect(hub.usage.head.live?.at).not.toBe(before), WAIT);
    const [graph] = await ask();
    expect(reads).toHaveBeenCalledTimes(2);
    expect(graph?.series[0]?.cpu.mean.filter((value) => value !== null).length).toBeGreaterThan(1);
  });
});
