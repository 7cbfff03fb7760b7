import type { Node, Pod } from 'kubernetes-types/core/v1';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NO_FAULTS, setFaults } from '../faults.ts';
import { boardsOf, type TestWorld, testWorld } from '../scenarios/testdata/test-world.ts';

let world: TestWorld;
beforeEach(() => {
  world = testWorld(boardsOf({ pi5: 'arm64', pi6: 'arm' }));
});
afterEach(() => {
  world.close();
  expect(world.bugs).toEqual([]);
});

const node = (name: string) => world.store.get('nodes', undefined, name);
const taints = (name: string) => node(name)?.spec?.taints?.map(({ key, effect }) => `${key}:${effect}`) ?? [];
const unplug = (...nodes: string[]) => setFaults(world.store, { ...NO_FAULTS, nodesUnplugged: nodes });

function change(name: string, spec: Node['spec']): void {
  const changed: Node = { ...node(name), spec: { ...node(name)?.spec, ...spec } };
  world.writer.update('nodes', changed, 'test');
}

function pod(name: string, spec: Partial<Pod['spec']> = {}): Pod {
  const containers = [{ name: 'c', image: 'registry.k8s.io/pause:3.10' }];
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default' }, spec: { containers, ...spec } };
}

describe('a node', () => {
  it('is tainted while cordoned, and keeps the taints people gave it', () => {
    const mine = { key: 'mine', value: 'yes', effect: 'NoSchedule' };
    change('pi5', { unschedulable: true, taints: [mine] });
    world.clock.settle();
    expect(taints('pi5')).toEqual(['mine:NoSchedule', 'node.kubernetes.io/unschedulable:NoSchedule']);
    change('pi5', { unschedulable: false });
    world.clock.settle();
    expect(taints('pi5')).toEqual(['mine:NoSchedule']);
  });

  it('that only ever was an object becomes Unknown, as no kubelet posts for it', () => {
    world.writer.create('nodes', { apiVersion: 'v1', kind: 'Node', metadata: { name: 'ghost' } }, 'test');
    world.step(60);
    const ready = node('ghost')?.status?.conditions?.find(({ type }) => type === 'Ready');
    expect(ready).toMatchObject({ status: 'Unknown', reason: 'NodeStatusNeverUpdated' });
    expect(taints('ghost')).toContain('node.kubernetes.io/unreachable:NoExecute');
  });

  it('that is silent for less than the grace stays Ready', () => {
    unplug('pi5');
    world.step(35);
    unplug();
    world.step(60);
    expect(world.events('pi5')).toEqual([]);
    expect(taints('pi5')).toEqual([]);
  });

  it('is not emptied while every node is lost: the fault may be on this side', () => {
    world.create('pods', pod('stays', { tolerations: [] }));
    world.step(10);
    unplug('pi5', 'pi6');
    world.step(600);
    expect(taints('pi5')).toEqual(['node.kubernetes.io/unreachable:NoSchedule']);
    expect(world.pod('stays').metadata.deletionTimestamp).toBeUndefined();
  });

  it('is emptied once another one is back, and no more once that is deleted', () => {
    const lost = ['node.kubernetes.io/unreachable:NoSchedule'];
    unplug('pi5', 'pi6');
    world.step(120);
    expect(taints('pi6')).toEqual(lost);
    unplug('pi6');
    world.step(30);
    expect(taints('pi6')).toEqual([...lost, 'node.kubernetes.io/unreachable:NoExecute']);
    world.writer.delete('nodes', undefined, 'pi5');
    world.clock.settle();
    expect(taints('pi6')).toEqual(lost);
  });
});

describe('a NoExecute taint', () => {
  it.each([
    ['no toleration', [], 0],
    ['a toleration of 30 s', [{ key: 'out', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 30 }], 30],
    ['a toleration without end', [{ key: 'out', operator: 'Exists' }], null],
  ])('put on by hand evicts a pod with %s', (_what, tolerations, seconds) => {
    world.create('pods', pod('p', { nodeName: 'pi5', tolerations }));
    world.step(10);
    change('pi5', { taints: [{ key: 'out', effect: 'NoExecute' }] });
    const leaving = () => world.pod('p').metadata.deletionTimestamp !== undefined;
    world.clock.settle();
    if (seconds === null) {
      world.step(3_600);
      expect(leaving()).toBe(false);
      return;
    }
    if (seconds > 0) {
      expect(leaving()).toBe(false);
      world.step(seconds);
    }
    expect(leaving()).toBe(true);
    expect(world.events('p')).toContain('TaintManagerEviction: Marking for deletion Pod default/p');
    const disrupted = world.pod('p').status?.conditions?.find(({ type }) => type === 'DisruptionTarget');
    expect(disrupted).toMatchObject({ status: 'True', reason: 'DeletionByTaintManager' });
  });
});

describe('a NoExecute taint that goes in time', () => {
  it('lets the pods stay, and says so', () => {
    const tolerations = [{ key: 'out', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 30 }];
    world.create('pods', pod('p', { nodeName: 'pi5', tolerations }));
    world.step(10);
    change('pi5', { taints: [{ key: 'out', effect: 'NoExecute' }] });
    world.step(10);
    change('pi5', { taints: [] });
    world.step(600);
    expect(world.pod('p').metadata.deletionTimestamp).toBeUndefined();
    expect(world.events('p').at(-1)).toBe('TaintManagerEviction: Cancelling deletion of Pod default/p');
  });
});

describe('a pod that comes to a tainted node', () => {
  it('may stay as long as it tolerates the taint, however long that has been there', () => {
    change('pi5', { taints: [{ key: 'out', effect: 'NoExecute', timeAdded: '2020-01-01T00:00:00Z' }] });
    const tolerations = [{ key: 'out', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }];
    world.create('pods', pod('late', { nodeName: 'pi5', tolerations }));
    world.step(290);
    const told = 'TaintManagerEviction: Marking for deletion Pod default/late';
    expect(world.events('late')).not.toContain(told);
    world.step(20);
    expect(world.events('late')).toContain(told);
  });
});

describe('pods of a deleted node', () => {
  it('are collected once the node has been missing for a while', () => {
    world.create('pods', pod('p', { nodeName: 'pi5' }));
    world.step(10);
    world.writer.delete('nodes', undefined, 'pi5');
    world.step(30);
    expect(world.pod('p').status?.phase).toBe('Running');
    world.step(30);
    expect(world.store.list('pods')).toEqual([]);
  });

  it('stay when the node is back in time', () => {
    world.create('pods', pod('p', { nodeName: 'pi5' }));
    world.step(10);
    const before = node('pi5');
    world.writer.delete('nodes', undefined, 'pi5');
    world.step(20);
    const { uid: _uid, resourceVersion: _version, ...metadata } = before?.metadata ?? { name: 'pi5' };
    world.create('nodes', { ...before, metadata });
    world.step(120);
    expect(world.pod('p').status?.phase).toBe('Running');
  });
});

describe('a node that comes', () => {
  it('gets the old names of its labels, addresses for its pods, and is announced', () => {
    const labels = { 'kubernetes.io/arch': 'arm64', 'kubernetes.io/os': 'linux' };
    world.create('nodes', { apiVersion: 'v1', kind: 'Node', metadata: { name: 'new', labels } });
    world.clock.settle();
    expect(node('new')).toMatchObject({
      metadata: {
        labels: { 'beta.kubernetes.io/arch': 'arm64', 'beta.kubernetes.io/os': 'linux' },
        annotations: { 'node.alpha.kubernetes.io/ttl': '0' },
      },
      spec: { podCIDR: '10.44.2.0/24', podCIDRs: ['10.44.2.0/24'] },
    });
    expect(world.events('new')).toEqual(['RegisteredNode: Node new event: Registered Node new in Controller']);
    world.writer.delete('nodes', undefined, 'new');
    world.clock.settle();
    expect(world.events('new')).toContain('RemovingNode: Node new event: Removing Node new from Controller');
  });
});
