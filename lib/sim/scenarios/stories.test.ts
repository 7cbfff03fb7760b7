// What each scenario promises: it opens at rest, an hour changes nothing that it does not say, its boards are what they claim.
import type { Event, Node } from 'kubernetes-types/core/v1';
import { afterEach, describe, expect, it } from 'vitest';
import { StoreView } from '../controllers/store-view.ts';
import { ImageRegistry } from '../kubelet/image-registry.ts';
import { Random } from '../random.ts';
import { nodeInfos } from '../scheduler/node-infos.ts';
import { loadScenario } from './catalogue.ts';
import { START_MS, type TestWorld, testWorld } from './testdata/test-world.ts';

interface Story {
  name: string;
  /** Name, roles, version and architecture, as `kubectl get nodes` tells them. */
  nodes: string[];
  /** Pods running on each node at first. */
  running: Record<string, number>;
  metrics: boolean;
}

const STORIES: readonly Story[] = [
  {
    name: 'classroom',
    nodes: [
      'pi3-32 <none> v1.26.15 arm',
      'pi3-64 <none> v1.37.2 arm64',
      'pi4-64 <none> v1.37.2 arm64',
      'up-1 control-plane v1.37.2 amd64',
      'up-2 <none> v1.37.2 amd64',
    ],
    running: { 'pi3-32': 2, 'pi3-64': 2, 'pi4-64': 2, 'up-1': 8, 'up-2': 2 },
    metrics: false,
  },
  {
    name: 'modern',
    nodes: [
      'n100 <none> v1.37.2+k3s1 amd64',
      'raspi3 <none> v1.37.2+k3s1 arm',
      'raspi4 <none> v1.37.2+k3s1 arm64',
      'raspi5 control-plane v1.37.2+k3s1 arm64',
      'visionfive <none> v1.37.2+k3s-4f1c9a27 riscv64',
    ],
    running: { n100: 5, raspi3: 3, raspi4: 5, raspi5: 7, visionfive: 2 },
    metrics: true,
  },
];

const ROLE = 'node-role.kubernetes.io/';
const HOUR_SECONDS = 3_600;

function build(name: string) {
  const scenario = loadScenario(name);
  if (scenario === undefined) throw new Error(`no scenario ${name}`);
  return scenario.build({ nowMs: START_MS, random: new Random(1), parameters: {} });
}

function nodeLine({ metadata, status }: Node): string {
  const roles = Object.keys(metadata?.labels ?? {}).filter((label) => label.startsWith(ROLE));
  const shown = roles.map((label) => label.slice(ROLE.length)).join() || '<none>';
  return `${metadata?.name} ${shown} ${status?.nodeInfo?.kubeletVersion} ${metadata?.labels?.['kubernetes.io/arch']}`;
}

function runningOn(world: TestWorld): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { spec, status } of world.store.list('pods')) {
    const node = spec?.nodeName ?? 'nowhere';
    if (status?.phase === 'Running') counts[node] = (counts[node] ?? 0) + 1;
  }
  return counts;
}

const restarts = (world: TestWorld) =>
  world.store.list('pods').flatMap(({ status }) => status?.containerStatuses?.map((one) => one.restartCount) ?? []);

let world: TestWorld | undefined;
afterEach(() => {
  world?.close();
  expect(world?.bugs).toEqual([]);
});

describe.each(STORIES)('$name', ({ name, nodes, running, metrics }) => {
  it('opens at rest: no controller finds anything to do', () => {
    world = testWorld(build(name));
    const made = world.changes.map(({ type, resource, object }) => `${type} ${resource} ${object.metadata.name}`);
    // What an API server's controllers add to any cluster: roles put together, root certificates, histories.
    const expected =
      /^(MODIFIED clusterroles|ADDED configmaps kube-root-ca|ADDED controllerrevisions|ADDED serviceaccounts)/;
    expect(made.filter((change) => !expected.test(change))).toEqual([]);
  });

  it('has the boards it says, each with room for what it runs, and images they can run', () => {
    world = testWorld(build(name));
    expect(world.store.list('nodes').map(nodeLine)).toEqual(nodes);
    expect(runningOn(world)).toEqual(running);
    for (const { node, requested } of nodeInfos(new StoreView(world.store, world.clock, new Random(1)))) {
      for (const [resource, amount] of Object.entries(requested)) {
        expect(amount, `${resource} on ${node.name}`).toBeLessThanOrEqual(node.allocatable[resource] ?? 0);
      }
    }
    const { boards, images } = build(name);
    const registry = new ImageRegistry(images);
    for (const { spec } of world.store.list('pods')) {
      const board = boards.find(({ node }) => node === spec?.nodeName);
      for (const { image = '' } of [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])]) {
        expect(board && registry.pull(image, board), image).toMatchObject({ kind: 'ok', runsHere: true });
      }
    }
  });

  it('runs for an hour without a warning, a restart or a pod that moves', () => {
    world = testWorld(build(name));
    const before = restarts(world).reduce((sum, count) => sum + count, 0);
    world.changes.length = 0;
    world.step(HOUR_SECONDS);
    const warnings = world.changes
      .filter(({ resource, type }) => resource === 'events' && type === 'ADDED')
      .map(({ object }) => object as Event)
      .filter(({ type }) => type === 'Warning')
      .map(({ reason, message }) => `${reason}: ${message}`);
    expect(warnings).toEqual([]);
    expect(runningOn(world)).toEqual(running);
    expect(restarts(world).reduce((sum, count) => sum + count, 0)).toBe(before);
    const notReady = world.store
      .list('nodes')
      .filter(({ status }) => status?.conditions?.find(({ type }) => type === 'Ready')?.status !== 'True');
    expect(notReady).toEqual([]);
  });

  it(metrics ? 'measures its boards' : 'measures nothing: no metrics server is there', () => {
    world = testWorld(build(name));
    const found = world.store.get('apiservices.apiregistration.k8s.io', undefined, 'v1beta1.metrics.k8s.io');
    expect(found !== undefined).toBe(metrics);
  });

  it('names every owner by the uid it really has', () => {
    const { objects } = build(name);
    const uids = new Set(objects.map(({ metadata }) => metadata?.uid));
    const owners = objects.flatMap(({ metadata }) => metadata?.ownerReferences ?? []);
    expect(owners.length).toBeGreaterThan(10);
    expect(owners.filter(({ uid }) => !uids.has(uid))).toEqual([]);
  });
});

describe('modern, told further', () => {
  it('makes a backup each hour and keeps three', () => {
    world = testWorld(build('modern'));
    const names = () => world?.store.list('jobs.batch', 'home').map(({ metadata }) => metadata.name) ?? [];
    const before = names();
    world.step(HOUR_SECONDS);
    expect(names()).toHaveLength(3);
    expect(names().slice(0, 2)).toEqual(before.slice(1));
  });

  it('keeps Grafana off the RISC-V board, although it tolerates its taint: the image is not made for it', () => {
    world = testWorld(build('modern'));
    for (const node of ['raspi3', 'raspi4', 'raspi5', 'n100']) {
      const found = world.store.get('nodes', undefined, node);
      if (found === undefined) throw new Error(`no node ${node}`);
      const cordoned: Node = { ...found, spec: { ...found.spec, unschedulable: true } };
      world.writer.update('nodes', cordoned, 'test');
    }
    const grafana = () =>
      world?.store.list('pods', 'monitoring').find(({ metadata }) => metadata.labels?.['app'] === 'grafana');
    world.writer.delete('pods', 'monitoring', grafana()?.metadata.name ?? '');
    world.step(60);
    const next = grafana();
    expect(next?.spec?.nodeName).toBeUndefined();
    expect(world.events(next?.metadata.name ?? '').join()).toContain(
      "1 node(s) didn't match Pod's node affinity/selector",
    );
  });
});
