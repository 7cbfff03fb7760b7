// Another scenario in the place of the running one, as clients that were there before live through it.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Ask, clientOf, eventsIn } from '#test/support/simulated-api.ts';
import { type Cluster, createCluster } from '../index.ts';
import { empty } from '../scenarios/empty.ts';

const START_MS = Date.UTC(2026, 0, 1);

let cluster: Cluster;
let ask: Ask;

beforeEach(async () => {
  cluster = await createCluster({ scenario: 'kubecon-2017', clock: { kind: 'paused' }, seed: 1, startAt: START_MS });
  ask = clientOf(cluster);
});

afterEach(() => cluster.close());

const control = (method: string, path: string, body?: unknown) =>
  ask(method, path, { control: true, ...(body === undefined ? {} : { body }) });
const versionOf = ({ json }: Awaited<ReturnType<Ask>>) =>
  Number((json['metadata'] as { resourceVersion: string }).resourceVersion);
const namesOf = ({ json }: Awaited<ReturnType<Ask>>) =>
  json.items?.map((item) => (item['metadata'] as { name: string }).name);

/** What there is, but for the versions, which go on. */
async function story(): Promise<string> {
  const answers = await Promise.all(
    ['/api/v1/pods', '/api/v1/nodes', '/api/v1/events'].map((path) => ask('GET', path)),
  );
  return answers.map(({ text }) => text.replaceAll(/"resourceVersion":"\d+"/g, '')).join('\n');
}

describe('another scenario', () => {
  it('is served at the same address to the same user, from its first instant', async () => {
    const before = await ask('GET', '/api/v1/nodes');
    cluster.clock.step(60_000);
    const { json } = await control('POST', '/scenario', { name: 'empty', seed: 9 });
    expect(json).toMatchObject({
      scenario: 'empty',
      seed: 9,
      clock: { mode: 'paused', now: '2026-01-01T00:00:00.000Z' },
      boards: [],
    });
    const after = await ask('GET', '/api/v1/nodes');
    expect(namesOf(after)).toEqual([]);
    expect(versionOf(after)).toBeGreaterThan(versionOf(before));
    expect(after.headers['bramble-scenario']).toBe('empty');
    const created = await ask('POST', '/api/v1/namespaces', { body: { metadata: { name: 'mine' } } });
    expect(created.status).toBe(201);
  });

  it('cuts the watches of the one before, and expires all it gave out', async () => {
    const before = versionOf(await ask('GET', '/api/v1/nodes'));
    const page = (await ask('GET', '/api/v1/nodes?limit=2')).json['metadata'] as { continue: string };
    const watching = ask('GET', `/api/v1/nodes?watch=true&resourceVersion=${before}`);
    while (cluster.control.state().watches === 0) await ask('GET', '/version');
    await control('POST', '/scenario', { name: 'empty' });
    expect((await watching).text).toBe('');
    expect(cluster.control.state().watches).toBe(0);
    const again = await ask('GET', `/api/v1/nodes?watch=true&resourceVersion=${before}`);
    expect(again.json['code'] ?? eventsIn(again)[0]?.object['code']).toBe(410);
    expect((await ask('GET', `/api/v1/nodes?limit=2&continue=${encodeURIComponent(page.continue)}`)).status).toBe(410);
  });

  it('ends the logs that are followed', async () => {
    const pods = await ask('GET', '/api/v1/namespaces/default/pods?fieldSelector=spec.nodeName%3Dpi5');
    const following = ask('GET', `/api/v1/namespaces/default/pods/${namesOf(pods)?.[0]}/log?follow=true&tailLines=1`);
    await ask('GET', '/version');
    await control('POST', '/reset');
    expect((await following).status).toBe(200);
  });

  it.each([
    [{ name: 'nope' }, 'there is no scenario "nope"; there are: '],
    [{ name: 'empty', nodes: 3 }, 'the scenario empty has no number of nodes to choose'],
    [{ name: 'empty', pods: -1 }, 'pods:'],
    [{}, 'name:'],
  ])('%j is refused, and the one before goes on', async (body, text) => {
    const before = await story();
    const answer = await control('POST', '/scenario', body);
    expect(answer.json).toMatchObject({ kind: 'Status', code: 400, message: expect.stringContaining(text) });
    expect(await story()).toBe(before);
  });

  it('that cannot be built leaves the one before running, stopped API and all', async () => {
    vi.spyOn(empty, 'build').mockImplementationOnce(() => {
      throw new Error('no memory for it');
    });
    await control('PUT', '/faults', { api: 'stopped' });
    const answer = await control('POST', '/scenario', { name: 'empty' });
    expect(answer.json).toMatchObject({
      code: 500,
      message: 'the scenario "empty" cannot be built, the one before goes on: no memory for it',
    });
    await expect(ask('GET', '/version')).rejects.toThrow('ECONNREFUSED');
    expect((await control('GET', '/state')).json).toMatchObject({
      scenario: 'kubecon-2017',
      faults: { api: 'stopped' },
    });
    await control('PUT', '/faults', {});
    cluster.clock.step(61_000);
    expect(namesOf(await ask('GET', '/api/v1/nodes'))).toContain('pi5');
  });
});

describe('a reset', () => {
  it('brings back the first instant, whatever was changed, broken or passed', async () => {
    const first = await story();
    cluster.clock.step(600_000);
    await ask('DELETE', '/api/v1/nodes/pi5');
    await control('PUT', '/faults', { nodesUnplugged: ['pi6'], api: 'stopped' });
    const { json } = await control('POST', '/reset');
    expect(json).toMatchObject({ scenario: 'kubecon-2017', faults: { nodesUnplugged: [], api: 'up' } });
    expect(await story()).toBe(first);
  });

  it('has the same history again', async () => {
    cluster.clock.step(300_000);
    const first = await story();
    await control('POST', '/reset');
    await control('POST', '/clock', { stepMs: 300_000 });
    expect(await story()).toBe(first);
  });
});

describe('the boards in the state', () => {
  it('say which have power, and who took it', async () => {
    await control('PUT', '/faults', { nodesUnplugged: ['pi6'] });
    const { json } = await control('GET', '/state');
    expect(json['boards']).toEqual([
      { name: 'pi5', architecture: 'arm64', health: [], power: 'on' },
      { name: 'pi6', architecture: 'arm', health: [], power: 'unplugged' },
      { name: 'pi7', architecture: 'arm', health: [], power: 'dark' },
      { name: 'upboard1', architecture: 'amd64', health: [], power: 'on' },
      { name: 'upboard2', architecture: 'amd64', health: [], power: 'dark' },
    ]);
  });
});

describe('a long step', () => {
  it('leaves room for requests, and a change waits until it is over', async () => {
    const step = control('POST', '/clock', { stepMs: 3_600_000 });
    const mode = control('POST', '/clock', { mode: 'x10' });
    const meanwhile: unknown[] = [];
    void step.then(() => meanwhile.push('stepped'));
    await ask('GET', '/version').then(() => meanwhile.push('answered'));
    expect((await step).json['clock']).toMatchObject({ mode: 'paused', now: '2026-01-01T01:00:00.000Z' });
    expect((await mode).json['clock']).toMatchObject({ mode: 'x10' });
    expect(meanwhile).toEqual(['answered', 'stepped']);
  });
});
