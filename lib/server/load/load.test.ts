// The load generator on a simulated cluster: what it sends, what it refuses, and all the ways it ends.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LoadView } from '#lib/model/autoscaling/autoscaling-view.ts';
import { LOAD_KEY, LOAD_TOPIC, type StartedLoad, type StartLoad } from '#lib/model/autoscaling/load.ts';
import { HubOnCluster, rowsOf } from '#test/support/hub-on-cluster.ts';
import { refusal } from '#test/support/refusal.ts';
import type { Hub } from '../live/hub.ts';
import { LEASE_MS } from './load-generator.ts';
import { loadChoices, runLoadRequest } from './load-request.ts';

const APP: StartLoad['workload'] = { kind: 'Deployment', namespace: 'default', name: 'sample-metrics-app' };
const SERVICE = { service: 'sample-metrics-app', port: 8080, path: '/' };
const SOON = { timeout: 10_000, interval: 50 };
const FUZZED = 300;

describe('the load generator', () => {
  let on: HubOnCluster;
  let hub: Hub;

  beforeEach(async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    on = await HubOnCluster.start();
    hub = await on.beginSettled();
  });

  afterEach(async () => {
    await on.end();
    vi.restoreAllMocks();
  });

  const view = async () => (await rowsOf(LOAD_TOPIC))[LOAD_KEY] as LoadView;
  const start = async (change: Readonly<Record<string, unknown>> = {}) => {
    const body = { action: 'start', workload: APP, ...SERVICE, requestsPerSecond: 50, seconds: 60, ...change };
    return (await runLoadRequest(hub, body)) as StartedLoad;
  };
  it('asks a service that leads to the pods, counts what comes of it, and ends when its time is over', async () => {
    await start({ requestsPerSecond: 40, seconds: 1 });
    expect(await view()).toMatchObject({
      state: 'running',
      workload: 'default/Deployment/sample-metrics-app',
      target: 'service sample-metrics-app:8080',
      requestsPerSecond: 40,
      kubectl: expect.stringContaining('/services/sample-metrics-app:8080/proxy/'),
    });
    await vi.waitFor(async () => expect((await view()).state).toBe('idle'), SOON);
    const { sent, answered, failed, ended } = await view();
    expect({ failed, ended }).toEqual({ failed: 0, ended: 'it had run for 1 s' });
    expect(sent).toBeLessThanOrEqual(40);
    expect(answered).toBeGreaterThan(20);
  });

  it('offers the services that select the pods, and says what to do where there is none', async () => {
    const choices = (name: string) =>
      loadChoices(hub, new URLSearchParams({ kind: 'Deployment', namespace: 'default', name }));
    expect((await choices('sample-metrics-app')).services).toEqual([
      { name: 'sample-metrics-app', ports: [{ port: 8080, name: 'web', isTls: false }] },
    ]);
    expect(await choices('prometheus-operator')).toMatchObject({
      services: [],
      none: expect.stringContaining('kubectl expose deployment prometheus-operator'),
    });
  });

  it.each([
    ['another service', { service: 'kubernetes' }, 422, /does not select the pods/],
    ['another port', { port: 81 }, 422, /has no port 81, it has 8080/],
    ['a path that leads elsewhere', { path: '/../../../secrets' }, 422, /path/],
    ['a query', { path: '/?watch=true' }, 422, /path/],
    ['a path that is not answered', { path: '/nowhere' }, 404, /./],
    ['another namespace', { workload: { ...APP, namespace: 'kube-system' } }, 404, /not found/],
    ['more than its cap', { requestsPerSecond: 1_001 }, 422, /from 1 to 1000/],
    ['longer than its cap', { seconds: 601 }, 422, /from 1 to 600/],
    ['a part of a request', { requestsPerSecond: 0.5 }, 422, /whole number/],
    ['a field of its own', { burst: 5 }, 422, /burst/],
  ])('refuses %s, and sends nothing more', async (_what, change, code, message) => {
    expect(await refusal(start(change))).toEqual({ code, message: expect.stringMatching(message) });
    expect((await view()).state).toBe('idle');
  });

  it('never exceeds its caps, whatever is sent', async () => {
    let seed = 7;
    const random = () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed / 2_147_483_648;
    };
    const odd = [Number.NaN, Number.POSITIVE_INFINITY, -1, 0, 1e9, 1e308, 0.1, '100', null, [], {}, true, 2 ** 53];
    const amount = () => (random() < 0.5 ? odd[Math.floor(random() * odd.length)] : Math.ceil(random() * 5_000));
    let begun = 0;
    for (let round = 0; round < FUZZED; round++) {
      const asked = { requestsPerSecond: amount(), seconds: amount() };
      const error = await refusal(start(asked));
      const isWithin =
        typeof asked.requestsPerSecond === 'number' &&
        typeof asked.seconds === 'number' &&
        [asked.requestsPerSecond, asked.seconds].every((value) => Number.isInteger(value) && value >= 1) &&
        asked.requestsPerSecond <= 1_000 &&
        asked.seconds <= 600;
      if (!isWithin) expect(error, JSON.stringify(asked)).toMatchObject({ code: 422 });
      else {
        begun++;
        expect((await view()).requestsPerSecond).toBe(asked.requestsPerSecond);
        hub.load.stop();
      }
    }
    expect(begun).toBeGreaterThan(0);
  });

  it('is not doubled by a second operator, nor by both at the same moment', async () => {
    const both = await Promise.all([refusal(start()), refusal(start()), refusal(start())]);
    expect(both.filter((one) => (one as { code?: number }).code === 409)).toHaveLength(2);
    expect(await refusal(start({ requestsPerSecond: 1 }))).toMatchObject({
      code: 409,
      message: expect.stringMatching(/already: one run at a time/),
    });
    expect((await view()).requestsPerSecond).toBe(50);
  });

  it('is stopped by anybody, and sends nothing afterwards', async () => {
    await start();
    await runLoadRequest(hub, { action: 'stop' });
    const { state, ended, sent } = await view();
    expect({ state, ended }).toEqual({ state: 'idle', ended: 'somebody stopped it' });
    const next = await start({ requestsPerSecond: 1, seconds: 1 });
    expect(next.run).not.toBe('');
    await vi.waitFor(async () => expect((await view()).state).toBe('idle'), SOON);
    expect((await view()).sent, `one second of one, and no rest of the ${sent} before`).toBe(1);
    expect(await refusal(runLoadRequest(hub, { action: 'stop' }))).toMatchObject({ code: 404 });
  });

  it('ends when the page that began it is gone, and not while that renews', async () => {
    const { run } = await start({ requestsPerSecond: 20 });
    const realNow = performance.now.bind(performance);
    let aheadMs = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => realNow() + aheadMs);
    /** Not so far at once that nothing was answered meanwhile. */
    const pass = async () => {
      const { answered } = await view();
      aheadMs += LEASE_MS / 3;
      await vi.waitFor(async () => expect((await view()).answered).toBeGreaterThan(answered), SOON);
    };
    await pass();
    await pass();
    await runLoadRequest(hub, { action: 'renew', run });
    await pass();
    await pass();
    expect((await view()).state).toBe('running');
    expect(await refusal(runLoadRequest(hub, { action: 'renew', run: 'another' }))).toMatchObject({ code: 404 });
    aheadMs += LEASE_MS / 3;
    await vi.waitFor(async () => expect((await view()).state).toBe('idle'), SOON);
    expect((await view()).ended).toBe('the page that began it is gone');
  });

  it('ends with the server', async () => {
    await start();
    const { load } = hub;
    await hub.stop();
    const [[, row] = []] = load.rows();
    expect(row).toMatchObject({ state: 'idle', ended: 'the dashboard stopped' });
    expect(
      await refusal(
        load.start({ action: 'start', workload: APP, ...SERVICE, requestsPerSecond: 1, seconds: 1 }, async () => ({
          port: 8080,
          name: 'web',
          isTls: false,
        })),
      ),
    ).toMatchObject({ code: 503 });
  });

  it('ends where nobody answers any more, and says why', async () => {
    await start({ requestsPerSecond: 20 });
    await on.cluster.close();
    await vi.waitFor(async () => expect((await view()).state).toBe('idle'), { timeout: 14_000, interval: 200 });
    expect(await view()).toMatchObject({
      ended: 'nothing was answered for 10 s',
      lastError: expect.stringMatching(/./),
    });
  }, 20_000);

  it('says what failed without the addresses of pods', async () => {
    const service = {
      metadata: { name: 'closed' },
      spec: { selector: { app: 'sample-metrics-app' }, ports: [{ port: 81 }] },
    };
    on.cluster.writer.create(
      'services',
      { ...service, metadata: { ...service.metadata, namespace: 'default' } },
      'test',
    );
    on.cluster.settle();
    const error = await refusal(start({ service: 'closed', port: 81 }));
    expect(error).toEqual({
      code: 503,
      message: expect.stringMatching(/dial tcp \(address\): connect: connection refused/),
    });
  });

  it('says what may not be sent by whom', async () => {
    hub = await on.beginSettled('viewer');
    expect(await refusal(start())).toMatchObject({ code: 403, message: expect.stringContaining('services') });
    hub = await on.beginSettled(undefined, { readOnly: true });
    expect((await view()).refused).toMatch(/^read-only/);
  });
});
