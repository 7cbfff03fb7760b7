import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StoreView } from '../../controllers/store-view.ts';
import { NO_FAULTS, setFaults } from '../../faults.ts';
import { ImageRegistry } from '../../kubelet/image-registry.ts';
import { Random } from '../../random.ts';
import { nodeInfos } from '../../scheduler/node-infos.ts';
import type { KubeObject } from '../../store/object.ts';
import { START_MS, type TestWorld, testWorld } from '../testdata/test-world.ts';
import { kubecon2017 } from './scenario.ts';

const build = (seed: number) => kubecon2017.build({ nowMs: START_MS, random: new Random(seed), parameters: {} });

let world: TestWorld;
beforeEach(() => {
  world = testWorld(build(1));
});
afterEach(() => {
  world.close();
  expect(world.bugs).toEqual([]);
});

const changed = (...resources: string[]) =>
  world.changes
    .filter(({ resource }) => resources.includes(resource))
    .map(({ type, object }) => `${type} ${object.metadata.name}`);

function itemsOf(list: KubeObject): readonly (KubeObject & { usage?: unknown })[] {
  return (list as { items?: KubeObject[] }).items ?? [];
}

function ask(group: string, version: string, path: { resource: string; name?: string; subresource?: string }) {
  const api = world.world.aggregated.find((one) => one.group === group && one.version === version);
  if (api?.handle === undefined) throw new Error(`nobody answers ${group}/${version}`);
  return api.handle({
    verb: path.name === undefined ? 'list' : 'get',
    resource: path.resource,
    name: path.name,
    subresource: path.subresource,
    namespace: path.subresource === undefined ? undefined : 'default',
    labelSelector: undefined,
    query: new URLSearchParams(),
  });
}

const nodeMetrics = () => ask('metrics.k8s.io', 'v1beta1', { resource: 'nodes' });
const ready = (node: string) =>
  world.store.get('nodes', undefined, node)?.status?.conditions?.find(({ type }) => type === 'Ready')?.status;

describe('the cluster of the talk, at its first instant', () => {
  it('is at rest: no controller finds anything to do to workloads, pods, nodes or their endpoints', () => {
    const resources = ['deployments.apps', 'replicasets.apps', 'daemonsets.apps', 'statefulsets.apps', 'pods', 'nodes'];
    expect(changed(...resources, 'endpointslices.discovery.k8s.io', 'leases.coordination.k8s.io', 'events')).toEqual(
      [],
    );
  });

  it('is the same for the same seed, and has other identities for another', () => {
    expect(build(1)).toEqual(build(1));
    const uids = (seed: number) => build(seed).objects.map(({ metadata }) => metadata?.uid);
    const others = new Set(uids(2));
    expect(uids(1).filter((uid) => others.has(uid))).toEqual([]);
  });

  it('names every owner by the uid it really has', () => {
    const objects = build(1).objects;
    const uids = new Set(objects.map(({ metadata }) => metadata?.uid));
    const owners = objects.flatMap(({ metadata }) => metadata?.ownerReferences ?? []);
    expect(owners.length).toBeGreaterThan(50);
    expect(owners.filter(({ uid }) => !uids.has(uid))).toEqual([]);
  });

  it('asks no board for more than it has, nor for an image it cannot run', () => {
    const infos = nodeInfos(new StoreView(world.store, world.clock, new Random(1)));
    for (const { node, requested } of infos) {
      for (const [name, amount] of Object.entries(requested)) {
        expect(amount, `${name} on ${node.name}`).toBeLessThanOrEqual(node.allocatable[name] ?? 0);
      }
    }
    const { boards, images } = build(1);
    const registry = new ImageRegistry(images);
    for (const { spec } of world.store.list('pods')) {
      const board = boards.find(({ node }) => node === spec?.nodeName);
      for (const { image = '' } of spec?.containers ?? []) {
        expect(board && registry.pull(image, board), image).toMatchObject({ kind: 'ok', runsHere: true });
      }
    }
    expect(world.store.count('pods')).toBe(32);
  });

  it('measures the boards that answer, and has no figure for those that do not', () => {
    const rows = itemsOf(nodeMetrics()).map(({ metadata, usage }) => [metadata?.name, usage]);
    expect(rows).toEqual([
      ['pi5', { cpu: '352000000n', memory: `${487 * 1024}Ki` }],
      ['pi6', { cpu: '414000000n', memory: `${449 * 1024}Ki` }],
      ['upboard1', { cpu: '428000000n', memory: `${984 * 1024}Ki` }],
    ]);
    expect(() => ask('metrics.k8s.io', 'v1beta1', { resource: 'nodes', name: 'pi7' })).toThrow(
      'nodemetrics.metrics.k8s.io "pi7" not found',
    );
  });

  it.each(['v1beta1', 'v1beta2'])('counts the requests on the sample app, in custom.metrics.k8s.io/%s', (version) => {
    const list = ask('custom.metrics.k8s.io', version, {
      resource: 'services',
      name: 'sample-metrics-app',
      subresource: 'http_requests',
    });
    expect(itemsOf(list)).toEqual([
      expect.objectContaining({
        describedObject: { kind: 'Service', namespace: 'default', name: 'sample-metrics-app', apiVersion: '/v1' },
        windowSeconds: 60,
        value: '2664m',
      }),
    ]);
  });
});

describe('how it goes on', () => {
  it('brings upboard2 back after a minute, with its pods where they were; pi7 stays dark', () => {
    const pods = () => world.store.list('pods').map(({ metadata, spec }) => [metadata.name, spec?.nodeName]);
    const before = pods();
    world.step(59);
    expect(ready('upboard2')).toBe('Unknown');
    world.step(2);
    expect(ready('upboard2')).toBe('True');
    expect(world.store.get('nodes', undefined, 'upboard2')?.spec?.taints).toBeUndefined();
    world.step(600);
    expect(ready('pi7')).toBe('Unknown');
    expect(pods()).toEqual(before);
    expect(world.store.get('deployments.apps', 'wardle', 'wardle-apiserver')?.status?.readyReplicas).toBe(1);
    expect(itemsOf(nodeMetrics()).map(({ metadata }) => metadata?.name)).toContain('upboard2');
  });

  it('moves the figures a little from sample to sample, the same way in each run', () => {
    const twin = testWorld(build(1));
    world.step(300);
    twin.step(300);
    const usage = (one: TestWorld) => {
      const here = world;
      world = one;
      const rows = itemsOf(nodeMetrics()).map((row) => row.usage as { cpu: string });
      world = here;
      return rows;
    };
    expect(usage(world)).toEqual(usage(twin));
    const pi5 = Number.parseInt(usage(world)[0]?.cpu ?? '', 10) / 1e6;
    expect(pi5).not.toBe(352);
    expect(pi5).toBeGreaterThan(300);
    expect(pi5).toBeLessThan(400);
    twin.close();
  });

  it('costs a heartbeat and little more while nothing happens', () => {
    world.step(120);
    world.changes.length = 0;
    world.step(600);
    const writes = world.changes.filter(({ resource }) => resource !== 'leases.coordination.k8s.io');
    expect(
      writes.map(({ resource }) => resource).filter((resource) => resource !== 'nodes' && resource !== 'events'),
    ).toEqual([]);
    expect(writes.filter(({ resource }) => resource === 'nodes').length).toBeLessThanOrEqual(4 * 3);
  });

  it('moves the pods of an unplugged board once their toleration ran out', () => {
    world.step(70);
    setFaults(world.store, { ...NO_FAULTS, nodesUnplugged: ['pi6'] });
    world.step(49 + 300 + 60);
    const app = world.store
      .list('pods', 'default')
      .filter(({ metadata }) => metadata.labels?.['app'] === 'sample-metrics-app');
    const alive = app.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
    expect(alive).toHaveLength(8);
    expect(alive.map(({ spec }) => spec?.nodeName)).not.toContain('pi6');
    expect(app.filter(({ metadata }) => metadata.deletionTimestamp !== undefined)).toHaveLength(3);
    setFaults(world.store, NO_FAULTS);
    world.step(30);
    expect(ready('pi6')).toBe('True');
    expect(world.store.list('pods').filter(({ metadata }) => metadata.deletionTimestamp !== undefined)).toEqual([]);
  });

  it('leaves a board out of the metrics when told to, and nothing else', () => {
    setFaults(world.store, { ...NO_FAULTS, metricsMissing: ['pi5'] });
    expect(itemsOf(nodeMetrics()).map(({ metadata }) => metadata?.name)).toEqual(['pi6', 'upboard1']);
    expect(ready('pi5')).toBe('True');
  });
});
