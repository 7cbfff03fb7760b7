import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { loadKubeconfig, Transport } from '#lib/kube/index.ts';
import { ScriptedApi, sendJson, sendStatus } from '#test/support/scripted-api.ts';
import { PROXY_BYTES_MAX, passOn } from './proxy.ts';
import { proxyTarget } from './proxy-path.ts';

describe('the proxy', () => {
  let api: ScriptedApi;
  let transport: Transport;
  const left = new AbortController();

  async function start(script: ScriptedApi['script']): Promise<void> {
    api = new ScriptedApi(script);
    await api.start();
    transport = new Transport(await loadKubeconfig(api.kubeconfig()));
  }
  afterEach(async () => {
    await transport.close();
    await api.close();
  });

  const get = (path: string, signal = left.signal) => {
    const [pathname = '', query = ''] = path.split('?');
    return passOn(transport, proxyTarget(pathname, new URLSearchParams(query)), signal);
  };
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, data: { a: 'aHVudGVyMg==' } };

  it('asks for metadata of Secrets, and shows no more even from a server that sends more', async () => {
    await start((_, response) => sendJson(response, { kind: 'SecretList', metadata: {}, items: [secret] }));
    for (const path of ['/api/v1/secrets', '/api/v1/secrets?as=yaml']) {
      const text = await (await get(path)).text();
      expect(text).toContain('name');
      expect(text).not.toContain('aHVudGVyMg');
    }
    expect(api.requests[0]?.headers.accept).toContain('as=PartialObjectMetadata');
  });

  it('gives an object as YAML', async () => {
    await start((_, response) => sendJson(response, { kind: 'Node', metadata: { name: 'pi5', managedFields: [] } }));
    const response = await get('/api/v1/nodes/pi5?as=yaml');
    expect(response.headers.get('content-type')).toMatch(/^application\/yaml/);
    expect(parse(await response.text())).toEqual({ kind: 'Node', metadata: { name: 'pi5' } });
  });

  it('passes on how the API server refuses', async () => {
    await start((_, response) => sendStatus(response, 403, 'Forbidden', 'pods is forbidden'));
    await expect(get('/api/v1/pods')).rejects.toMatchObject({ code: 403, message: 'pods is forbidden' });
  });

  it('streams documents as they come', async () => {
    let rest: ServerResponse | undefined;
    await start((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).write('{"a":');
      rest = response;
    });
    const reader = (await get('/openapi/v3')).body?.getReader();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('{"a":');
    rest?.end('1}');
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('1}');
    expect((await reader?.read())?.done).toBe(true);
  });

  it.each([
    ['an object', '/api/v1/pods'],
    ['a document that says how large it is', '/openapi/v3?limit=1'],
    ['a document that does not', '/openapi/v3'],
  ])('breaks off at its bound: %s', async (_, path) => {
    await start(({ query }, response) => {
      const bytes = PROXY_BYTES_MAX + 1;
      const length: Record<string, string> = query.has('limit') ? { 'content-length': String(bytes) } : {};
      response.writeHead(200, { 'content-type': 'application/json', ...length }).end('x'.repeat(bytes));
    });
    const whole = get(path).then((response) => response.text());
    await expect(whole).rejects.toThrow(/larger than 8 MiB/);
  });

  it('hands no markup to a browser', async () => {
    await start((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<script>'));
    await expect(get('/version')).rejects.toMatchObject({ code: 502 });
  });

  it('lets only a few through at once, and others after them', async () => {
    const open: ServerResponse[] = [];
    await start((_, response) => open.push(response));
    const first = Array.from({ length: 8 }, () => get('/api/v1/pods'));
    await expect(get('/api/v1/pods')).rejects.toMatchObject({ code: 429, retryAfterSeconds: 1 });
    await vi.waitFor(() => expect(open).toHaveLength(8));
    for (const response of open) sendJson(response, {});
    await Promise.all(first);
    const next = get('/api/v1/pods');
    await vi.waitFor(() => expect(open).toHaveLength(9));
    sendJson(open.at(-1) as ServerResponse, {});
    expect((await next).status).toBe(200);
  });

  it('stops asking when its viewer leaves', async () => {
    let closed = false;
    await start((_, response) => {
      response.on('close', () => {
        closed = true;
      });
    });
    const leaving = new AbortController();
    const answer = get('/api/v1/pods', leaving.signal).catch((error: unknown) => error);
    await vi.waitFor(() => expect(api.requests).toHaveLength(1));
    leaving.abort();
    expect(await answer).toMatchObject({ code: 503 });
    await vi.waitFor(() => expect(closed).toBe(true));
  });
});
