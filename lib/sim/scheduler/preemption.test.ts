import type { Pod } from 'kubernetes-types/core/v1';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1';
import type { PriorityClass } from 'kubernetes-types/scheduling/v1';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { boardsOf, type TestWorld, testWorld } from '../scenarios/testdata/test-world.ts';

let world: TestWorld;
beforeEach(() => {
  world = testWorld(boardsOf({ pi5: 'arm64', pi6: 'arm' }));
});
afterEach(() => {
  world.close();
  expect(world.bugs).toEqual([]);
});

/** The two that every cluster has. */
const HIGH = 'system-node-critical';
const MIDDLE = 'system-cluster-critical';
const CLASSES = { [HIGH]: 2_000_001_000, [MIDDLE]: 2_000_000_000 };

function priorityClasses(): void {
  for (const [name, value] of Object.entries(CLASSES)) {
    const object: PriorityClass = {
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name },
      value,
    };
    world.create('priorityclasses.scheduling.k8s.io', object);
  }
}

function pod(name: string, cpu: string, spec: Partial<Pod['spec']> = {}): Pod {
  const containers = [{ name: 'c', image: 'registry.k8s.io/pause:3.10', resources: { requests: { cpu } } }];
  const metadata = { name, namespace: 'default', labels: { app: name } };
  return { apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers, ...spec } };
}

const leaving = () =>
  world.store
    .list('pods')
    .filter(({ metadata }) => metadata.deletionTimestamp !== undefined)
    .map(({ metadata }) => metadata.name);

describe('preemption', () => {
  it('ends a pod of lower priority, keeps its place for the other, and says all that', () => {
    priorityClasses();
    world.create('pods', pod('low', '3', { nodeName: 'pi5' }));
    world.create('pods', pod('busy', '3', { nodeName: 'pi6', priorityClassName: HIGH }));
    world.step(10);
    const vip = world.create('pods', pod('vip', '2', { priorityClassName: HIGH }));
    world.clock.settle();
    const message =
      '0/2 nodes are available: 2 Insufficient cpu. preemption: found a potential placement for pod on node pi5, preempting 1 victims';
    expect(world.events('vip')).toEqual([`FailedScheduling: ${message}`]);
    expect(world.pod('vip').status).toMatchObject({ nominatedNodeName: 'pi5', phase: 'Pending' });
    expect(world.events('low')).toContain(`Preempted: Preempted by pod ${vip.metadata.uid} on node pi5`);
    const told = world.pod('low').status?.conditions?.find(({ type }) => type === 'DisruptionTarget');
    expect(told).toMatchObject({
      status: 'True',
      reason: 'PreemptionByScheduler',
      message: 'default-scheduler: preempting to accommodate a higher priority pod',
    });
    world.step(40);
    expect(world.pod('vip').spec?.nodeName).toBe('pi5');
    expect(world.store.get('pods', 'default', 'low')).toBeUndefined();
  });

  it('leaves the room it made to the pod it made it for', () => {
    priorityClasses();
    for (const node of ['pi5', 'pi6']) world.create('pods', pod(`low-${node}`, '3', { nodeName: node }));
    world.step(10);
    world.create('pods', pod('vip', '3', { priorityClassName: HIGH }));
    world.clock.settle();
    world.create(
      'pods',
      pod('small', '2', { nodeSelector: { 'kubernetes.io/hostname': leaving()[0] === 'low-pi5' ? 'pi5' : 'pi6' } }),
    );
    world.step(60);
    expect(world.pod('vip').spec?.nodeName).toBeDefined();
    expect(world.pod('small').spec?.nodeName).toBeUndefined();
  });

  it('prefers the node where no budget is broken', () => {
    priorityClasses();
    world.create('pods', pod('guarded', '3', { nodeName: 'pi5' }));
    world.create('pods', pod('free', '3', { nodeName: 'pi6' }));
    const budget: PodDisruptionBudget = {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'keep', namespace: 'default' },
      spec: { minAvailable: 1, selector: { matchLabels: { app: 'guarded' } } },
    };
    world.create('poddisruptionbudgets.policy', budget);
    world.step(10);
    world.create('pods', pod('vip', '2', { priorityClassName: HIGH }));
    world.clock.settle();
    expect(leaving()).toEqual(['free']);
  });
});

describe('the queue', () => {
  it('tries the most important pod first', () => {
    priorityClasses();
    for (const node of ['pi5', 'pi6'])
      world.create('pods', pod(`full-${node}`, '3', { nodeName: node, priorityClassName: HIGH }));
    world.step(10);
    world.create('pods', pod('common', '3'));
    world.create('pods', pod('important', '3', { priorityClassName: MIDDLE }));
    world.step(10);
    world.writer.delete('pods', 'default', 'full-pi5');
    world.step(60);
    expect(world.pod('important').spec?.nodeName).toBe('pi5');
    expect(world.pod('common').spec?.nodeName).toBeUndefined();
  });

  it('takes a gated pod once its gates are gone', () => {
    const gated = world.create('pods', pod('gated', '1', { schedulingGates: [{ name: 'example.com/wait' }] }));
    world.step(600);
    expect(world.events('gated')).toEqual([]);
    const { schedulingGates: _gates, ...spec } = (world.pod('gated').spec ?? {}) as Record<string, unknown>;
    const { resourceVersion: _version, ...metadata } = gated.metadata;
    const free = { ...world.pod('gated'), metadata, spec };
    world.writer.update('pods', free, 'test');
    world.step(10);
    expect(world.pod('gated').spec?.nodeName).toBeDefined();
  });
});
