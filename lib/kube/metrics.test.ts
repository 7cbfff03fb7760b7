import { afterEach, describe, expect, it, vi } from 'vitest';
import { ScriptedApi, sendJson, sendStatus } from '#test/support/scripted-api.ts';
import { loadKubeconfig } from './config.ts';
import { MetricsPoll } from './metrics.ts';
import { Transport } from './transport.ts';

describe('polling node metrics', () => {
  let api: ScriptedApi;
  let transport: Transport;
  let poll: MetricsPoll<string>;
  const item = (name: string) => ({ metadata: { name }, usage: { cpu: '1' } });

  async function start(script: ScriptedApi['script']): Promise<void> {
    api = new ScriptedApi(script);
    await api.start();
    transport = new Transport(await loadKubeconfig(api.kubeconfig()));
    poll = new MetricsPoll<string>({
      transport,
      project: (object) => {
        const { name } = (object as ReturnType<typeof item>).metadata;
        return name === 'bad' ? null : name;
      },
      listener: () => undefined,
      periodMs: 10,
    });
    poll.start();
  }

  afterEach(async () => {
    poll.stop();
    await transport.close();
    await api.close();
  });

  it('gives what can be read of each node', async () => {
    await start((_, response) => sendJson(response, { items: [item('pi5'), item('bad'), item('pi6')] }));
    await vi.waitFor(() => expect(poll.state).toEqual({ state: 'live' }));
    expect([...poll.items.keys()]).toEqual(['pi5', 'pi6']);
  });

  it.each([
    [404, { state: 'absent', message: 'the metrics API is not registered' }],
    [403, { state: 'forbidden', verb: 'list', resource: 'nodes.metrics.k8s.io' }],
    [503, { state: 'stale', message: 'the metrics API is registered but does not answer' }],
  ])('says what %i means', async (code, expected) => {
    await start((_, response) => sendStatus(response, code, 'X', 'dial tcp 10.0.0.7:443: refused'));
    await vi.waitFor(() => expect(poll.state).toMatchObject(expected));
    expect(poll.items.size).toBe(0);
  });

  it('keeps the last measures while the whole API server is away', async () => {
    await start((_, response) => sendJson(response, { items: [item('pi5')] }));
    await vi.waitFor(() => expect(poll.state).toEqual({ state: 'live' }));
    await api.stop();
    await vi.waitFor(() => expect(poll.state).toMatchObject({ state: 'stale' }));
    expect([...poll.items.keys()]).toEqual(['pi5']);
  });
});
