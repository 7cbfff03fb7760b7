// Logs as a client reads them: all of one, the newest of it, what follows, and why there is none.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ask, clientOf } from '#test/support/simulated-api.ts';
import { type Cluster, createCluster } from '../../index.ts';

let cluster: Cluster;
let ask: Ask;

const PODS = '/api/v1/namespaces/default/pods';
const APP = 'app';
const LOG = `${PODS}/${APP}/log`;
const HOUR_MS = 3_600_000;

beforeAll(async () => {
  cluster = await createCluster({ scenario: 'kubecon-2017', clock: { kind: 'paused' }, seed: 1 });
  ask = clientOf(cluster);
  await run('twice', 'pi5', [
    { name: 'a', image: 'nginx' },
    { name: 'b', image: 'nginx' },
  ]);
  // On its own, so that no autoscaler takes it away.
  await run(APP, 'pi5', [{ name: 'c', image: 'luxas/autoscale-demo:v0.1.2' }]);
  await run('nowhere', undefined, [{ name: 'c', image: 'nginx' }]);
  await run('unpulled', 'pi5', [{ name: 'c', image: 'example.com/none' }]);
  await step(600_000);
});

afterAll(() => cluster.close());

async function run(name: string, nodeName: string | undefined, containers: object[]): Promise<void> {
  const spec = { nodeName, schedulerName: 'none', containers, tolerations: [{ operator: 'Exists' }] };
  await ask('POST', PODS, { body: { metadata: { name }, spec } });
}

function step(stepMs: number) {
  return cluster.control.setClock({ stepMs });
}

async function linesOf(path: string): Promise<string[]> {
  const { text, status } = await ask('GET', path);
  expect(status).toBe(200);
  return text.split('\n').slice(0, -1);
}

/** Resolves once a stream that was just asked for is under way. */
async function opened(): Promise<void> {
  await ask('GET', '/healthz');
  await ask('GET', '/healthz');
}

describe('a log', () => {
  it('is cut to what is asked of it', async () => {
    const all = await linesOf(LOG);
    expect(all.length).toBeGreaterThan(100);
    expect(await linesOf(`${LOG}?tailLines=3`)).toEqual(all.slice(-3));
    expect(await linesOf(`${LOG}?tailLines=0`)).toEqual([]);
    const { text } = await ask('GET', `${LOG}?limitBytes=20`);
    expect(text).toBe(`${all[0]}`.slice(0, 20));
    const [first = ''] = await linesOf(`${LOG}?tailLines=3&timestamps=true`);
    const [time = '', ...words] = first.split(' ');
    expect(words.join(' ')).toBe(all.at(-3));
    expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/);
    expect(await linesOf(`${LOG}?sinceTime=${time}`)).toEqual(all.slice(-3));
    const minute = await linesOf(`${LOG}?sinceSeconds=60`);
    expect(all.slice(-minute.length)).toEqual(minute);
    expect(minute.length).toBeGreaterThanOrEqual(18);
  });

  it('that is followed has all lines of the time that passes in steps, once and in order', async () => {
    const following = ask('GET', `${LOG}?follow=true&tailLines=1&timestamps=true`, { lines: 500 });
    await opened();
    await step(HOUR_MS / 4);
    await step(HOUR_MS / 4);
    const { text } = await following;
    const followed = text.split('\n').slice(0, 500);
    const all = await linesOf(`${LOG}?timestamps=true`);
    const from = all.indexOf(followed[0] ?? '');
    expect(from).toBeGreaterThanOrEqual(0);
    expect(followed).toEqual(all.slice(from, from + 500));
  });

  it('that is followed ends with its container, after its last line', async () => {
    await run('short', 'pi5', [{ name: 'c', image: 'busybox', command: ['sh', '-c', 'echo begun; sleep 60'] }]);
    await step(20_000);
    const following = ask('GET', `${PODS}/short/log?follow=true`);
    await opened();
    await step(120_000);
    expect((await following).text).toBe('begun\n');
    // By now it runs again, or waits to: what ran before is there, too.
    expect((await ask('GET', `${PODS}/short/log?previous=true`)).text).toBe('begun\n');
  });

  it('that is followed ends after as many bytes as are asked for', async () => {
    const following = ask('GET', `${LOG}?follow=true&tailLines=1&limitBytes=100`);
    await opened();
    await step(60_000);
    expect((await following).text).toHaveLength(100);
  });

  it('of a pod without a node is nothing', async () => {
    expect((await ask('GET', `${PODS}/nowhere/log`)).status).toBe(204);
  });
});

const INVALID = `PodLogOptions "${APP}" is invalid: `;

describe('what there is no log of', () => {
  it.each([
    [`${LOG}?container=x`, 400, `container x is not valid for pod ${APP}`],
    [`${PODS}/twice/log`, 400, 'a container name must be specified for pod twice, choose one of: [a b]'],
    [`${PODS}/none/log`, 404, 'pods "none" not found'],
    [`${LOG}?previous=true`, 400, `previous terminated container "c" in pod "${APP}" not found`],
    [
      `${PODS}/unpulled/log`,
      400,
      'container "c" in pod "unpulled" is waiting to start: trying and failing to pull image',
    ],
    [`${LOG}?tailLines=-1`, 422, `${INVALID}tailLines: Invalid value: -1: must be greater than or equal to 0`],
    [`${LOG}?limitBytes=0`, 422, `${INVALID}limitBytes: Invalid value: 0: must be greater than 0`],
    [`${LOG}?sinceSeconds=0`, 422, `${INVALID}sinceSeconds: Invalid value: 0: must be greater than 0`],
    [
      `${LOG}?sinceSeconds=5&sinceTime=2026-01-01T00:00:00Z`,
      422,
      `${INVALID}[]: Forbidden: at most one of \`sinceTime\` or \`sinceSeconds\` may be specified`,
    ],
    [`${LOG}?stream=Stdout`, 422, `${INVALID}stream: Forbidden: may not be specified`],
    [`${LOG}?sinceTime=x`, 400, 'parsing time "x" as "2006-01-02T15:04:05Z07:00": cannot parse "x" as "2006"'],
    [`${LOG}?tailLines=x`, 400, 'strconv.ParseInt: parsing "x": invalid syntax'],
  ])('%s is %i: %s', async (path, code, message) => {
    expect((await ask('GET', path)).json).toMatchObject({ code, message });
  });

  it('is what a board without power holds', async () => {
    await cluster.control.setFaults({ nodesUnplugged: ['pi5'] });
    const { json } = await ask('GET', `${LOG}?tailLines=5&follow=true`);
    const url = `https://192.168.200.215:10250/containerLogs/default/${APP}/c?follow=true&tailLines=5`;
    expect(json).toMatchObject({
      code: 500,
      message: `Get "${url}": dial tcp 192.168.200.215:10250: connect: no route to host`,
    });
    expect(json).not.toHaveProperty('reason');
    await cluster.control.setFaults({});
  });
});
