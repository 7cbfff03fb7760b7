// A process that had clusters has nothing left of them: no timer, no socket, no listener, no subscription.
import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { clientOf } from '#test/support/simulated-api.ts';
import { createCluster } from './index.ts';
import type { Store } from './store/store.ts';

const CLUSTERS = 20;
const AT_ONCE = 5;
const TURNS = 100;
/** A collection frees what the one before only found; more than a few are never needed. */
const COLLECTIONS_MAX = 20;

/** What keeps a process alive or holds a connection, by kind. */
function held(): string[] {
  return process
    .getActiveResourcesInfo()
    .filter((kind) => /timeout|immediate|tcp|tls|server/i.test(kind))
    .sort();
}

it('leaves nothing behind of twenty clusters that were used', { timeout: 60_000 }, async () => {
  await liveAndDie(0);
  await settled();
  const before = held();
  for (let first = 1; first <= CLUSTERS; first += AT_ONCE) {
    await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => liveAndDie(first + i)));
  }
  await settled();
  expect(held()).toEqual(before);
});

it('holds on to no object of a cluster that is closed', { timeout: 60_000 }, async () => {
  const stores: WeakRef<Store>[] = [];
  for (let seed = 0; seed < AT_ONCE; seed++) stores.push(await liveAndDie(seed));
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const left = () => stores.filter((store) => store.deref() !== undefined).length;
  for (let collections = 0; collections < COLLECTIONS_MAX && left() > 0; collections++) {
    await settled();
    collect();
  }
  expect(left()).toBe(0);
});

/** Sockets are gone a few turns of the event loop after they were closed. */
async function settled(): Promise<void> {
  for (let turns = 0; turns < TURNS; turns++) await turn();
}

async function liveAndDie(seed: number): Promise<WeakRef<Store>> {
  const cluster = await createCluster({ scenario: 'kubecon-2017', clock: { kind: 'real' }, seed });
  const ask = clientOf(cluster);
  const watching = ask('GET', '/api/v1/pods?watch=true&allowWatchBookmarks=true');
  const following = ask('GET', '/api/v1/nodes?watch=true');
  await ask('POST', '/api/v1/namespaces', { body: { metadata: { name: 'mine' } } });
  expect((await ask('GET', '/api/v1/nodes')).status).toBe(200);
  await cluster.control.reset();
  await cluster.control.setScenario({ name: 'empty', parameters: {} });
  await cluster.control.setFaults({ api: 'slow', delayMs: 60_000 });
  const late = ask('GET', '/api/v1/pods').catch((error: unknown) => error);
  await turn();
  await cluster.close();
  await Promise.allSettled([watching, following, late]);
  return new WeakRef(cluster.store);
}
