import type { Deployment } from 'kubernetes-types/apps/v1';
import type { Node, Pod } from 'kubernetes-types/core/v1';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { boardsOf, type TestWorld, testWorld } from '../scenarios/testdata/test-world.ts';
import { StatusError } from '../status-error.ts';

let world: TestWorld;
beforeEach(() => {
  world = testWorld(boardsOf({ pi5: 'arm64', pi6: 'arm', upboard1: 'amd64' }));
});
afterEach(() => {
  world.close();
  expect(world.bugs).toEqual([]);
});

function pod(name: string, spec: Partial<Pod['spec']> = {}): Pod {
  const containers = [{ name: 'c', image: 'registry.k8s.io/pause:3.10' }];
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default' }, spec: { containers, ...spec } };
}

const scheduled = (name: string) => world.pod(name).status?.conditions?.find(({ type }) => type === 'PodScheduled');

function change(name: string, spec: Node['spec']): void {
  const node = world.store.get('nodes', undefined, name);
  const changed: Node = { ...node, spec: { ...node?.spec, ...spec } };
  world.writer.update('nodes', changed, 'test');
  world.clock.settle();
}

describe('the scheduler', () => {
  it('spreads the pods of a Deployment over boards of three architectures', () => {
    const template = { metadata: { labels: { app: 'web' } }, spec: pod('web').spec };
    const web: Deployment = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', namespace: 'default' },
      spec: { replicas: 9, selector: { matchLabels: { app: 'web' } }, template },
    };
    world.create('deployments.apps', web);
    world.step(30);
    const nodes = world.store.list('pods').map(({ spec }) => spec?.nodeName);
    const count = (node: string) => nodes.filter((name) => name === node).length;
    expect(['pi5', 'pi6', 'upboard1'].map(count)).toEqual([3, 3, 3]);
  });

  it('says why no node will do at each attempt, and takes the pod when one will', () => {
    for (const node of ['pi5', 'pi6', 'upboard1']) change(node, { unschedulable: true });
    world.create('pods', pod('p'));
    world.step(700);
    const message =
      '0/3 nodes are available: 3 node(s) were unschedulable. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.';
    expect(scheduled('p')).toMatchObject({ status: 'False', reason: 'Unschedulable', message });
    // The first is of the pod before the scheduler wrote its condition; those after that are one series.
    expect(world.events('p')).toEqual([`FailedScheduling: ${message}`, `FailedScheduling: ${message}`]);
    const series = world.store.list('events').map((event) => event.series?.count);
    expect(new Set(series)).toEqual(new Set([undefined, 2]));
    change('pi6', { unschedulable: false });
    world.step(10);
    expect(world.pod('p').spec?.nodeName).toBe('pi6');
    expect(scheduled('p')).toMatchObject({ status: 'True' });
    expect(world.events('p')).toContain('Scheduled: Successfully assigned default/p to pi6');
  });

  it('takes a pod that must stand beside another as soon as that one has its board', () => {
    const labelSelector = { matchLabels: { app: 'db' } };
    const podAffinity = {
      requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector, topologyKey: 'kubernetes.io/hostname' }],
    };
    world.create('pods', pod('web', { affinity: { podAffinity } }));
    world.step(10);
    expect(scheduled('web')).toMatchObject({ status: 'False', reason: 'Unschedulable' });
    const db = pod('db', { nodeName: 'pi6' });
    world.create('pods', { ...db, metadata: { ...db.metadata, labels: { app: 'db' } } });
    world.step(10);
    expect(world.pod('web').spec?.nodeName).toBe('pi6');
  });

  it('tells anew when the reason is another one at the next attempt', () => {
    world.create('pods', pod('p', { nodeSelector: { 'kubernetes.io/arch': 'arm64' } }));
    world.create('pods', pod('q', { nodeSelector: { 'kubernetes.io/arch': 'riscv64' } }));
    world.step(10);
    expect(world.pod('p').spec?.nodeName).toBe('pi5');
    change('pi5', { unschedulable: true });
    world.step(300);
    expect(world.events('q')).toEqual([
      "FailedScheduling: 0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
      "FailedScheduling: 0/3 nodes are available: 1 node(s) were unschedulable, 2 node(s) didn't match Pod's node affinity/selector. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
    ]);
  });

  it('says that a binding is refused, and binds once it is not', () => {
    const bind = vi.spyOn(world.writer, 'bind').mockImplementation(() => {
      throw new StatusError('Forbidden', 'no bindings today');
    });
    world.create('pods', pod('p'));
    world.step(10);
    expect(scheduled('p')).toMatchObject({ status: 'False', reason: 'SchedulerError' });
    expect(new Set(world.events('p'))).toEqual(new Set(['FailedScheduling: binding rejected: no bindings today']));
    bind.mockRestore();
    world.step(30);
    expect(scheduled('p')).toMatchObject({ status: 'True' });
  });

  it('leaves pods of other schedulers, gated pods and pods on their way out alone', () => {
    world.create('pods', pod('other', { schedulerName: 'mine' }));
    world.create('pods', pod('gated', { schedulingGates: [{ name: 'example.com/wait' }] }));
    world.step(60);
    expect(world.pod('other').spec?.nodeName).toBeUndefined();
    expect(scheduled('other')).toBeUndefined();
    expect(world.pod('gated').spec?.nodeName).toBeUndefined();
    expect(scheduled('gated')).toMatchObject({ status: 'False', reason: 'SchedulingGated' });
  });

  it('chooses the same boards in each run of the same seed', () => {
    const place = () => {
      const one = testWorld(boardsOf({ a: 'arm64', b: 'arm64', c: 'arm64', d: 'arm64' }));
      for (const name of ['p', 'q', 'r']) one.create('pods', pod(name));
      one.step(5);
      const nodes = one.store.list('pods').map(({ spec }) => spec?.nodeName);
      one.close();
      return nodes;
    };
    expect(place()).toEqual(place());
    expect(new Set(place()).size).toBe(3);
  });
});
