import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ScriptedApi, type ScriptedRequest, sendJson, sendStatus } from '#test/support/scripted-api.ts';
import { loadKubeconfig } from './config.ts';
import { Reflector } from './reflector.ts';
import type { ReflectorTiming } from './reflector-timing.ts';
import { Transport } from './transport.ts';

const thing = (name: string, version: number, uid = `uid-${name}`) => ({
  metadata: { name, uid, resourceVersion: String(version) },
});
const page = (version: number, ...items: unknown[]) => ({ metadata: { resourceVersion: String(version) }, items });
const event = (type: string, object: unknown) => `${JSON.stringify({ type, object })}\n`;
const bookmark = (version: number) => event('BOOKMARK', { metadata: { resourceVersion: String(version) } });

describe('a reflector that cannot be sure', () => {
  let api: ScriptedApi;
  let transport: Transport;
  let reflector: Reflector<string>;
  let states: string[];
  let changes: string[];
  let watch: (response: ServerResponse, request: ScriptedRequest) => void;
  let list: (response: ServerResponse, request: ScriptedRequest) => void;
  /** Whether the list asks only what there is to recognize the cluster by. */
  const isGlance = ({ query }: ScriptedRequest) => query.get('limit') === '1';

  beforeEach(async () => {
    states = [];
    changes = [];
    watch = () => undefined;
    list = (response) => sendJson(response, page(10, thing('a', 3), thing('b', 4)));
    api = new ScriptedApi((request, response) => {
      if (!request.query.has('watch')) return list(response, request);
      response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
      watch(response, request);
    });
    await api.start();
    transport = new Transport(await loadKubeconfig(api.kubeconfig()));
  });

  afterEach(async () => {
    await reflector.stop();
    await transport.close();
    await api.close();
  });

  async function start(timing: Partial<ReflectorTiming> = {}): Promise<void> {
    reflector = new Reflector<string>({
      transport,
      path: '/apis/test/v1/things',
      resource: 'things.test',
      project: (object) => String((object as ReturnType<typeof thing>).metadata.uid),
      listener: {
        changed: (key, next) => changes.push(next === undefined ? `-${key}` : `${key}=${next}`),
        state: (state) => states.push(state.state),
      },
      timing: { retryFirstMs: 10, retryMostMs: 20, verdictRetryMs: 60_000, ...timing },
    });
    reflector.start();
    // It may be stale again by the time one looks.
    await vi.waitFor(() => expect(states).toContain('live'), { timeout: 5_000 });
  }

  const fullLists = () => api.requests.filter((request) => !request.query.has('watch') && !isGlance(request)).length;

  it('is not live while a watch says nothing, not even that all is quiet', async () => {
    await start({ staleMs: 40, silentMs: 60_000 });
    await vi.waitFor(() => expect(reflector.state).toMatchObject({ state: 'stale' }));
    expect([...reflector.items.keys()]).toEqual(['a', 'b']);
  });

  it('takes a bookmark for a sign of life', async () => {
    const timers: NodeJS.Timeout[] = [];
    watch = (response) => void timers.push(setInterval(() => response.write(bookmark(20)), 20));
    await start({ staleMs: 2_000 });
    await vi.waitFor(() => expect(api.requests.length).toBe(2));
    await new Promise((resolve) => setTimeout(resolve, 100));
    for (const timer of timers) clearInterval(timer);
    expect(states).toEqual(['live']);
  });

  it('is not live while it waits because it was told to', async () => {
    await start({ staleMs: 100, silentMs: 50 });
    api.script = (_, response) => response.writeHead(429, { 'retry-after': '30' }).end();
    await vi.waitFor(() => expect(reflector.state.state).toBe('stale'), { timeout: 3_000 });
  });

  it('does not take a watch that opens and brings nothing for life', async () => {
    await start({ staleMs: 60_000 });
    watch = (response) => response.destroy();
    list = (response, request) =>
      isGlance(request)
        ? sendJson(response, page(10, thing('a', 3)))
        : sendStatus(response, 500, 'InternalError', 'no');
    reflector.poke();
    await vi.waitFor(() => expect(reflector.state.state).toBe('stale'), { timeout: 3_000 });
  });

  it.each([
    ['its history is younger than ours', page(5, thing('a', 3))],
    ['the same name is another object', page(900, thing('b', 4, 'another'))],
    ['the same name is another object that just changed', page(900, thing('b', 899, 'another'))],
    ['what changed last is older than it was', page(900, thing('b', 2))],
    ['what changed last is gone', page(900)],
  ])('lists anew after a cut where another cluster answers: %s', async (_, other) => {
    let cut = false;
    list = (response, request) => {
      if (!cut) return sendJson(response, page(10, thing('a', 3), thing('b', 4)));
      sendJson(response, isGlance(request) ? other : page(900, thing('z', 2)));
    };
    const open: ServerResponse[] = [];
    watch = (response) => void open.push(response);
    await start();
    await vi.waitFor(() => expect(open).toHaveLength(1));
    cut = true;
    open[0]?.destroy();
    await vi.waitFor(() => expect([...reflector.items.keys()]).toEqual(['z']), { timeout: 3_000 });
  });

  it('goes on from its version where the same cluster answers', async () => {
    list = (response, request) =>
      sendJson(response, isGlance(request) ? page(12, thing('c', 11)) : page(10, thing('a', 3), thing('b', 4)));
    let opened = 0;
    watch = (response) => {
      if (++opened === 1) response.write(event('ADDED', thing('c', 11)), () => response.destroy());
      else response.write(event('ADDED', thing('0', 12)));
    };
    await start();
    await vi.waitFor(() => expect([...reflector.items.keys()]).toEqual(['a', 'b', 'c', '0']), { timeout: 3_000 });
    expect(fullLists()).toBe(1);
    const glance = api.requests.find(isGlance);
    expect(glance?.query.get('fieldSelector')).toBe('metadata.name=c');
  });

  it('goes on where what changed last has changed since', async () => {
    list = (response, request) =>
      sendJson(response, isGlance(request) ? page(12, thing('b', 12)) : page(10, thing('a', 3), thing('b', 4)));
    let opened = 0;
    watch = (response) => {
      if (++opened === 1) response.destroy();
      else response.write(event('MODIFIED', thing('b', 12, 'changed')));
    };
    await start();
    await vi.waitFor(() => expect(reflector.items.get('b')).toBe('changed'), { timeout: 3_000 });
    expect(fullLists()).toBe(1);
  });

  it('keeps the later state where an event is said again', async () => {
    watch = (response) =>
      response.write(
        event('MODIFIED', thing('a', 11, 'first')) +
          event('MODIFIED', thing('a', 12, 'second')) +
          event('MODIFIED', thing('a', 11, 'first')) +
          event('DELETED', thing('b', 13)) +
          event('MODIFIED', thing('b', 10)) +
          event('ADDED', thing('c', 14)),
      );
    await start();
    await vi.waitFor(() => expect(reflector.items.has('c')).toBe(true));
    expect(Object.fromEntries(reflector.items)).toEqual({ a: 'second', c: 'uid-c' });
    expect(changes.slice(2)).toEqual(['a=first', 'a=second', '-b', 'c=uid-c']);
  });

  it('lists anew when a bookmark is of an earlier time', async () => {
    let opened = 0;
    watch = (response) => void (++opened === 1 && response.write(bookmark(4)));
    await start();
    await vi.waitFor(() => expect(fullLists()).toBe(2), { timeout: 3_000 });
  });

  it('does not begin a list anew at each sign that the server is back', async () => {
    list = (response) => void setTimeout(() => sendJson(response, page(10, thing('a', 3))), 300);
    const started = start();
    await vi.waitFor(() => expect(api.requests).toHaveLength(1), { timeout: 5_000 });
    reflector.poke();
    await started;
    expect(fullLists()).toBe(1);
  });

  it('gives up a list that hangs, and gives a slow one more time the next time', async () => {
    let asked = 0;
    list = (response) => {
      if (++asked > 2) sendJson(response, page(10, thing('a', 3)));
      else if (asked === 2) setTimeout(() => sendJson(response, page(10, thing('b', 3))), 150);
    };
    await start({ pageTimeoutMs: 100, pageTimeoutMostMs: 5_000 });
    await vi.waitFor(() => expect([...reflector.items.keys()]).toEqual(['b']), { timeout: 3_000 });
  });
});
