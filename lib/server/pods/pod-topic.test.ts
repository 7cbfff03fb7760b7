import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PodContainerView, PodUsageView, PodView } from '#lib/model/pod/pod-view.ts';
import type { DeltaFrame, Rows, SnapshotFrame } from '#lib/model/stream.ts';
import type { Cluster } from '#lib/sim/index.ts';
import { EventReader } from '#test/support/event-stream.ts';
import { HubOnCluster, rowsOf } from '#test/support/hub-on-cluster.ts';
import { snapshotOf, streamOf } from '../live/topics.ts';

const APP = 'sample-metrics-app-2440858958-9grc1';
const REPLICAS = 'sample-metrics-app-2440858958-';
const TOPIC = `pod/default/${APP}`;

describe("a pod's topic", () => {
  let on: HubOnCluster;
  let cluster: Cluster;

  beforeEach(async () => {
    on = await HubOnCluster.start();
    cluster = on.cluster;
    await on.begin();
  });

  afterEach(() => on.end());

  const podOf = (rows: Rows) => rows['pod'] as PodView;
  /** In a snapshot or a delta. */
  const podIn = (data: unknown) => {
    const { rows, upsert } = data as Partial<SnapshotFrame & DeltaFrame>;
    return (rows ?? upsert)?.['pod'] as PodView | undefined;
  };

  it('shows the pod at the first question, with its board, its owners and its containers', async () => {
    const isRead = async () => expect(podOf(await rowsOf(TOPIC)).owners[1]?.isGuess).toBe(false);
    await vi.waitFor(isRead, { timeout: 10_000 });
    const rows = await rowsOf(TOPIC);
    expect(podOf(rows)).toMatchObject({
      name: APP,
      status: 'Running',
      words: { headline: 'It runs' },
      node: { name: 'pi5', arch: 'arm64', ready: true },
      owners: [
        { kind: 'ReplicaSet', name: 'sample-metrics-app-2440858958' },
        { kind: 'Deployment', name: 'sample-metrics-app', isGuess: false },
      ],
      gone: null,
    });
    expect(rows['container/sample-metrics-app'] as PodContainerView).toMatchObject({ state: { kind: 'running' } });
  });

  it.each(['pod/default/nope', 'pod/nope/nope', 'pod/default', 'pod/default/a/b', 'pod/../x', 'pod/default/a?b'])(
    'there is none of %j',
    async (topic) => expect(await snapshotOf(topic)).toBeNull(),
  );

  it('says what it uses while somebody looks', async () => {
    const reader = new EventReader(await streamOf([TOPIC], []));
    const seen = await reader.until(({ data }) => {
      const { rows, upsert } = data as Partial<SnapshotFrame & DeltaFrame>;
      return ((rows ?? upsert)?.['usage'] as PodUsageView | undefined)?.state === 'measured';
    });
    expect(JSON.stringify(seen.at(-1)?.data)).toContain('cpuMillicores');
    await reader.cancel();
  });

  it('follows the pod to its end, says when that was, and who came in its place', async () => {
    await rowsOf(TOPIC);
    const reader = new EventReader(await streamOf([TOPIC], []));
    await reader.until(({ data }) => (data as SnapshotFrame).topic === TOPIC);
    cluster.writer.delete('pods', 'default', APP);
    await reader.until(({ data }) => podIn(data)?.state === 'terminating');
    cluster.clock.step(60_000);
    await reader.until(({ data }) => podIn(data)?.gone?.successor?.name.startsWith(REPLICAS) === true);
    await reader.cancel();
    // Whoever comes back to the page is told the same.
    const { gone } = podOf(await rowsOf(TOPIC));
    expect(Math.abs(Date.parse(gone?.at ?? '') - cluster.clock.now())).toBeLessThanOrEqual(60_000);
  });

  it('watches one pod once, however many look at it', async () => {
    const readers = await Promise.all([1, 2, 3].map(async () => new EventReader(await streamOf([TOPIC], []))));
    for (const reader of readers) await reader.until(({ data }) => podIn(data) !== undefined);
    const lists = cluster.control.requests().filter(({ verb, resource }) => verb === 'list' && resource === 'pods');
    // All pods once, and this one once.
    expect(lists.reduce((sum, { count }) => sum + count, 0)).toBe(2);
    for (const reader of readers) await reader.cancel();
  });

  it('watches so many pods at a time, and says so to whoever is too many', async () => {
    const names = Array.from({ length: 60 }, (_, index) => `pod/default/none-${index}`);
    const readers = [0, 15, 30, 45].map(async (at) => new EventReader(await streamOf(names.slice(at, at + 15), [])));
    const open = await Promise.all(readers);
    await expect(streamOf([TOPIC], [])).rejects.toMatchObject({ code: 503 });
    await expect(snapshotOf(TOPIC)).rejects.toMatchObject({ code: 503 });
    await open.pop()?.cancel();
    // A first question waits so long for a pod, and no longer.
    await vi.waitFor(async () => expect(podOf(await rowsOf(TOPIC)).name).toBe(APP));
    for (const reader of open) await reader.cancel();
  });

  it('names what may not be read', async () => {
    await on.begin('nobody');
    const rows = await rowsOf(TOPIC);
    expect(rows['pod']).toBeUndefined();
    expect(rows['sources']).toMatchObject({ pods: { state: 'forbidden', verb: 'list', resource: 'pods' } });
  });
});
