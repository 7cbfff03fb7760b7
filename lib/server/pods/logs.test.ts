import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { loadKubeconfig, Transport } from '#lib/kube/index.ts';
import { ScriptedApi, sendStatus } from '#test/support/scripted-api.ts';
import { logTarget } from './log-query.ts';
import { passLog } from './logs.ts';

const ADDRESS = 'Get "https://192.168.1.5:10250/containerLogs/default/web/app": dial tcp 192.168.1.5:10250: no route';

describe('a log passed on', () => {
  let api: ScriptedApi;
  let transport: Transport;

  async function start(script: ScriptedApi['script']): Promise<void> {
    api = new ScriptedApi(script);
    await api.start();
    transport = new Transport(await loadKubeconfig(api.kubeconfig()));
  }
  afterEach(async () => {
    await transport.close();
    await api.close();
  });

  const read = (query = '', signal = new AbortController().signal) =>
    passLog({ transport, nodeOf: () => 'pi5' }, logTarget('default', 'web', new URLSearchParams(query)), signal);
  const plain = { 'content-type': 'text/plain' };

  it('is the text as it came, and nothing a browser would run', async () => {
    await start((_, response) => response.writeHead(200, plain).end('<script>\nline\n'));
    const response = await read('container=app&timestamps=true');
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await response.text()).toBe('<script>\nline\n');
    expect(api.requests[0]?.path).toBe('/api/v1/namespaces/default/pods/web/log');
    expect(api.requests[0]?.query.get('container')).toBe('app');
  });

  it('comes line by line while it is followed, and is let go of when the reader goes', async () => {
    let open: ServerResponse | undefined;
    let closed = false;
    await start((_, response) => {
      open = response;
      response.on('close', () => {
        closed = true;
      });
      response.writeHead(200, plain).write('one\n');
    });
    const reader = (await read('follow=true')).body?.getReader();
    const next = async () => Buffer.from((await reader?.read())?.value ?? []).toString();
    expect(await next()).toBe('one\n');
    open?.write('two\n');
    expect(await next()).toBe('two\n');
    await reader?.cancel();
    await vi.waitFor(() => expect(closed).toBe(true));
  });

  it('is followed before the container has printed anything', async () => {
    let open: ServerResponse | undefined;
    await start((_, response) => {
      open = response;
    });
    const response = await read('follow=true');
    expect(response.status).toBe(200);
    open?.writeHead(200, plain).end('at last\n');
    expect(await response.text()).toBe('at last\n');
  });

  it.each([
    [400, 'BadRequest', 'container "app" in pod "web" is waiting to start: ContainerCreating'],
    [403, 'Forbidden', 'pods "web" is forbidden: User "x" cannot get resource "pods/log"'],
    [404, 'NotFound', 'pods "web" not found'],
  ])('says what the API server says: %i', async (code, reason, message) => {
    await start((_, response) => sendStatus(response, code, reason, message));
    for (const query of ['', 'follow=true']) await expect(read(query)).rejects.toMatchObject({ code, reason, message });
  });

  it('says in words, without its address, that the node does not answer', async () => {
    await start((_, response) => sendStatus(response, 500, 'InternalError', ADDRESS));
    const error = await read().catch((refused: unknown) => refused);
    expect(error).toMatchObject({ code: 503, message: expect.stringContaining('pi5 does not answer') });
    expect(String(error)).not.toContain('192.168');
  });

  it('serves so many readers and no more, and the next when one has gone', async () => {
    await start((_, response) => void response.writeHead(200, plain).write('x\n'));
    const open: Response[] = [];
    for (;;) {
      const response = await read('follow=true').catch(() => null);
      if (response === null) break;
      open.push(response);
    }
    expect(open.length).toBe(32);
    await expect(read()).rejects.toMatchObject({ code: 429 });
    await open.pop()?.body?.cancel();
    const one = await read('follow=true');
    for (const response of [one, ...open]) await response.body?.cancel();
  });

  it('frees its place where the log cannot be had', async () => {
    await start((_, response) => sendStatus(response, 400, 'BadRequest', 'no'));
    for (let i = 0; i < 40; i++) await expect(read()).rejects.toMatchObject({ code: 400 });
  });

  it.each([
    ['ends, so that whoever follows asks again', 'follow=true', 'one\n'],
    ['breaks off, for it must not look whole', '', null],
  ])('%s, when the API server goes', async (_, query, expected) => {
    let open: ServerResponse | undefined;
    await start((_request, response) => {
      open = response;
      response.writeHead(200, plain).write('one\n');
    });
    const reader = (await read(query)).body?.getReader();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('one\n');
    open?.destroy();
    if (expected === null) await expect(reader?.read()).rejects.toThrow();
    else expect((await reader?.read())?.done).toBe(true);
  });
});
