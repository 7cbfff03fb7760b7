import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { UsageGraphView } from '#lib/model/usage/usage-view.ts';
import { HubOnCluster } from '#test/support/hub-on-cluster.ts';
import type { Hub } from '../live/hub.ts';
import { answerGraph } from './graph.ts';

const MEBIBYTE = 1024 ** 2;

// Its waits together are longer than a test usually may take.
describe('the graph of use', { timeout: 60_000 }, () => {
  let on: HubOnCluster;
  let hub: Hub;

  beforeEach(async () => {
    on = await HubOnCluster.start();
    hub = await on.beginSettled(undefined, { historyBytes: 32 * MEBIBYTE });
  });
  afterEach(() => on.end());

  const ask = (query: string): Promise<UsageGraphView> => answerGraph(hub, new URLSearchParams(query));
  const known = (values: readonly (number | null)[] = []) => values.filter((value) => value !== null).length;
  const of = (view: UsageGraphView, key: string) => view.series.find((series) => series.key === key);

  /** As time goes by: measured after each step. */
  async function steps(count: number, stepMs = 15_000): Promise<void> {
    for (let i = 0; i < count; i++) {
      on.cluster.clock.step(stepMs);
      const before = hub.usage.head.live?.at;
      hub.pokeProbe();
      await vi.waitFor(() => expect(hub.usage.head.live?.at).not.toBe(before), { timeout: 10_000 });
    }
  }

  it('begins with what was measured since the server started, and says so', async () => {
    await steps(3);
    const view = await ask('by=arch&range=5m&source=memory');
    expect(view.series.map(({ key }) => key)).toEqual(['arm64', 'arm', 'amd64']);
    expect(view.stepMs).toBe(15_000);
    expect(known(of(view, 'arm64')?.cpu.mean)).toBeGreaterThanOrEqual(3);
    expect(view.source).toMatchObject({ kind: 'memory', state: { state: 'live' } });
    expect(view.source.since).not.toBeNull();
    expect(view.allocatable.cpuMillicores).toBe(20_000);
  });

  it('ends the series of a board that is unplugged in a gap, and the sum goes on without it once it is NotReady', async () => {
    await steps(2);
    await on.cluster.control.setFaults({ nodesUnplugged: ['pi5'] });
    await steps(8);
    const byNode = await ask('by=node&range=5m&source=memory');
    expect(of(byNode, 'pi5')?.cpu.mean.at(-1)).toBeNull();
    expect(of(byNode, 'upboard1')?.cpu.mean.at(-1)).not.toBeNull();
    expect(byNode.marks.map(({ text }) => text)).toContain('pi5 NotReady');
    const byArch = await ask('by=arch&range=5m&source=memory');
    expect(known(of(byArch, 'arm64')?.cpu.mean)).toBe(known(of(byNode, 'pi5')?.cpu.mean));
    expect(of(byArch, 'amd64')?.cpu.mean.at(-1)).not.toBeNull();
  });

  it('forgets what was of another run of the cluster', async () => {
    const measured = async () => known(of(await ask('by=arch&range=1h&source=memory'), 'arm64')?.cpu.mean);
    await steps(5);
    expect(await measured()).toBeGreaterThan(4);
    on.cluster.clock.step(60_000);
    await on.cluster.control.setScenario({ name: 'kubecon-2017', parameters: {} });
    hub.pokeProbe();
    await vi.waitFor(async () => expect(await measured()).toBeLessThanOrEqual(2), { timeout: 10_000 });
  });

  it('draws a line for what was polled at the pace of one a minute', async () => {
    await steps(3, 60_000);
    const view = await ask('by=node&range=5m&source=memory');
    expect(known(of(view, 'upboard1')?.memory.mean)).toBeGreaterThanOrEqual(3);
  });

  it('knows nothing of the future', async () => {
    await expect(ask('from=2036-01-01T00:00:00Z&to=2036-01-02T00:00:00Z')).rejects.toMatchObject({ code: 400 });
  });

  it('says that nobody remembers', async () => {
    hub = await on.beginSettled();
    await expect(ask('source=memory')).rejects.toMatchObject({ code: 404 });
  });
});
