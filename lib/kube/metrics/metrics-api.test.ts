import { afterEach, describe, expect, it } from 'vitest';
import { ScriptedApi, sendJson, sendStatus } from '#test/support/scripted-api.ts';
import { loadKubeconfig } from '../config.ts';
import { Transport } from '../transport.ts';
import { MetricsApiSource } from './metrics-api.ts';

const signal = new AbortController().signal;

describe('use from metrics.k8s.io', () => {
  let api: ScriptedApi;
  let transport: Transport;
  let source: MetricsApiSource;
  const ROOT = '/apis/metrics.k8s.io/v1beta1';
  const node = (name: string, timestamp: string, window?: string) => ({
    metadata: { name },
    timestamp,
    window,
    usage: { cpu: '351000001n', memory: '498688Ki' },
  });
  const POD = {
    metadata: { namespace: 'web', name: 'a' },
    timestamp: '2026-01-01T00:00:00Z',
    containers: [
      { name: 'app', usage: { cpu: '1n', memory: '1Mi' } },
      { name: 'sidecar', usage: { cpu: '1n', memory: '1Mi' } },
    ],
  };

  async function start(script: ScriptedApi['script']): Promise<void> {
    api = new ScriptedApi(script);
    await api.start();
    transport = new Transport(await loadKubeconfig(api.kubeconfig()));
    source = new MetricsApiSource(transport);
  }

  afterEach(async () => {
    await transport.close();
    await api.close();
  });

  it('reads nodes, and pods only where they are wanted', async () => {
    await start(({ path }, response) =>
      sendJson(response, { items: path === `${ROOT}/nodes` ? [node('pi5', POD.timestamp, '15s')] : [POD] }),
    );
    const at = POD.timestamp;
    const nodes = new Map([['pi5', { at, windowSeconds: 15, cpuMillicores: 352, memoryBytes: 510_656_512 }]]);
    expect(await source.read({ pods: false }, signal)).toEqual({ nodes, pods: null, podsTrouble: null });
    expect(api.requests.map(({ path }) => path)).toEqual([`${ROOT}/nodes`]);
    const { pods } = await source.read({ pods: true }, signal);
    expect(pods?.get('web/a')).toMatchObject({ at, total: { cpuMillicores: 1, memoryBytes: 2 * 2 ** 20 } });
    expect(pods?.get('web/a')?.containers.get('app')).toEqual({ cpuMillicores: 1, memoryBytes: 2 ** 20 });
  });

  it('leaves out what cannot be read, and has no nodes where the list is empty', async () => {
    const answers: unknown[] = [{ items: [null, node('pi5', POD.timestamp), {}] }, { items: null }, { items: [] }];
    await start((_, response) => sendJson(response, answers.shift()));
    const read = async () => [...(await source.read({ pods: false }, signal)).nodes.keys()];
    expect(await read()).toEqual(['pi5']);
    expect(await read()).toEqual([]);
    expect(await read()).toEqual([]);
  });

  it.each([
    ['a text', '<html>', 'the API server answered something that is not JSON'],
    ['half of an answer', '{"items":[{"metadata"', 'the API server answered something that is not JSON'],
    ['no list', '{"hello":1}', 'metrics.k8s.io/v1beta1/nodes answered something that is no list of measures'],
    ['null', 'null', 'metrics.k8s.io/v1beta1/nodes answered something that is no list of measures'],
    ['measures without sense', '{"items":[{},7]}', 'none of the measures of metrics.k8s.io/v1beta1/nodes can be read'],
  ])('says what is wrong with %s', async (_, body, message) => {
    await start((__, response) => void response.end(body));
    await expect(source.read({ pods: false }, signal)).rejects.toMatchObject({ code: 502, message });
  });

  it.each([
    [403, 'not allowed to list pods.metrics.k8s.io'],
    [404, 'the metrics API has no pods'],
    [503, 'the metrics API is registered but does not answer'],
    [500, 'the metrics API answered 500'],
  ])('gives the nodes where pods answer %i, and says why there are none', async (code, podsTrouble) => {
    await start(({ path }, response) =>
      path.endsWith('/nodes')
        ? sendJson(response, { items: [node('pi5', POD.timestamp)] })
        : sendStatus(response, code, 'X', 'dial tcp: refused'),
    );
    const reading = await source.read({ pods: true }, signal);
    expect(reading).toMatchObject({ pods: null, podsTrouble });
    expect(reading.nodes.size).toBe(1);
  });

  it('passes a failed read of the nodes on', async () => {
    await start((_, response) => sendStatus(response, 403, 'Forbidden', 'no'));
    await expect(source.read({ pods: true }, signal)).rejects.toMatchObject({ code: 403, reason: 'Forbidden' });
  });

  it('learns how often it is measured, between 10 and 60 s', async () => {
    const times: [seconds: number, resolutionMs: number][] = [
      [0, 15_000],
      // Asked again before there was a new measure.
      [0, 15_000],
      [120, 60_000],
      [140, 20_000],
      [200, 20_000],
      [205, 10_000],
    ];
    let at = 0;
    await start((_, response) => sendJson(response, { items: [node('pi5', new Date(at * 1_000).toISOString())] }));
    for (const [seconds, resolutionMs] of times) {
      at = seconds;
      await source.read({ pods: false }, signal);
      expect(source.resolutionMs).toBe(resolutionMs);
    }
  });

  it('takes the window of the first answer for it', async () => {
    await start((_, response) => sendJson(response, { items: [node('pi5', POD.timestamp, '30s')] }));
    await source.read({ pods: false }, signal);
    expect(source.resolutionMs).toBe(30_000);
  });
});
