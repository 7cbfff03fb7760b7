import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ScriptedApi, sendJson, sendStatus } from '#test/support/scripted-api.ts';
import { loadKubeconfig } from './config.ts';
import { Reflector } from './reflector.ts';
import { Transport } from './transport.ts';

interface Thing {
  name: string;
  colour: string;
}

const thing = (name: string, version: number, colour = 'red') => ({
  kind: 'Thing',
  metadata: { name, resourceVersion: String(version) },
  colour,
});
const page = (version: number, items: unknown[], next?: string) => ({
  kind: 'ThingList',
  metadata: { resourceVersion: String(version), ...(next === undefined ? {} : { continue: next }) },
  items,
});
const event = (type: string, object: unknown) => `${JSON.stringify({ type, object })}\n`;

describe('a reflector', () => {
  let api: ScriptedApi;
  let transport: Transport;
  let reflector: Reflector<Thing>;
  let changes: string[];
  let states: string[];
  /** Runs when the thing `c` has changed. */
  let told: () => void;
  /** What is answered to the question whether it is the same cluster still. */
  let first: (response: ServerResponse, name: string) => void;
  /** What the next list and the next watch answer; a watch without a script stays open and silent. */
  let lists: ((response: ServerResponse, token: string | null) => void)[];
  let watches: ((response: ServerResponse) => void)[];
  const open: ServerResponse[] = [];

  beforeEach(async () => {
    changes = [];
    states = [];
    told = () => undefined;
    lists = [];
    first = (response, key) => sendJson(response, page(90, [thing(key, 80)]));
    watches = [];
    api = new ScriptedApi(({ query }, response) => {
      if (query.has('watch')) {
        response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
        open.push(response);
        watches.shift()?.(response);
      } else {
        const next = lists.length > 1 ? lists.shift() : lists[0];
        if (query.get('limit') === '1') first(response, query.get('fieldSelector')?.split('=')[1] ?? '');
        else if (next === undefined) sendJson(response, page(10, [thing('a', 3), thing('b', 4)]));
        else next(response, query.get('continue'));
      }
    });
    await api.start();
    transport = new Transport(await loadKubeconfig(api.kubeconfig()));
  });

  afterEach(async () => {
    await reflector.stop();
    await transport.close();
    await api.close();
  });

  function start(options: { itemsMax?: number; silentMs?: number } = {}): void {
    reflector = new Reflector<Thing>({
      transport,
      path: '/apis/test/v1/things',
      resource: 'things.test',
      project: (object) => {
        const { metadata, colour } = object as ReturnType<typeof thing>;
        if (colour === 'unreadable') throw new Error('no such colour');
        return { name: metadata.name, colour };
      },
      listener: {
        changed: (key, next) => {
          changes.push(next === undefined ? `-${key}` : `${key}=${next.colour}`);
          if (key === 'c') told();
        },
        state: (state) => states.push(state.state),
      },
      ...(options.itemsMax === undefined ? {} : { itemsMax: options.itemsMax }),
      timing: { retryFirstMs: 10, retryMostMs: 20, verdictRetryMs: 20, silentMs: options.silentMs ?? 60_000 },
    });
    reflector.start();
  }

  const watchVersions = () =>
    api.requests.filter(({ query }) => query.has('watch')).map(({ query }) => query.get('resourceVersion'));

  it('lists page by page and watches from the version of the list', async () => {
    lists = [
      (response) => sendJson(response, page(10, [thing('a', 3)], 'more')),
      (response, token) => sendJson(response, page(10, [thing(token === 'more' ? 'b' : 'wrong', 4)])),
    ];
    start();
    await vi.waitFor(() => expect(watchVersions()).toEqual(['10']), { timeout: 10_000 });
    expect([...reflector.items.keys()]).toEqual(['a', 'b']);
    expect(api.requests[0]?.query.get('limit')).toBe('500');
    expect(api.requests[2]?.query.get('allowWatchBookmarks')).toBe('true');
    expect(reflector.state).toEqual({ state: 'live' });
  });

  it('applies events, also when they arrive in pieces, and goes on after the last version it saw', async () => {
    const text =
      event('ADDED', thing('c', 11)) +
      event('MODIFIED', thing('a', 12, 'blue')) +
      event('DELETED', thing('b', 13)) +
      event('BOOKMARK', { kind: 'Thing', metadata: { resourceVersion: '40' } });
    watches = [
      (response) => {
        response.write(text.slice(0, 30));
        setImmediate(() => response.end(text.slice(30)));
      },
    ];
    start();
    await vi.waitFor(() => expect(watchVersions()).toEqual(['10', '40']));
    expect(Object.fromEntries(reflector.items)).toEqual({
      c: { name: 'c', colour: 'red' },
      a: { name: 'a', colour: 'blue' },
    });
    expect(changes).toEqual(['a=red', 'b=red', 'c=red', 'a=blue', '-b']);
  });

  it('lists again when its version has expired, and says what went meanwhile', async () => {
    lists = [
      (response) => sendJson(response, page(10, [thing('a', 3), thing('b', 4)])),
      (response) => sendJson(response, page(50, [thing('b', 44, 'green')])),
    ];
    const gone = { kind: 'Status', status: 'Failure', code: 410, reason: 'Expired', message: 'too old' };
    watches = [(response) => response.end(event('ERROR', gone))];
    start();
    await vi.waitFor(() => expect(watchVersions()).toEqual(['10', '50']));
    expect(changes).toEqual(['a=red', 'b=red', '-a', 'b=green']);
    expect(states).toEqual(['live']);
  });

  it('survives a connection cut in the middle of an event', async () => {
    watches = [
      (response) => {
        response.write(event('ADDED', thing('c', 11)));
        response.write(event('ADDED', thing('d', 12)).slice(0, 20), () => response.destroy());
      },
      (response) => response.write(event('ADDED', thing('d', 12))),
    ];
    start();
    await vi.waitFor(() => expect([...reflector.items.keys()]).toEqual(['a', 'b', 'c', 'd']));
    expect(watchVersions()).toEqual(['10', '11']);
    expect(states).toEqual(['live']);
  });

  it('names what it may not do, knows nothing then, and recovers when it may', async () => {
    lists = [
      (response) => sendStatus(response, 403, 'Forbidden', 'things.test is forbidden'),
      (response) => sendJson(response, page(10, [thing('a', 3)])),
    ];
    start();
    await vi.waitFor(() => expect(states).toEqual(['forbidden', 'live']));
    expect([...reflector.items.keys()]).toEqual(['a']);
  });

  it('forgets what it knew when the right to watch is taken', async () => {
    start();
    await vi.waitFor(() => expect(reflector.state).toEqual({ state: 'live' }));
    api.script = (_, response) => sendStatus(response, 403, 'Forbidden', 'no');
    open.at(-1)?.end();
    await vi.waitFor(() => expect(reflector.state).toMatchObject({ state: 'forbidden', resource: 'things.test' }));
    expect(reflector.items.size).toBe(0);
    expect(reflector.known).toBe(false);
  });

  it('is absent where the API server does not know the resource', async () => {
    lists = [(response) => sendStatus(response, 404, 'NotFound', 'the server could not find the requested resource')];
    start();
    await vi.waitFor(() => expect(reflector.state).toMatchObject({ state: 'absent' }));
  });

  it('keeps what it knew and turns stale while the server is away, naming no address', async () => {
    start();
    await vi.waitFor(() => expect(reflector.state).toEqual({ state: 'live' }));
    await api.stop();
    await vi.waitFor(() => expect(reflector.state.state).toBe('stale'));
    expect(reflector.items.size).toBe(2);
    expect(JSON.stringify(reflector.state)).not.toContain('127.0.0.1');
    expect(reflector.state).toMatchObject({ message: expect.stringContaining('connection was refused') });
    await api.start();
    reflector.poke();
    await vi.waitFor(() => expect(reflector.state).toEqual({ state: 'live' }));
  });

  it('tries anew when a watch is silent for too long', async () => {
    watches = [() => undefined, (response) => response.write(event('ADDED', thing('c', 11)))];
    start({ silentMs: 30 });
    await vi.waitFor(() => expect(reflector.items.has('c')).toBe(true));
    expect(watchVersions().slice(0, 2)).toEqual(['10', '10']);
    expect(states[0]).toBe('live');
  });

  it('lists again when the cluster came back with an older history', async () => {
    start();
    await vi.waitFor(() => expect(reflector.state).toEqual({ state: 'live' }));
    const script = api.script;
    api.script = (request, response) => {
      const tooLarge = request.query.get('resourceVersion') === '10';
      if (tooLarge) sendStatus(response, 504, 'Timeout', 'Too large resource version: 10, current: 2');
      else script(request, response);
    };
    lists = [(response) => sendJson(response, page(2, [thing('z', 1)]))];
    reflector.poke();
    await vi.waitFor(() => expect([...reflector.items.keys()]).toEqual(['z']));
  });

  it('lists anew when told to, whatever of the old watch is still to be read', async () => {
    watches = [(response) => response.write(event('ADDED', thing('c', 11)) + event('ADDED', thing('d', 12)))];
    told = () => queueMicrotask(() => reflector.relist());
    start();
    await vi.waitFor(() => expect(watchVersions()).toEqual(['10', '10']));
    expect(changes).not.toContain('d=red');
    expect([...reflector.items.keys()]).toEqual(['a', 'b']);
  });

  it('holds no more than it may, dropping what changed longest ago', async () => {
    watches = [(response) => response.write(event('MODIFIED', thing('a', 11)) + event('ADDED', thing('c', 12)))];
    start({ itemsMax: 2 });
    await vi.waitFor(() => expect([...reflector.items.keys()]).toEqual(['a', 'c']));
    expect(changes.at(-1)).toBe('-b');
  });

  it('leaves out an object that cannot be read, not its neighbours', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    lists = [(response) => sendJson(response, page(10, [thing('a', 3, 'unreadable'), thing('b', 4)]))];
    start();
    await vi.waitFor(() => expect([...reflector.items.keys()]).toEqual(['b']));
    expect(log).toHaveBeenCalledWith(expect.stringContaining('things.test a'), expect.any(String));
    log.mockRestore();
  });
});
