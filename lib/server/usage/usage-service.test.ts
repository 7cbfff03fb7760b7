import { afterEach, describe, expect, it, vi } from 'vitest';
import { loadKubeconfig, Transport } from '#lib/kube/index.ts';
import { ScriptedApi, sendJson, sendStatus } from '#test/support/scripted-api.ts';
import { ClusterCache } from '../live/cluster-cache.ts';
import { UsageService } from './usage-service.ts';

const MEBIBYTE = 1024 ** 2;
const METRICS = '/apis/metrics.k8s.io/v1beta1/nodes';
/** Told in docs/reading-the-pages.md: a poll every 15 s, 8 s for its answer, and what a busy machine takes. */
const STALE_WITHIN_MS = 25_000;
const ADDRESS = 'dial tcp 10.0.0.7:443: refused';

describe('what the cluster uses', () => {
  let api: ScriptedApi;
  let transport: Transport;
  let cache: ClusterCache;
  let usage: UsageService;
  // As fast as polls ever come.
  let clockRate = 60;

  const item = (name: string, at = new Date()) => ({
    metadata: { name },
    timestamp: at.toISOString(),
    usage: { cpu: '100m', memory: '100Mi' },
  });
  const asked = (path: string) => api.requests.filter((request) => request.path === path).length;
  const state = () => cache.sources().metrics;

  async function start(script: ScriptedApi['script'], historyBytes = 0): Promise<void> {
    api = new ScriptedApi(script);
    await api.start();
    transport = new Transport(await loadKubeconfig(api.kubeconfig()));
    const nothing = () => undefined;
    cache = new ClusterCache(transport, { touched: nothing, sideChanged: nothing, sourceChanged: nothing });
    usage = new UsageService({
      transport,
      cache,
      probe: () => ({
        reachable: true,
        answeredMs: Date.now(),
        clusterMs: Date.now(),
        clockRate,
        version: null,
        scenario: null,
        message: null,
      }),
      isSimulated: () => false,
      historyBytes,
      prometheusUrl: null,
      changed: nothing,
      nodeChanged: nothing,
    });
    usage.start();
    usage.watched(true);
  }

  afterEach(async () => {
    clockRate = 60;
    await usage.stop();
    await cache.stop();
    await transport.close();
    await api.close();
  });

  it('gives what can be read of each node', async () => {
    const bad = { metadata: { name: 'bad' } };
    await start((_, response) => sendJson(response, { items: [item('pi5'), bad, item('pi6')] }));
    await vi.waitFor(() => expect(state()).toEqual({ state: 'live' }), { timeout: 5_000 });
    expect([...cache.measures.byNode.keys()]).toEqual(['pi5', 'pi6']);
  });

  it.each([
    [404, { state: 'absent', message: 'the metrics API is not registered' }],
    [403, { state: 'forbidden', verb: 'list', resource: 'nodes.metrics.k8s.io' }],
    [503, { state: 'stale', message: 'the metrics API is registered but does not answer' }],
  ])('says what %i means', async (code, expected) => {
    await start((_, response) => sendStatus(response, code, 'X', ADDRESS));
    await vi.waitFor(() => expect(state()).toMatchObject(expected), { timeout: 5_000 });
    expect(cache.measures.byNode.size).toBe(0);
  });

  it('says that an answer is garbage, and reads the next', async () => {
    let answer: unknown = { items: 'x' };
    await start((_, response) => sendJson(response, answer));
    await vi.waitFor(() => expect(state()).toMatchObject({ state: 'stale' }), { timeout: 5_000 });
    answer = { items: [item('pi5')] };
    await vi.waitFor(() => expect(state()).toEqual({ state: 'live' }), { timeout: 10_000 });
  });

  it('keeps the last measures while the whole API server is away', async () => {
    await start((_, response) => sendJson(response, { items: [item('pi5')] }));
    await vi.waitFor(() => expect(state()).toEqual({ state: 'live' }), { timeout: 5_000 });
    await api.stop();
    await vi.waitFor(() => expect(state()).toMatchObject({ state: 'stale' }), { timeout: 10_000 });
    expect([...cache.measures.byNode.keys()]).toEqual(['pi5']);
    await api.start();
    usage.poke();
    await vi.waitFor(() => expect(state()).toEqual({ state: 'live' }), { timeout: 10_000 });
  });

  it('says in time that nothing answers any more', { timeout: 60_000 }, async () => {
    clockRate = 1;
    await start((_, response) => {
      if (asked(METRICS) <= 1) sendJson(response, { items: [item('pi5')] });
    });
    await vi.waitFor(() => expect(state()).toEqual({ state: 'live' }), { timeout: 5_000 });
    await vi.waitFor(() => expect(state()).toMatchObject({ state: 'stale' }), { timeout: STALE_WITHIN_MS });
  });

  it('polls while somebody looks, and where nobody does for history alone', async () => {
    await start((_, response) => sendJson(response, { items: [item('pi5')] }));
    await vi.waitFor(() => expect(asked(METRICS)).toBeGreaterThan(2), { timeout: 10_000 });
    expect(usage.paceMs).toBe(1_000);
    usage.watched(false);
    expect(usage.paceMs).toBeNull();
    const before = asked(METRICS);
    // Whoever asks again gets it as new as somebody who looks.
    usage.use();
    await vi.waitFor(() => expect(asked(METRICS)).toBeGreaterThan(before), { timeout: 10_000 });
  });

  it('remembers pods as well where history is kept', async () => {
    const containers = [{ name: 'app', usage: { cpu: '10m', memory: '10Mi' } }];
    const pod = () => ({ ...item('web-0'), metadata: { namespace: 'default', name: 'web-0' }, containers });
    await start((request, response) => {
      sendJson(response, { items: [request.path === METRICS ? item('pi5') : pod()] });
    }, MEBIBYTE);
    await vi.waitFor(() => expect(usage.podSpark('default/web-0')?.cpu.at(-1)).toBe(10), { timeout: 10_000 });
    expect(usage.nodeSpark('pi5')?.memory.at(-1)).toBe(100 * MEBIBYTE);
    usage.watched(false);
    expect(usage.paceMs).toBe(60_000);
    expect(usage.head.history).toMatchObject({ kind: 'memory', state: { state: 'live' } });
  });
});
