// The big cluster is consistent in any size: its controllers find nothing to do, and its pods fit where they stand.
import type { Pod } from 'kubernetes-types/core/v1';
import { describe, expect, it } from 'vitest';
import { cpuMillicores, memoryBytes } from '#lib/rules/quantity.ts';
import { createCluster } from '../../index.ts';
import { Random } from '../../random.ts';
import { withDefaults } from '../../schema/defaults/defaults.ts';
import type { Store } from '../../store/store.ts';
import { testWorld } from '../testdata/test-world.ts';
import { big } from './scenario.ts';

const NOW_MS = Date.parse('2026-01-01T12:00:00Z');
const PODS_PER_BOARD_MAX = 110;

function build(nodes: number, pods?: number, seed = 1) {
  const parameters = { nodes, ...(pods === undefined ? {} : { pods }) };
  return big.build({ nowMs: NOW_MS, random: new Random(seed), parameters });
}

function podsOf(nodes: number, pods?: number): readonly Pod[] {
  return (build(nodes, pods).wholeObjects ?? []) as readonly Pod[];
}

const SIZES: readonly [nodes: number, pods: number][] = [
  [1, 0],
  [1, 5],
  [3, 300],
  [40, 41],
  [120, 2_000],
];

describe('the big cluster', () => {
  it.each(SIZES)('has %i boards and %i pods where they are asked for, no name twice', (nodes, pods) => {
    const built = build(nodes, pods);
    expect(built.boards).toHaveLength(nodes);
    expect(built.wholeObjects).toHaveLength(pods);
    const names = [...built.objects, ...(built.wholeObjects ?? [])].map(({ kind, metadata }) =>
      [kind, metadata?.namespace, metadata?.name].join('/'),
    );
    expect(new Set(names).size).toBe(names.length);
  });

  it('has fewer pods where nobody says how many and the boards are few', () => {
    expect(podsOf(2)).toHaveLength(20);
    expect(podsOf(300)).toHaveLength(3_000);
  });

  it('refuses more pods than have room, and says how many have', () => {
    expect(() => build(2, 5_000)).toThrow(/^pods 5000: 2 boards of the scenario big have room for \d+, give fewer/);
  });

  it('mixes kinds of boards by the seed', () => {
    const architectures = (seed: number) => build(60, 0, seed).boards.map(({ architecture }) => architecture);
    expect(new Set(architectures(1))).toEqual(new Set(['amd64', 'arm64', 'arm', 'riscv64']));
    expect(architectures(1)).toEqual(architectures(1));
    expect(architectures(1)).not.toEqual(architectures(2));
  });

  it('stores pods that lack no default', () => {
    for (const pod of podsOf(12, 120)) expect(withDefaults('v1', 'Pod', pod)).toEqual(pod);
  });

  it('puts no more on a board than it can take', async () => {
    const parameters = { nodes: 30, pods: 1_200 };
    const cluster = await createCluster({ scenario: 'big', parameters, clock: { kind: 'paused' }, seed: 5 });
    const pods = cluster.store.list('pods');
    expect(pods).toHaveLength(1_200);
    for (const { metadata, status } of cluster.store.list('nodes')) {
      const here = pods.filter(({ spec }) => spec?.nodeName === metadata.name);
      const requested = (resource: 'cpu' | 'memory', read: (text: string) => number) =>
        here
          .flatMap(({ spec }) => spec?.containers ?? [])
          .reduce((sum, { resources }) => sum + read(resources?.requests?.[resource] ?? '0'), 0);
      expect(here.length).toBeLessThanOrEqual(PODS_PER_BOARD_MAX);
      expect(requested('cpu', cpuMillicores)).toBeLessThanOrEqual(cpuMillicores(status?.allocatable?.['cpu'] ?? '0'));
      expect(requested('memory', memoryBytes)).toBeLessThanOrEqual(memoryBytes(status?.allocatable?.['memory'] ?? '0'));
      expect(new Set(here.map((pod) => pod.status?.podIP)).size).toBeGreaterThan(here.length - 3);
    }
    await cluster.close();
  });

  it('is at rest: in ten minutes nothing but heartbeats', async () => {
    const parameters = { nodes: 20, pods: 300 };
    const cluster = await createCluster({ scenario: 'big', parameters, clock: { kind: 'paused' }, seed: 5 });
    cluster.settle();
    const before = settled(cluster.store);
    const changed = new Set<string>();
    cluster.store.subscribe(({ resource, type }) => changed.add(`${type} ${resource}`));
    cluster.clock.step(600_000);
    expect([...changed].sort()).toEqual(['MODIFIED leases.coordination.k8s.io', 'MODIFIED nodes']);
    expect(settled(cluster.store)).toEqual(before);
    await cluster.close();
  });

  it('replaces a pod that is deleted, on a board with room', () => {
    const built = build(10, 150);
    const world = testWorld({ ...built, objects: [...built.objects, ...(built.wholeObjects ?? [])] });
    const [pod] = world.store.list('pods', 'team-0001');
    world.writer.delete('pods', 'team-0001', pod?.metadata.name ?? '');
    world.step(120);
    expect(world.store.count('pods')).toBe(150);
    expect(world.store.list('pods').every(({ status }) => status?.phase === 'Running')).toBe(true);
    expect(world.bugs).toEqual([]);
    world.close();
  });
});

/** What controllers report: nothing waits to be noticed. */
function settled(store: Store): unknown[] {
  const resources = ['deployments.apps', 'replicasets.apps', 'statefulsets.apps', 'daemonsets.apps'] as const;
  return resources.flatMap((resource) => store.list(resource).map(({ status }) => status));
}
