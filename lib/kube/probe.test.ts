import { afterEach, describe, expect, it, vi } from 'vitest';
import { ScriptedApi, sendJson, sendStatus } from '#test/support/scripted-api.ts';
import { loadKubeconfig } from './config.ts';
import { clockOf, Probe, type ProbeView } from './probe.ts';
import { Transport } from './transport.ts';

describe("the cluster's clock", () => {
  const second = Date.parse('2017-03-30T10:00:05Z');
  const date = 'Thu, 30 Mar 2017 10:00:05 GMT';
  const before = { answeredMs: 1_000, clusterMs: second - 3_000 + 400, clockRate: 1 };

  it.each([
    ['is the Date header at first', { date }, { ...before, clusterMs: null }, { clusterMs: second, clockRate: 1 }],
    ['goes on smoothly within the header’s second', { date }, before, { clusterMs: second + 400, clockRate: 1 }],
    ['jumps where the header says so', { date }, { ...before, clusterMs: 0 }, { clusterMs: second, clockRate: 1 }],
    ['stands still when paused', { date, 'bramble-clock': '0' }, before, { clusterMs: second, clockRate: 0 }],
    ['may run fast', { date, 'bramble-clock': '10' }, before, { clusterMs: second, clockRate: 10 }],
    ['is real when the rate makes no sense', { date, 'bramble-clock': '-1' }, before, { clockRate: 1 }],
    ['is what it was without a header', {}, before, { clusterMs: before.clusterMs, clockRate: 1 }],
  ])('%s', (_, headers, earlier, expected) => {
    expect(clockOf(headers, earlier, 4_000)).toMatchObject(expected);
  });
});

describe('the probe', () => {
  let api: ScriptedApi;
  let transport: Transport;
  let probe: Probe;
  let views: ProbeView[];

  async function start(script: ScriptedApi['script']): Promise<void> {
    views = [];
    api = new ScriptedApi(script);
    await api.start();
    transport = new Transport(await loadKubeconfig(api.kubeconfig()));
    probe = new Probe(transport, (view) => views.push(view), 10);
    probe.start();
  }

  afterEach(async () => {
    probe.stop();
    await transport.close();
    await api.close();
  });

  it('notices that the server went and that it came back', async () => {
    await start((_, response) => sendJson(response, { gitVersion: 'v1.37.2' }));
    await vi.waitFor(() => expect(views.at(-1)).toMatchObject({ reachable: true, version: 'v1.37.2', message: null }));
    await api.stop();
    await vi.waitFor(() => expect(views.at(-1)).toMatchObject({ reachable: false, version: 'v1.37.2' }));
    expect(views.at(-1)?.message).toBe('the API server cannot be reached: the connection was refused');
    expect(views.at(-1)?.answeredMs).not.toBeNull();
    await api.start();
    await vi.waitFor(() => expect(views.at(-1)).toMatchObject({ reachable: true, message: null }));
  });

  it.each([
    [403, true],
    [404, true],
    [401, false],
    [500, false],
    [503, false],
  ])('takes an answer %i for a server that is there: %s', async (code, reachable) => {
    await start((_, response) => sendStatus(response, code, 'X', 'no'));
    await vi.waitFor(() => expect(views.at(-1)).toMatchObject({ reachable, version: null }));
  });
});
