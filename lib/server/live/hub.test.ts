import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isStatusError } from '#lib/kube/index.ts';
import type { NodeView } from '#lib/model/node/node-view.ts';
import type { BoardView, ClusterView } from '#lib/model/overview/overview-view.ts';
import type { DeltaFrame, HeartbeatFrame, SnapshotFrame } from '#lib/model/stream.ts';
import type { Cluster } from '#lib/sim/index.ts';
import { EventReader } from '#test/support/event-stream.ts';
import { HubOnCluster, rowsOf } from '#test/support/hub-on-cluster.ts';
import { runAction } from '../actions/run-action.ts';
import type { Hub } from './hub.ts';
import { connectionView, snapshotOf, streamOf } from './topics.ts';

describe('the hub', () => {
  let on: HubOnCluster;
  let cluster: Cluster;
  let hub: Hub;

  beforeEach(async () => {
    on = await HubOnCluster.start();
    cluster = on.cluster;
    hub = await on.begin();
  });

  afterEach(() => on.end());

  const act = (action: Record<string, unknown>, dryRun = false) => runAction(hub, { action, dryRun });
  const taint = { key: 'demo', value: 'x', effect: 'NoSchedule' };
  const requests = () => cluster.control.requests().filter(({ userAgent }) => userAgent === 'bramble');

  it('shows the cluster at the first question', async () => {
    await hub.whenSettled(10_000);
    const rows = await rowsOf('overview');
    const boards = Object.entries(rows).flatMap(([key, row]) => (key.startsWith('board/') ? [row as BoardView] : []));
    expect(Object.fromEntries(boards.map(({ name, arch }) => [name, arch]))).toEqual({
      pi5: 'arm64',
      pi6: 'arm',
      pi7: 'arm',
      upboard1: 'amd64',
      upboard2: 'amd64',
    });
    expect(rows['cluster'] as ClusterView).toMatchObject({
      name: 'kubecon-2017',
      simulated: { scenario: 'kubecon-2017', controllable: true },
      sources: { nodes: { state: 'live' }, pods: { state: 'live' }, metrics: { state: 'live' } },
    });
    const pi7 = rows['board/pi7'] as BoardView;
    expect(pi7.memory).toMatchObject({ state: 'missing', reason: expect.stringContaining('NotReady') });
  });

  it('has a page for each node and for no other name', async () => {
    const rows = await rowsOf('node/pi5');
    expect((rows['node'] as NodeView).hardware.architecture).toBe('arm64');
    expect(Object.keys(rows).some((key) => key.startsWith('pod/default/'))).toBe(true);
    expect(await snapshotOf('node/pi99')).toBeNull();
    expect(await snapshotOf('node/../secrets')).toBeNull();
    expect(await snapshotOf('pods')).toBeNull();
  });

  it('streams a change to everyone who watches, from one set of watches', async () => {
    const readers: EventReader[] = [];
    for (let i = 0; i < 20; i++) readers.push(new EventReader(await streamOf(['overview', 'node/pi5'], [])));
    for (const reader of readers) await reader.until(({ data }) => (data as SnapshotFrame).topic === 'node/pi5');
    await act({ action: 'taint', node: 'pi5', taint });
    for (const reader of readers) {
      const seen = await reader.until(
        ({ event, data }) => event === 'delta' && (data as DeltaFrame).topic === 'node/pi5',
      );
      const deltas = seen.filter(({ event }) => event === 'delta').map(({ data }) => data as DeltaFrame);
      expect(deltas.map(({ topic }) => topic)).toEqual(['overview', 'node/pi5']);
      expect(deltas[0]?.upsert['board/pi5']).toMatchObject({
        taints: expect.arrayContaining([expect.objectContaining(taint)]),
      });
      await reader.cancel();
    }
    const watches = requests().filter(({ verb }) => verb === 'watch');
    expect(watches.map(({ resource }) => resource).sort()).toEqual(['events', 'nodes', 'pods']);
    // Each is renewed every few seconds, however many watch.
    for (const { count } of watches) expect(count).toBeLessThan(readers.length / 2);
  });

  it('resumes where a viewer stopped, by the id of its last event', async () => {
    const first = new EventReader(await streamOf(['overview'], []));
    const id = (await first.until(({ event }) => event === 'snapshot')).at(-1)?.id ?? '';
    await first.cancel();
    await act({ action: 'cordon', node: 'pi6' });
    await vi.waitFor(async () => expect((await rowsOf('overview'))['board/pi6']).toMatchObject({ cordoned: true }));
    const second = new EventReader(await streamOf(['overview'], id.split(',')));
    const [, delta] = await second.until(({ event }) => event !== 'heartbeat');
    expect(delta).toMatchObject({ event: 'delta', data: { after: id, upsert: { 'board/pi6': { cordoned: true } } } });
    await second.cancel();
  });

  it('says within seconds that the API server went, keeps what it knew, and heals', async () => {
    const reader = new EventReader(await streamOf(['overview'], []));
    const stateIs = (state: string) =>
      reader.until(({ event, data }) => event === 'heartbeat' && (data as HeartbeatFrame).connection.state === state);
    await stateIs('live');
    await cluster.control.setFaults({ api: 'stopped' });
    const last = (await stateIs('reconnecting')).at(-1)?.data as HeartbeatFrame;
    expect(last.connection.message).toBe('the API server cannot be reached: the connection was refused');
    expect(last.connection.asOf).not.toBeNull();
    expect(await rowsOf('overview')).toHaveProperty('board/pi5');
    await cluster.control.setFaults({});
    await stateIs('live');
    await act({ action: 'cordon', node: 'pi5' });
    await reader.until(({ event, data }) => event === 'delta' && 'board/pi5' in (data as DeltaFrame).upsert);
    await reader.cancel();
  });

  it('tells time as the cluster does', async () => {
    await snapshotOf('overview');
    await vi.waitFor(() => expect(connectionView().state).toBe('live'));
    const { clusterTime, clockRate, build } = connectionView();
    expect({ clockRate, build }).toEqual({ clockRate: 0, build: 'build-1' });
    expect(Math.abs(Date.parse(clusterTime ?? '') - cluster.clock.now())).toBeLessThan(1_000);
  });

  it('names what a user may not see instead of showing an empty cluster', async () => {
    hub = await on.begin('nobody');
    const { cluster: view } = (await rowsOf('overview')) as { cluster: ClusterView };
    expect(view.sources.nodes).toEqual({ state: 'forbidden', verb: 'list', resource: 'nodes' });
    expect(view.sources.pods).toEqual({ state: 'forbidden', verb: 'list', resource: 'pods' });
    expect(view.pods).toBeNull();
    const refused = await act({ action: 'cordon', node: 'pi5' }, true).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 403, message: expect.stringContaining('cannot get resource "nodes"') });
  });

  it('lets a viewer look and not touch, and passes on why', async () => {
    hub = await on.begin('viewer');
    expect(await rowsOf('overview')).toHaveProperty('board/pi5');
    const refused = await act({ action: 'cordon', node: 'pi5' }, true).catch((error: unknown) => error);
    expect(isStatusError(refused) && refused.code).toBe(403);
    expect(cluster.store.get('nodes', undefined, 'pi5')?.spec?.unschedulable).toBeUndefined();
  });

  it('tries a write out without writing, writes, and takes it back', async () => {
    const taints = () => cluster.store.get('nodes', undefined, 'pi5')?.spec?.taints?.map(({ key }) => key);
    const before = taints();
    const preview = await act({ action: 'taint', node: 'pi5', taint }, true);
    expect(preview).toMatchObject({
      applied: false,
      changes: true,
      kubectl: 'kubectl taint nodes pi5 demo=x:NoSchedule',
    });
    expect(taints()).toEqual(before);
    const done = await act({ action: 'taint', node: 'pi5', taint });
    expect(done.applied).toBe(true);
    expect(taints()).toContain('demo');
    await act({ ...done.undo });
    expect(taints()).toEqual(before);
  });

  it('removes a node that goes from the overview and from its own page', async () => {
    const reader = new EventReader(await streamOf(['overview', 'node/pi7'], []));
    await reader.until(({ data }) => (data as SnapshotFrame).topic === 'node/pi7');
    cluster.writer.delete('nodes', undefined, 'pi7');
    const gone = await reader.until(({ data }) => (data as DeltaFrame).remove?.includes('node') ?? false);
    expect(gone.flatMap(({ data }) => (data as DeltaFrame).remove ?? [])).toContain('board/pi7');
    expect(await snapshotOf('node/pi7')).toBeNull();
    await reader.cancel();
  });

  it('follows its kubeconfig to a cluster that was set up again', async () => {
    await rowsOf('overview');
    await on.replaceCluster(2);
    on.cluster.writer.delete('nodes', undefined, 'pi7');
    await vi.waitFor(async () => expect(await rowsOf('overview')).not.toHaveProperty('board/pi7'), { timeout: 10_000 });
    await vi.waitFor(() => expect(connectionView().state).toBe('live'), { timeout: 10_000 });
  });

  it('ends every stream when it stops', async () => {
    const reader = new EventReader(await streamOf(['overview'], []));
    await reader.until(({ event }) => event === 'snapshot');
    await hub.stop();
    while ((await reader.next()) !== null);
    await expect(streamOf(['overview'], [])).rejects.toMatchObject({ code: 503 });
  });
});
