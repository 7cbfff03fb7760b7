// Watches as a client sees them: what comes, in which order, and how they end.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ask, clientOf, eventsIn, namedEvents } from '#test/support/simulated-api.ts';
import { type Cluster, createCluster } from '../../index.ts';

let cluster: Cluster;
let ask: Ask;

const MAPS = '/api/v1/namespaces/default/configmaps';

beforeAll(async () => {
  cluster = await createCluster({ scenario: 'empty', clock: { kind: 'paused' }, seed: 1 });
  ask = clientOf(cluster);
});

afterAll(() => cluster.close());

async function create(name: string, labels: Record<string, string> = {}): Promise<string> {
  const { json } = await ask('POST', MAPS, { body: { metadata: { name, labels } } });
  return (json.metadata as { resourceVersion: string }).resourceVersion;
}

/** The answer to a watch, left after so many events. */
function watch(query: string, lines: number, headers: Record<string, string> = {}) {
  return ask('GET', `${MAPS}?watch=true&${query}`, { lines, headers });
}

async function untilWatching(): Promise<void> {
  while (cluster.control.state().watches === 0) await ask('GET', '/version');
}

describe('a watch from a version', () => {
  it('sends what happened since, with the last state of what is gone', async () => {
    const from = await create('w1');
    await ask('PATCH', `${MAPS}/w1`, { body: { data: { a: '1' } } });
    await ask('DELETE', `${MAPS}/w1`);
    const answer = await watch(`resourceVersion=${from}`, 2);
    expect(namedEvents(answer)).toEqual(['MODIFIED w1', 'DELETED w1']);
    expect(eventsIn(answer)[1]?.object).toMatchObject({ kind: 'ConfigMap', apiVersion: 'v1', data: { a: '1' } });
  });

  it('turns entering and leaving the selection into ADDED and DELETED', async () => {
    const from = await create('w2');
    await ask('PATCH', `${MAPS}/w2`, { body: { metadata: { labels: { in: 'yes' } } } });
    await ask('PATCH', `${MAPS}/w2`, { body: { data: { a: '1' } } });
    await ask('PATCH', `${MAPS}/w2`, { body: { metadata: { labels: { in: 'no' } } } });
    const answer = await watch(`resourceVersion=${from}&labelSelector=in=yes`, 3);
    expect(namedEvents(answer)).toEqual(['ADDED w2', 'MODIFIED w2', 'DELETED w2']);
  });

  it('follows what happens while it is open', async () => {
    const from = await create('w3');
    const answer = watch(`resourceVersion=${from}`, 1);
    await untilWatching();
    await create('w4');
    expect(namedEvents(await answer)).toEqual(['ADDED w4']);
  });

  it('is expired once the history no longer reaches back', async () => {
    const from = await create('w5');
    await create('w6');
    cluster.control.compact();
    expect((await watch(`resourceVersion=${from}`, 1)).json).toMatchObject({ code: 410, reason: 'Expired' });
  });
});

describe('a watch from now', () => {
  it('sends what is there first', async () => {
    await create('x1', { group: 'x' });
    await create('x2', { group: 'x' });
    expect(namedEvents(await watch('labelSelector=group=x', 2))).toEqual(['ADDED x1', 'ADDED x2']);
  });

  it('marks the end of the initial list for a client that asks for it', async () => {
    await create('y1', { group: 'y' });
    const query =
      'labelSelector=group=y&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true';
    const events = eventsIn(await watch(query, 2));
    expect(events.map(({ type }) => type)).toEqual(['ADDED', 'BOOKMARK']);
    expect(events[1]?.object).toMatchObject({
      kind: 'ConfigMap',
      metadata: { annotations: { 'k8s.io/initial-events-end': 'true' } },
    });
  });

  it('sends Tables, with columns in the first only', async () => {
    await create('z1', { group: 'z' });
    await create('z2', { group: 'z' });
    const headers = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' };
    const events = eventsIn(await watch('labelSelector=group=z', 2, headers));
    expect(events.map(({ object }) => object.kind)).toEqual(['Table', 'Table']);
    expect(events[0]?.object.columnDefinitions).toHaveLength(3);
    expect(events[1]?.object.columnDefinitions).toBeNull();
  });
});

describe('the options of a watch', () => {
  const INVALID = 'ListOptions.meta.k8s.io "" is invalid: ';
  const NEEDED =
    'resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan';
  it.each([
    ['sendInitialEvents=true', `${INVALID}${NEEDED}`],
    [
      'sendInitialEvents=true&resourceVersionMatch=Exact',
      `${INVALID}[${NEEDED}, resourceVersionMatch: Unsupported value: "Exact": supported values: "NotOlderThan"]`,
    ],
    [
      'resourceVersionMatch=NotOlderThan',
      `${INVALID}resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided`,
    ],
    [
      'continue=abc',
      `${INVALID}resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden when continue is provided`,
    ],
  ])('%s is refused', async (query, message) => {
    const { json } = await ask('GET', `${MAPS}?watch=true&${query}`);
    expect(json).toMatchObject({ code: 422, message });
  });
});

describe('the end of a watch', () => {
  it('comes after timeoutSeconds, with a bookmark before it', async () => {
    const answer = await ask('GET', `${MAPS}?watch=true&timeoutSeconds=1&allowWatchBookmarks=true&labelSelector=none`);
    const [bookmark, ...more] = eventsIn(answer);
    expect(more).toEqual([]);
    const annotations = { 'k8s.io/initial-events-end': 'true' };
    expect(bookmark?.object.metadata).toEqual({ resourceVersion: expect.any(String), annotations });
  });

  it('comes when all watches are cut', async () => {
    const answer = ask('GET', `${MAPS}?watch=true&labelSelector=none`);
    await untilWatching();
    expect(cluster.control.cutWatches()).toBe(1);
    expect((await answer).text).toBe('');
    expect(cluster.control.state().watches).toBe(0);
  });
});
