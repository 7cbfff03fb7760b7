// The simulation's controls behind the menu: who has them, what they cost while nobody looks, and what pages follow.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ClusterView } from '#lib/model/overview/overview-view.ts';
import type { SimulationAction } from '#lib/model/simulation-view.ts';
import type { Cluster } from '#lib/sim/index.ts';
import { EventReader } from '#test/support/event-stream.ts';
import { HubOnCluster, rowsOf } from '#test/support/hub-on-cluster.ts';
import { refusal as refusalOf } from '#test/support/refusal.ts';
import type { Hub } from '../live/hub.ts';
import { snapshotOf, streamOf } from '../live/topics.ts';
import { runSimulationAction } from './simulation-actions.ts';

const APISERVICES = 'apiservices.apiregistration.k8s.io';

describe('the simulation', () => {
  let on: HubOnCluster;
  let cluster: Cluster;
  let hub: Hub;

  beforeEach(async () => {
    on = await HubOnCluster.start();
    cluster = on.cluster;
  });

  afterEach(() => on.end());

  async function begin(...as: Parameters<HubOnCluster['begin']>): Promise<void> {
    hub = await on.begin(...as);
    await hub.simulation.find();
  }

  const simulated = async () => ((await rowsOf('overview'))['cluster'] as ClusterView).simulated;
  const act = (action: SimulationAction) => runSimulationAction(hub, action);
  const refusal = (action: unknown) => refusalOf(runSimulationAction(hub, action));

  it('is controlled by its owner, who sees its state', async () => {
    await begin();
    expect(await simulated()).toEqual({ scenario: 'kubecon-2017', controllable: true });
    expect(await rowsOf('simulation')).toMatchObject({
      state: { scenario: 'kubecon-2017', clockMode: 'paused', api: 'up' },
      'board/pi5': { arch: 'arm64', power: 'on', metricsMissing: false },
      'board/pi7': { power: 'dark' },
    });
    expect(JSON.stringify(await rowsOf('simulation'))).not.toMatch(/token|https?:|127\.0\.0\.1/);
  });

  it.each([
    ['a student', () => begin('student')],
    ['a read-only server', () => begin(undefined, { readOnly: true })],
  ])('is not for %s', async (_, start) => {
    await start();
    expect(await simulated()).toEqual({ scenario: 'kubecon-2017', controllable: false });
    expect(await snapshotOf('simulation')).toBeNull();
    expect(await refusal({ action: 'reset' })).toMatchObject({ code: 403, message: expect.stringMatching(/owner/) });
  });

  it('is asked for only while somebody looks', async () => {
    await begin();
    const state = vi.spyOn(hub.simulation.control, 'state');
    await rowsOf('overview');
    expect(state).not.toHaveBeenCalled();
    const reader = new EventReader(await streamOf(['simulation'], []));
    await cluster.control.setFaults({ nodesUnplugged: ['pi6'] });
    await reader.until(({ event, data }) => event !== 'heartbeat' && JSON.stringify(data).includes('unplugged'));
    await reader.cancel();
    vi.useFakeTimers();
    state.mockClear();
    await vi.advanceTimersByTimeAsync(60_000);
    vi.useRealTimers();
    expect(state).not.toHaveBeenCalled();
  });

  it('changes one fault and leaves the others', async () => {
    await begin();
    await cluster.control.setFaults({ permissionsTaken: [{ user: 'student', verb: 'list', resource: 'pods' }] });
    const [unplugged] = await Promise.all([
      act({ action: 'power', board: 'pi5', plugged: false }),
      act({ action: 'power', board: 'pi6', plugged: false }),
      act({ action: 'metrics', board: 'upboard1', missing: true }),
      act({ action: 'api', api: 'slow' }),
      act({ action: 'registry', registry: 'rate-limited' }),
    ]);
    expect(unplugged).toEqual({ done: 'pi5 is unplugged.' });
    expect(cluster.control.state().faults).toMatchObject({
      nodesUnplugged: ['pi5', 'pi6'],
      metricsMissing: ['upboard1'],
      api: 'slow',
      delayMs: 2_000,
      registry: 'rate-limited',
      permissionsTaken: [{ user: 'student' }],
    });
    await act({ action: 'power', board: 'pi5', plugged: true });
    expect(await rowsOf('simulation')).toMatchObject({
      'board/pi5': { power: 'on' },
      'board/pi6': { power: 'unplugged' },
      state: { permissionsTakenCount: 1 },
    });
    await act({ action: 'mend' });
    expect(cluster.control.state().faults).toMatchObject({
      nodesUnplugged: [],
      api: 'up',
      permissionsTaken: [],
      registry: 'up',
    });
  });

  it('breaks the chain of autoscaling in one place, and mends it', async () => {
    await begin();
    await cluster.control.setFaults({
      permissionsTaken: [{ user: 'student', verb: 'list', resource: 'pods' }],
      unknownMetrics: ['mine'],
    });
    const shown = async () => (await rowsOf('simulation'))['state'];
    for (const [part, done] of [
      ['hasAppMetrics', 'Programs answer 404 at /metrics.'],
      ['knowsMetrics', 'Adapters do not know the metrics any more.'],
      ['mayRead', 'The autoscaler may not read metrics.'],
    ] as const) {
      expect(await act({ action: 'autoscaling', part, works: false })).toEqual({ done });
      expect(await shown()).toMatchObject({ autoscaling: { [part]: false }, permissionsTakenCount: 1 });
      await act({ action: 'autoscaling', part, works: true });
      expect(await shown()).toMatchObject({
        autoscaling: { hasAppMetrics: true, knowsMetrics: true, mayRead: true },
      });
    }
    expect(cluster.control.state().faults).toMatchObject({
      permissionsTaken: [{ user: 'student' }],
      unknownMetrics: ['mine'],
    });
  });

  it('takes an API away, names it all the same, and puts it back', async () => {
    await begin();
    const states = async () => ((await rowsOf('simulation'))['state'] as { metrics: object[] }).metrics;
    await act({ action: 'metrics-source', source: 'customMetrics', state: 'gone' });
    expect(cluster.store.get(APISERVICES, undefined, 'v1beta2.custom.metrics.k8s.io')).toBeUndefined();
    expect(await states()).toContainEqual({ source: 'customMetrics', state: 'gone' });
    await act({ action: 'mend' });
    expect(cluster.store.get(APISERVICES, undefined, 'v1beta2.custom.metrics.k8s.io')).toBeDefined();
    expect(await states()).toContainEqual({ source: 'customMetrics', state: 'up' });
  });

  it('sets the load of a service, and gives it back to the scenario', async () => {
    await begin();
    const service = { namespace: 'default', service: 'sample-metrics-app' };
    const done = await act({ action: 'load', ...service, requestsPerSecond: 500 });
    expect(done).toEqual({ done: 'sample-metrics-app is asked 500 times a second.' });
    const key = 'load/default/sample-metrics-app';
    expect((await rowsOf('simulation'))[key]).toEqual({ ...service, requestsPerSecond: 500, isSet: true });
    await act({ action: 'load', ...service, requestsPerSecond: null });
    expect((await rowsOf('simulation'))[key]).toMatchObject({ isSet: false });
    expect(await refusal({ action: 'load', ...service, service: 'nope', requestsPerSecond: 1 })).toMatchObject({
      code: 400,
    });
  });

  it('adds exercises, says what it leaves out, and removes them', async () => {
    await begin();
    const { done } = await act({ action: 'exercises', added: true });
    expect(done).toMatch(
      /^26 exercises in the namespace exercises\. Left out: userland-32 \(no ready board has .*\)\.$/,
    );
    expect(await rowsOf('simulation')).toMatchObject({ state: { exercises: 'added' } });
    await act({ action: 'step', stepMs: 60_000 });
    expect(cluster.store.list('pods', 'exercises').length).toBeGreaterThanOrEqual(18);
    await act({ action: 'exercises', added: false });
    expect(await rowsOf('simulation')).toMatchObject({ state: { exercises: 'leaving' } });
    expect(await refusal({ action: 'exercises', added: true })).toMatchObject({ code: 409 });
    await act({ action: 'step', stepMs: 60_000 });
    expect(await rowsOf('simulation')).toMatchObject({ state: { exercises: 'none' } });
  });

  it('steps a clock that runs by pausing it first', async () => {
    await begin();
    await act({ action: 'clock', mode: 'x10' });
    await act({ action: 'step', stepMs: 60_000 });
    expect(cluster.control.state().clock).toMatchObject({ mode: 'paused' });
  });

  it('takes the pages along to another scenario and back, with nothing of the old one left', async () => {
    await begin();
    expect(Object.keys(await rowsOf('overview'))).toContain('board/pi5');
    await act({ action: 'scenario', name: 'empty' });
    await vi.waitFor(async () => expect(Object.keys(await rowsOf('overview'))).toEqual(['cluster']));
    await vi.waitFor(async () => expect(await simulated()).toMatchObject({ scenario: 'empty' }), { timeout: 5_000 });
    expect(await snapshotOf('node/pi5')).toBeNull();
    expect(hub.cache.events.size + hub.cache.pods.size).toBe(0);
    await vi.waitFor(() => expect(hub.cache.measures.byNode.size).toBe(0));
    await act({ action: 'scenario', name: 'kubecon-2017' });
    await vi.waitFor(async () => expect(await rowsOf('overview')).toMatchObject({ 'board/pi5': { podCount: 8 } }));
  });

  it('takes the pages along also where somebody else changed the scenario', async () => {
    await begin('viewer');
    expect(Object.keys(await rowsOf('overview'))).toContain('board/pi5');
    await cluster.control.setScenario({ name: 'empty', parameters: {} });
    await vi.waitFor(async () => expect(Object.keys(await rowsOf('overview'))).toEqual(['cluster']), {
      timeout: 5_000,
    });
    await vi.waitFor(async () => expect(await simulated()).toMatchObject({ scenario: 'empty' }), { timeout: 5_000 });
  });

  it('goes on with the API server stopped, and says when it is gone itself', async () => {
    await begin();
    await act({ action: 'api', api: 'stopped' });
    expect(await rowsOf('simulation')).toMatchObject({ state: { api: 'stopped' } });
    await act({ action: 'api', api: 'up' });
    await cluster.close();
    expect(await rowsOf('simulation')).toMatchObject({
      trouble: { message: expect.stringMatching(/does not answer on its control port/) },
    });
    expect(await refusal({ action: 'reset' })).toMatchObject({
      code: 503,
      message: expect.stringMatching(/npm start/),
    });
  });

  it.each([
    [{ action: 'nope' }, 422, /action/],
    [{ action: 'step', stepMs: 1e12 }, 422, /stepMs/],
    [{ action: 'metrics-source', source: 'heapster', state: 'gone' }, 400, /metrics\.heapster/],
    [{ action: 'power', board: 'pi99', plugged: false }, 400, /there is no node "pi99"/],
    [{ action: 'power', board: '../x', plugged: false }, 422, /board/],
    [{ action: 'scenario', name: 'nope' }, 400, /there is no scenario "nope"; there are: /],
    [{ action: 'scenario', name: 'empty', nodes: 3 }, 400, /no number of nodes/],
  ])('refuses %j with %i', async (action, code, message) => {
    await begin();
    expect(await refusal(action)).toMatchObject({ code, message: expect.stringMatching(message) });
  });
});
