import type { Pod } from 'kubernetes-types/core/v1';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { boardsOf, type TestWorld, testWorld } from '../scenarios/testdata/test-world.ts';

let world: TestWorld;
beforeEach(() => {
  world = testWorld(boardsOf({ pi5: 'arm64' }));
});
afterEach(() => {
  world.close();
  expect(world.bugs).toEqual([]);
});

/** Needs 128 Mi. */
const PROMETHEUS = 'quay.io/prometheus/prometheus:v3.5.0';

function pod(name: string, resources: Record<string, Record<string, string>>, priority = ''): Pod {
  const containers = [{ name: 'c', image: PROMETHEUS, resources }];
  const spec = { containers, nodeName: 'pi5', ...(priority === '' ? {} : { priorityClassName: priority }) };
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default' }, spec };
}

const containerOf = (name: string) => world.pod(name).status?.containerStatuses?.[0];
const pressure = () =>
  world.store.get('nodes', undefined, 'pi5')?.status?.conditions?.find(({ type }) => type === 'MemoryPressure');

describe('a container that uses more memory than it may', () => {
  it('is killed, starts again, and backs off', () => {
    world.create('pods', pod('greedy', { limits: { memory: '64Mi' } }));
    world.step(60);
    expect(containerOf('greedy')?.lastState?.terminated).toMatchObject({ exitCode: 137, reason: 'OOMKilled' });
    world.step(120);
    expect(containerOf('greedy')?.restartCount).toBeGreaterThan(1);
    expect(world.events('greedy').at(-1)).toMatch(/^(BackOff: Back-off restarting failed container c|Started)/);
    expect(pressure()?.status).toBe('False');
  });

  it('is left alone within its limit', () => {
    world.create('pods', pod('modest', { limits: { memory: '256Mi' } }));
    world.step(300);
    expect(containerOf('modest')).toMatchObject({ restartCount: 0, ready: true });
  });
});

describe('a board that runs out of memory', () => {
  it('says so, evicts the pod furthest above its request, and recovers', () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) world.create('pods', pod(name, { requests: { memory: '140Mi' } }));
    world.step(60);
    expect(pressure()?.status).toBe('False');
    world.create('pods', pod('unplanned', {}));
    world.step(90);
    expect(pressure()).toMatchObject({ status: 'True', reason: 'KubeletHasInsufficientMemory' });
    const { status } = world.pod('unplanned');
    expect(status).toMatchObject({ phase: 'Failed', reason: 'Evicted' });
    expect(status?.message).toMatch(
      /^The node was low on resource: memory\. Threshold quantity: 100Mi, available: (0|\d+Ki)\. Container c was using \d+Ki, request is 0, has larger consumption of memory\. $/,
    );
    expect(world.events('unplanned').at(-1)).toBe(`Evicted: ${status?.message}`);
    expect(world.events('pi5')).toEqual([
      'EvictionThresholdMet: Attempting to reclaim memory',
      'NodeHasInsufficientMemory: Node pi5 status is now: NodeHasInsufficientMemory',
    ]);
    world.step(400);
    expect(pressure()?.status).toBe('False');
    expect(world.events('pi5').at(-1)).toContain('NodeHasSufficientMemory');
    expect(['a', 'b', 'c', 'd', 'e'].map((name) => world.pod(name).status?.phase)).toEqual(Array(5).fill('Running'));
  });
});
