import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ScriptedApi, type ScriptedRequest, sendJson, sendStatus } from '#test/support/scripted-api.ts';
import { loadKubeconfig } from './config.ts';
import { isStatusError, type StatusError } from './status-error.ts';
import { Transport } from './transport.ts';
import { patchObject } from './write.ts';

describe('a transport', () => {
  let api: ScriptedApi;
  let transport: Transport;

  async function start(script: ScriptedApi['script'], user = {}, cluster = {}): Promise<void> {
    api = new ScriptedApi(script);
    await api.start();
    transport = new Transport(await loadKubeconfig(api.kubeconfig(user, cluster)));
  }

  afterEach(async () => {
    await transport.close();
    await api.close();
  });

  const failure = async (promise: Promise<unknown>): Promise<StatusError> => {
    const error = await promise.then(
      () => null,
      (thrown: unknown) => thrown,
    );
    if (!isStatusError(error)) throw new Error(`no StatusError: ${String(error)}`);
    return error;
  };
  const get = (timeoutMs = 5_000, limitBytes?: number) =>
    transport.json({ path: '/x', timeoutMs, ...(limitBytes === undefined ? {} : { limitBytes }) });

  it.each([
    ['a token', { token: 'sesame' }, 'Bearer sesame'],
    ['a name and password', { username: 'a', password: 'b' }, `Basic ${Buffer.from('a:b').toString('base64')}`],
    [
      'a credential plugin',
      {
        exec: {
          apiVersion: 'client.authentication.k8s.io/v1',
          command: process.execPath,
          interactiveMode: 'Never',
          args: [
            '-e',
            `console.log(JSON.stringify({apiVersion:'client.authentication.k8s.io/v1',kind:'ExecCredential',status:{token:'made'}}))`,
          ],
        },
      },
      'Bearer made',
    ],
  ])('signs in with %s', async (_, user, expected) => {
    await start((__, response) => sendJson(response, {}), user);
    await get();
    expect(api.requests[0]?.headers.authorization).toBe(expected);
    expect(api.requests[0]?.headers['user-agent']).toBe('bramble');
  });

  it('uses connections again', async () => {
    const ports = new Set<number | undefined>();
    await start((_, response) => {
      ports.add(response.socket?.remotePort);
      sendJson(response, {});
    });
    for (let i = 0; i < 20; i++) await get();
    // The next request may come before the last connection is free.
    expect(ports.size).toBeLessThanOrEqual(2);
  });

  it('passes on a Status as it is', async () => {
    const status = { kind: 'Status', code: 409, reason: 'Conflict', message: 'modified', details: { name: 'pi5' } };
    await start((_, response) => sendJson(response, status, 409));
    const { kind: _kind, ...expected } = status;
    expect(await failure(get())).toMatchObject({ ...expected, answered: true });
  });

  it('makes a Status of what is none, without its words', async () => {
    await start((_, response) => response.writeHead(502).end('<html>10.0.0.1 secret-proxy</html>'));
    const error = await failure(get());
    expect(error).toMatchObject({ code: 502, message: 'the API server answered 502' });
  });

  it('gives up in time, whether nothing comes or the body never ends', async () => {
    await start(() => undefined);
    expect(await failure(get(40))).toMatchObject({ code: 504, answered: false });
    api.script = (_, response) => response.writeHead(200).write('{');
    expect(await failure(get(40))).toMatchObject({ code: 504, answered: false });
  });

  it('reads no more than it may', async () => {
    await start((_, response) => sendJson(response, { text: 'x'.repeat(10_000) }));
    expect(await failure(get(5_000, 1_024))).toMatchObject({ code: 413, message: expect.stringContaining('1 KiB') });
  });

  it('says that an answer is no JSON', async () => {
    await start((_, response) => response.end('hello'));
    expect(await failure(get())).toMatchObject({ code: 502 });
  });

  describe('with credentials that are renewed', () => {
    let directory: string;
    const write = (token: string) => writeFileSync(join(directory, 'token'), `${token}\n`);
    const onlyFor = (token: string) => (request: ScriptedRequest, response: ServerResponse) => {
      if (request.headers.authorization === `Bearer ${token}`) sendJson(response, { for: token });
      else sendStatus(response, 401, 'Unauthorized', 'Unauthorized');
    };
    beforeEach(() => {
      directory = mkdtempSync(join(tmpdir(), 'bramble-token-'));
    });
    afterEach(() => rmSync(directory, { recursive: true }));

    it.each([
      ['a token file', () => ({ token: 'not this one', tokenFile: join(directory, 'token') })],
      [
        'a plugin that names no expiry',
        () => ({
          exec: {
            apiVersion: 'client.authentication.k8s.io/v1',
            command: 'sh',
            interactiveMode: 'Never',
            args: [
              '-c',
              `printf '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"%s"}}' "$(cat ${directory}/token)"`,
            ],
          },
        }),
      ],
    ])('signs in anew at the first refusal: %s', async (_, user) => {
      write('old');
      await start(onlyFor('old'), user());
      expect((await get()).body).toEqual({ for: 'old' });
      write('new');
      api.script = onlyFor('new');
      expect((await get()).body).toEqual({ for: 'new' });
      expect(api.requests).toHaveLength(3);
    });

    it('says that it is refused where nothing is renewed, and does not ask at every request whether it is', async () => {
      write('old');
      await start(onlyFor('another'), { tokenFile: join(directory, 'token') });
      expect(await failure(get())).toMatchObject({ code: 401, answered: true });
      expect(await failure(get())).toMatchObject({ code: 401, answered: true });
      expect(api.requests).toHaveLength(3);
    });

    it('gives up a plugin that hangs', async () => {
      const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: 'sleep', args: ['2'] };
      await start((_, response) => sendJson(response, {}), { exec });
      expect(await failure(get(100))).toMatchObject({ code: 504, answered: false });
    });
  });

  it('says which credentials do not work, without showing them', async () => {
    await start((_, response) => sendJson(response, {}), {
      exec: { apiVersion: 'client.authentication.k8s.io/v1', command: '/no/such/plugin-with-secret', args: [] },
    });
    const error = await failure(get());
    expect(error).toMatchObject({ code: 401, answered: false });
    expect(error.message).not.toContain('secret');
  });

  it('refuses plain http unless the kubeconfig allows it', async () => {
    await start((_, response) => sendJson(response, {}), { token: 't' }, { 'insecure-skip-tls-verify': false });
    expect((await failure(get())).message).toContain('insecure-skip-tls-verify');
    expect(api.requests).toEqual([]);
  });

  it.each([
    [true, 'All'],
    [false, null],
  ])('patches under our field manager; dry run %s', async (dryRun, expected) => {
    await start((_, response) => sendJson(response, { done: true }));
    const patch = { spec: { unschedulable: true } };
    const type = 'application/merge-patch+json';
    expect(await patchObject(transport, { path: '/api/v1/nodes/pi5', type, patch, dryRun })).toEqual({ done: true });
    const [request] = api.requests;
    expect(request).toMatchObject({ method: 'PATCH', path: '/api/v1/nodes/pi5', body: JSON.stringify(patch) });
    expect(request?.query.get('dryRun')).toBe(expected);
    expect(request?.query.get('fieldManager')).toBe('bramble');
    expect(request?.headers['content-type']).toBe(type);
  });
});
