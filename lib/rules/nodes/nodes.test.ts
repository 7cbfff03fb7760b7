import { describe, expect, it } from 'vitest';
import { isLifecycleTaint, lifecycleTaints } from './node-lifecycle.ts';
import { isGoodCondition, nodeStatusText } from './node-status.ts';
import { architectureOf, rolesOf } from './platform.ts';

const condition = (type: string, status: string) => ({ type, status });
const texts = (taints: readonly { key: string; effect: string }[]) =>
  taints.map(({ key, effect }) => `${key}:${effect}`);

describe('STATUS of a node', () => {
  it.each([
    [[condition('Ready', 'True')], false, 'Ready'],
    [[condition('Ready', 'False')], false, 'NotReady'],
    [[condition('Ready', 'Unknown')], true, 'NotReady,SchedulingDisabled'],
    [[], false, 'Unknown'],
  ])('%o, cordoned %s: %s', (conditions, unschedulable, text) => {
    expect(nodeStatusText(conditions, unschedulable)).toBe(text);
  });

  it.each([
    ['Ready', 'True', true],
    ['Ready', 'Unknown', false],
    ['MemoryPressure', 'False', true],
    ['MemoryPressure', 'Unknown', false],
    ['KernelDeadlock', 'True', false],
  ])('%s=%s is good: %s', (type, status, good) => {
    expect(isGoodCondition(condition(type, status))).toBe(good);
  });
});

describe('taints that follow from a node’s state', () => {
  it.each([
    [[condition('Ready', 'True')], false, []],
    [
      [condition('Ready', 'Unknown')],
      false,
      ['node.kubernetes.io/unreachable:NoSchedule', 'node.kubernetes.io/unreachable:NoExecute'],
    ],
    [
      [condition('Ready', 'False')],
      false,
      ['node.kubernetes.io/not-ready:NoSchedule', 'node.kubernetes.io/not-ready:NoExecute'],
    ],
    [
      [condition('Ready', 'True'), condition('MemoryPressure', 'True')],
      false,
      ['node.kubernetes.io/memory-pressure:NoSchedule'],
    ],
    [[condition('Ready', 'True'), condition('DiskPressure', 'Unknown')], false, []],
    [[condition('Ready', 'True')], true, ['node.kubernetes.io/unschedulable:NoSchedule']],
  ])('%o, cordoned %s', (conditions, unschedulable, expected) => {
    const taints = lifecycleTaints(conditions, unschedulable);
    expect(texts(taints)).toEqual(expected);
    expect(taints.every(isLifecycleTaint)).toBe(true);
  });

  it('leaves a person’s taints alone', () => {
    expect(isLifecycleTaint({ key: 'kubernetes.io/arch', effect: 'NoSchedule' })).toBe(false);
    expect(isLifecycleTaint({ key: 'node.kubernetes.io/out-of-service', effect: 'NoExecute' })).toBe(false);
  });
});

describe('platform and roles', () => {
  it.each([
    [{ 'kubernetes.io/arch': 'arm64' }, 'arm', 'arm64'],
    [{}, 'arm', 'arm'],
    [{ 'beta.kubernetes.io/arch': 'amd64' }, undefined, 'amd64'],
    [{}, undefined, 'unknown'],
  ])('%o reported as %s is %s', (labels, reported, arch) => {
    expect(architectureOf(labels, reported)).toBe(arch);
  });

  it('reads roles from both kinds of labels', () => {
    const labels = {
      'node-role.kubernetes.io/worker': 'true',
      'node-role.kubernetes.io/control-plane': '',
      'node-role.kubernetes.io/': '',
      'kubernetes.io/role': 'edge',
    };
    expect(rolesOf(labels)).toEqual(['control-plane', 'edge', 'worker']);
  });
});
