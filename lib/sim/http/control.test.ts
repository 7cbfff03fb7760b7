// The control endpoint: clock, faults, watches, history and counts, as its owner uses them.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ask, type AskOptions, clientOf } from '#test/support/simulated-api.ts';
import { type Cluster, createCluster } from '../index.ts';

let cluster: Cluster;
let ask: Ask;

const START_MS = Date.UTC(2026, 0, 1);

beforeAll(async () => {
  cluster = await createCluster({ scenario: 'kubecon-2017', clock: { kind: 'paused' }, seed: 1, startAt: START_MS });
  ask = clientOf(cluster);
});

afterAll(() => cluster.close());

function control(method: string, path: string, body?: unknown, options: AskOptions = {}) {
  return ask(method, path, { control: true, ...(body === undefined ? {} : { body }), ...options });
}

describe('who may', () => {
  it.each([
    ['student', 403],
    ['viewer', 403],
    ['nobody', 403],
    [null, 401],
  ] as const)('%s gets %i', async (user, status) => {
    expect((await control('GET', '/state', undefined, { user })).status).toBe(status);
  });
});

describe('the state', () => {
  it('names scenario, clock and faults', async () => {
    expect((await control('GET', '/state')).json).toMatchObject({
      scenario: 'kubecon-2017',
      parameters: {},
      seed: 1,
      clock: { mode: 'paused', now: '2026-01-01T00:00:00.000Z', rate: 0 },
      faults: { nodesUnplugged: [], api: 'up', delayMs: 0, metricsMissing: [], permissionsTaken: [] },
      watches: 0,
    });
  });
});

describe('the clock', () => {
  it('is shown in the headers of every answer', async () => {
    const { headers } = await ask('GET', '/version');
    expect(headers.date).toBe('Thu, 01 Jan 2026 00:00:00 GMT');
    expect(headers['bramble-clock']).toBe('0');
  });

  it('is stepped while paused, and refused while it runs', async () => {
    const stepped = await control('POST', '/clock', { stepMs: 1500 });
    expect(stepped.json.clock).toMatchObject({ now: '2026-01-01T00:00:01.500Z' });
    await control('POST', '/clock', { mode: 'x10' });
    expect((await ask('GET', '/version')).headers['bramble-clock']).toBe('10');
    expect((await control('POST', '/clock', { stepMs: 1 })).status).toBe(409);
    expect((await control('POST', '/clock', { mode: 'paused' })).json.clock).toMatchObject({ rate: 0 });
  });
});

describe('faults', () => {
  it('stop the API with all that hangs on it, and start it on the same port', async () => {
    const watch = ask('GET', '/api/v1/pods?watch=true');
    while (cluster.control.state().watches === 0) await ask('GET', '/version');
    await control('PUT', '/faults', { api: 'stopped' });
    await watch;
    await expect(ask('GET', '/version')).rejects.toThrow('ECONNREFUSED');
    expect((await control('GET', '/state')).json.faults).toMatchObject({ api: 'stopped' });
    await control('PUT', '/faults', { api: 'up' });
    expect((await ask('GET', '/version')).status).toBe(200);
  });

  it('slow it down', async () => {
    await control('PUT', '/faults', { api: 'slow', delayMs: 60 });
    const startMs = performance.now();
    await ask('GET', '/version');
    expect(performance.now() - startMs).toBeGreaterThanOrEqual(59);
    await control('PUT', '/faults', {});
  });

  it('take metrics from a board that is up', async () => {
    await control('PUT', '/faults', { metricsMissing: ['pi5'] });
    const { json } = await ask('GET', '/apis/metrics.k8s.io/v1beta1/nodes');
    const names = json.items?.map((item) => (item.metadata as { name: string }).name);
    expect(names).toContain('pi6');
    expect(names).not.toContain('pi5');
    await control('PUT', '/faults', {});
  });

  it.each([
    [{ api: 'down' }, 'api:'],
    [{ nodesUnplugged: ['pi9'] }, 'there is no node "pi9"; there are: pi5, pi6, pi7, upboard1, upboard2'],
    [{ apii: 'up' }, 'apii'],
    [{ delayMs: -1 }, 'delayMs:'],
  ])('%j is refused and changes nothing', async (body, text) => {
    const answer = await control('PUT', '/faults', body);
    expect(answer.json).toMatchObject({ code: 400, message: expect.stringContaining(text) });
    expect(cluster.control.state().faults.nodesUnplugged).toEqual([]);
  });
});

describe('load', () => {
  const sample = { namespace: 'default', service: 'sample-metrics-app' };

  it("is the scenario's until somebody sets it, and again when nobody does", async () => {
    expect((await control('GET', '/load')).json).toEqual({
      services: [{ ...sample, requestsPerSecond: 2.664, isSet: false }],
    });
    const set = await control('PUT', '/load', {
      services: [{ service: 'sample-metrics-app', requestsPerSecond: 500 }],
    });
    expect(set.json).toEqual({ services: [{ ...sample, requestsPerSecond: 500, isSet: true }] });
    expect((await control('PUT', '/load', {})).json).toMatchObject({ services: [{ ...sample, isSet: false }] });
  });

  it('of a service that is not there is refused', async () => {
    const answer = await control('PUT', '/load', { services: [{ service: 'nope', requestsPerSecond: 1 }] });
    expect(answer.json).toMatchObject({
      code: 400,
      message: expect.stringContaining('there is no service "nope" in default; there are: '),
    });
  });
});

describe('requests', () => {
  it('are counted by who sent them and what they ask', async () => {
    await control('DELETE', '/requests');
    const headers = { 'user-agent': 'tester/1' };
    await ask('GET', '/api/v1/nodes', { headers });
    await ask('GET', '/api/v1/nodes', { headers });
    await ask('GET', '/version', { headers });
    const { text } = await control('GET', '/requests');
    expect(JSON.parse(text)).toEqual([
      { userAgent: 'tester/1', verb: 'list', resource: 'nodes', count: 2 },
      { userAgent: 'tester/1', verb: 'get', resource: '/version', count: 1 },
    ]);
  });
});

describe('nonsense', () => {
  it.each([
    ['GET', '/nope', undefined, 404],
    ['POST', '/state', {}, 405],
    ['POST', '/clock', '{bad', 400],
    ['POST', '/clock', { mode: 'x0' }, 400],
    ['POST', '/clock', { stepMs: 1e15 }, 400],
  ])('%s %s %j is %i', async (method, path, body, status) => {
    const answer = await control(method, path, body);
    expect(answer.json).toMatchObject({ kind: 'Status', code: status });
  });
});
