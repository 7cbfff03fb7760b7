// Heapster as the demo stack has it, on the cluster of its time: in the place of the one that is there.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { componentOf } from '#lib/stack/catalogue.ts';
import { readManifests } from '#lib/stack/manifests.ts';
import { type Ask, clientOf } from '#test/support/simulated-api.ts';
import { type Cluster, createCluster } from '../index.ts';
import { apply, pathOf } from './testdata/applied.ts';

const DIRECTORY = new URL('../../stack', import.meta.url).pathname;
const NODES = '/api/v1/namespaces/kube-system/services/heapster:http/proxy/api/v1/model/nodes/';

let cluster: Cluster;
let ask: Ask;

beforeAll(async () => {
  cluster = await createCluster({ scenario: 'kubecon-2017', clock: { kind: 'paused' }, seed: 1 });
  ask = clientOf(cluster);
});
afterAll(() => cluster.close());

it('measures the boards of the talk', async () => {
  const objects = readManifests(DIRECTORY, componentOf('heapster')).flatMap((part) => part.objects);
  for (const object of objects.filter(({ kind }) => kind === 'Deployment' || kind === 'Service')) {
    await ask('DELETE', pathOf(object));
  }
  cluster.clock.step(60_000);
  expect((await ask('GET', NODES)).status).not.toBe(200);
  await apply(ask, objects);
  cluster.clock.step(300_000);
  const { status, text } = await ask('GET', NODES);
  expect([status, JSON.parse(text)]).toEqual([200, expect.arrayContaining(['upboard1', 'upboard2', 'pi5'])]);
});
