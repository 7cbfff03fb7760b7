// Logs of crashed containers: read once for each end, few at a time, and never more than asked for.
import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { loadKubeconfig, Transport } from '#lib/kube/index.ts';
import { projectPod } from '#lib/model/records/project-pod.ts';
import type { PodRecord } from '#lib/model/records/records.ts';
import { ScriptedApi, sendStatus } from '#test/support/scripted-api.ts';
import { CrashLogs } from './crash-logs.ts';

const PLAIN = { 'content-type': 'text/plain' };
const WAIT = { timeout: 10_000 };

interface Ended {
  name?: string;
  restarts?: number;
  exitCode?: number;
  waiting?: boolean;
}

function crashed({ name = 'web', restarts = 1, exitCode = 1, waiting = true }: Ended = {}): PodRecord {
  const terminated = { exitCode, finishedAt: `2017-03-30T12:0${restarts}:00Z` };
  const state = waiting ? { waiting: { reason: 'CrashLoopBackOff' } } : { running: {} };
  const status = { name: 'app', image: 'app:1', imageID: '', ready: false, restartCount: restarts, state };
  return projectPod({
    metadata: { namespace: 'default', name, uid: `uid-${name}` },
    spec: { containers: [{ name: 'app', image: 'app:1' }] },
    status: { phase: 'Running', containerStatuses: [{ ...status, lastState: { terminated } }] },
  });
}

describe('the log of a crashed container', () => {
  let api: ScriptedApi;
  let transport: Transport;
  let logs: CrashLogs;
  let changes = 0;

  async function begin(script: ScriptedApi['script']): Promise<void> {
    api = new ScriptedApi(script);
    await api.start();
    transport = new Transport(await loadKubeconfig(api.kubeconfig()));
    changes = 0;
    logs = new CrashLogs(transport, () => {
      changes += 1;
    });
  }
  afterEach(async () => {
    await transport.close();
    await api.close();
  });
  const told = (pod: PodRecord) => vi.waitFor(() => expect(logs.of(pod, 'app')).not.toBeNull(), WAIT);

  it('is read once, by its last lines, and told to whoever looks then', async () => {
    await begin((_, response) => response.writeHead(200, PLAIN).end('exec format error\n'));
    expect(logs.of(crashed(), 'app')).toBeNull();
    await vi.waitFor(() => expect(changes).toBe(1), WAIT);
    expect(logs.of(crashed(), 'app')).toBe('exec format error\n');
    const [request, ...more] = api.requests;
    expect([request?.path, request?.query.get('tailLines'), request?.query.get('previous'), more]).toEqual([
      '/api/v1/namespaces/default/pods/web/log',
      '20',
      null,
      [],
    ]);
  });

  it.each([
    ['one that has come back', { waiting: false }, ['true']],
    ['one that waits, and has no log of its own any more', {}, [null, 'true']],
  ])('is the one before of %s', async (_, ended, asked) => {
    await begin((request, response) => {
      if (request.query.get('previous') === 'true') response.writeHead(200, PLAIN).end('before\n');
      else sendStatus(response, 400, 'BadRequest', 'container "app" in pod "web" is waiting to start');
    });
    await told(crashed(ended));
    expect(logs.of(crashed(ended), 'app')).toBe('before\n');
    expect(api.requests.map(({ query }) => query.get('previous'))).toEqual(asked);
  });

  it('is read anew for another end, and the earlier one stands until it is there', async () => {
    let open: ServerResponse | undefined;
    await begin((_, response) => {
      if (api.requests.length === 1) response.writeHead(200, PLAIN).end('first\n');
      else open = response;
    });
    await told(crashed());
    expect(logs.of(crashed({ restarts: 2 }), 'app')).toBe('first\n');
    await vi.waitFor(() => expect(open).toBeDefined(), WAIT);
    open?.writeHead(200, PLAIN).end('second\n');
    await vi.waitFor(() => expect(logs.of(crashed({ restarts: 2 }), 'app')).toBe('second\n'), WAIT);
  });

  it('is not asked for where nothing has crashed', async () => {
    await begin((_, response) => response.writeHead(200, PLAIN).end('fine\n'));
    expect(logs.of(crashed({ exitCode: 0 }), 'app')).toBeNull();
    expect(logs.of(crashed(), 'another')).toBeNull();
    expect(api.requests).toEqual([]);
  });

  it('is not asked for again where it may not be read', async () => {
    await begin((_, response) => sendStatus(response, 403, 'Forbidden', 'cannot get resource "pods/log"'));
    logs.of(crashed(), 'app');
    await vi.waitFor(() => expect(changes).toBe(1), WAIT);
    expect(logs.of(crashed(), 'app')).toBeNull();
    expect(api.requests).toHaveLength(1);
  });

  it('is no longer than asked for, whatever the server sends', async () => {
    await begin((_, response) => response.writeHead(200, PLAIN).end('x'.repeat(1_000_000)));
    await told(crashed());
    expect(logs.of(crashed(), 'app')).toHaveLength(8 * 1024);
  });

  it('waits its turn where many crash at once', async () => {
    const open: ServerResponse[] = [];
    await begin((_, response) => void open.push(response));
    const pods = Array.from({ length: 10 }, (_, index) => crashed({ name: `web-${index}` }));
    for (const pod of pods) logs.of(pod, 'app');
    await vi.waitFor(() => expect(open).toHaveLength(4), WAIT);
    for (const response of open.splice(0)) response.writeHead(200, PLAIN).end('one\n');
    await vi.waitFor(() => expect(changes).toBe(4), WAIT);
    for (const pod of pods) logs.of(pod, 'app');
    await vi.waitFor(() => expect(open).toHaveLength(4), WAIT);
    expect(api.requests).toHaveLength(8);
    for (const response of open) response.end();
  });
});
