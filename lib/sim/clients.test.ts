// What the usual JavaScript client makes of the cluster: its informer stays in step, whatever happens to its watches.
import { CoreV1Api, KubeConfig, makeInformer, type V1Pod } from '@kubernetes/client-node';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Ask, clientOf } from '#test/support/simulated-api.ts';
import { type Cluster, createCluster } from './index.ts';

const PODS = '/api/v1/namespaces/default/pods';

let cluster: Cluster;
let ask: Ask;
let stop: () => Promise<void>;
let known: () => readonly V1Pod[];

beforeEach(async () => {
  cluster = await createCluster({ scenario: 'empty', clock: { kind: 'real' }, seed: 1 });
  ask = clientOf(cluster);
  const config = new KubeConfig();
  config.loadFromString(cluster.kubeconfig());
  const core = config.makeApiClient(CoreV1Api);
  const informer = makeInformer(config, PODS, () => core.listNamespacedPod({ namespace: 'default' }));
  informer.on('error', () => {
    setTimeout(() => void informer.start().catch(() => undefined), 20);
  });
  stop = () => informer.stop();
  known = () => informer.list();
  await informer.start();
});

afterEach(async () => {
  await stop();
  await cluster.close();
});

const create = (name: string) =>
  ask('POST', PODS, { body: { metadata: { name }, spec: { containers: [{ name: 'c', image: 'pause' }] } } });

/** The informer holds what the store holds, version for version. */
async function inStep(): Promise<void> {
  const versions = (pods: readonly V1Pod[]) =>
    pods.map(({ metadata }) => `${metadata?.name} ${metadata?.resourceVersion}`).sort();
  await vi.waitFor(
    () => expect(versions(known())).toEqual(versions(cluster.store.list('pods', 'default') as unknown as V1Pod[])),
    { timeout: 8_000, interval: 20 },
  );
}

it('keeps an informer in step through changes, cut watches and a compacted history', async () => {
  await create('a');
  await create('b');
  await inStep();
  cluster.control.cutWatches();
  await ask('DELETE', `${PODS}/a?gracePeriodSeconds=0`);
  await create('c');
  await inStep();
  cluster.control.cutWatches();
  await ask('PATCH', `${PODS}/b`, { body: { metadata: { labels: { x: 'y' } } } });
  cluster.control.compact();
  await create('d');
  await inStep();
  expect(
    known()
      .map(({ metadata }) => metadata?.name ?? '')
      .sort(),
  ).toEqual(['b', 'c', 'd']);
}, 20_000);

it('keeps an informer in step through an API that stops and starts', async () => {
  await create('a');
  await inStep();
  await cluster.control.setFaults({ api: 'stopped' });
  cluster.writer.delete('pods', 'default', 'a', { gracePeriodSeconds: 0 });
  cluster.control.compact();
  await cluster.control.setFaults({ api: 'up' });
  await create('b');
  await inStep();
}, 20_000);
