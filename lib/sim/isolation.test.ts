// Clusters of one process know nothing of each other: what one is told changes no other.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ask, clientOf } from '#test/support/simulated-api.ts';
import { type Cluster, createCluster, scenarioNames } from './index.ts';

const CLUSTERS = 20;
const START_MS = Date.UTC(2026, 0, 1);

interface One {
  name: string;
  cluster: Cluster;
  ask: Ask;
  isPaused: boolean;
}

/** Every scenario, seed and kind of clock beside every other; a paused one changes only when it is asked to. */
async function start(index: number): Promise<One> {
  const scenario = scenarioNames[index % scenarioNames.length] ?? '';
  const isPaused = index % 4 !== 3;
  const clock = isPaused ? ({ kind: 'paused' } as const) : ({ kind: 'times', factor: 60 } as const);
  const parameters = scenario === 'big' ? { nodes: 5 + index, pods: 50 } : {};
  const cluster = await createCluster({ scenario, parameters, clock, seed: index, startAt: START_MS + index });
  cluster.settle();
  return { name: `only-${index}`, cluster, ask: clientOf(cluster), isPaused };
}

describe('twenty clusters in one process', () => {
  let all: One[] = [];
  beforeAll(async () => {
    all = await Promise.all(Array.from({ length: CLUSTERS }, (_, index) => start(index)));
  }, 60_000);
  afterAll(async () => {
    await Promise.all(all.map(({ cluster }) => cluster.close()));
  });

  it('take writes each for itself', async () => {
    for (const { name, ask, cluster } of all) {
      const versions = () =>
        all.filter((one) => one.isPaused && one.name !== name).map((one) => one.cluster.store.version);
      const before = versions();
      const written = await ask('POST', '/api/v1/namespaces', { body: { metadata: { name } } });
      expect(written.status).toBe(201);
      cluster.settle();
      expect(versions()).toEqual(before);
    }
    for (const { name, ask } of all) {
      const { items = [] } = (await ask('GET', '/api/v1/namespaces')).json;
      const names = items.map(({ metadata }) => (metadata as { name: string }).name);
      expect(names.filter((one) => one.startsWith('only-'))).toEqual([name]);
    }
  });

  it('have their own time and their own faults', async () => {
    const [one, other] = all.filter(({ isPaused }) => isPaused);
    if (one === undefined || other === undefined) throw new Error('at least two are paused');
    const otherMs = other.cluster.clock.now();
    await one.cluster.control.setFaults({ api: 'slow', delayMs: 1 });
    one.cluster.clock.step(3_600_000);
    expect(other.cluster.clock.now()).toBe(otherMs);
    expect((await other.ask('GET', '/state', { control: true })).json).toMatchObject({ faults: { api: 'up' } });
    expect((await one.ask('GET', '/state', { control: true })).json).toMatchObject({ faults: { api: 'slow' } });
  });

  it('know only their own tokens', async () => {
    const [one, other] = all;
    if (one === undefined || other === undefined) throw new Error('there are twenty');
    const token = /token: (\S+)/.exec(one.cluster.kubeconfig('owner'))?.[1] ?? '';
    const headers = { authorization: `Bearer ${token}` };
    expect((await one.ask('GET', '/api/v1/nodes', { user: null, headers })).status).toBe(200);
    expect((await other.ask('GET', '/api/v1/nodes', { user: null, headers })).status).toBe(401);
  });
});
