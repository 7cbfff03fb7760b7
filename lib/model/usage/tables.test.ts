import { describe, expect, it } from 'vitest';
import type { MeasureView } from '../overview/overview-view.ts';
import { nodeGroups } from './node-table.ts';
import { type PodLine, podLines } from './pod-table.ts';
import { usageQueryOf } from './usage-query.ts';
import type { NodeUsageRow, PodUsageRow, StatedAmounts } from './usage-view.ts';

const NOTHING: StatedAmounts = { cpuMillicores: null, memoryBytes: null };
const AT = '2026-11-23T13:00:00Z';

function queryOf(search: string) {
  return usageQueryOf(new URLSearchParams(search));
}

function measure(used: number, allocatable: number): MeasureView {
  return { state: 'measured', used, allocatable, percent: (used / allocatable) * 100, at: AT };
}

const GONE: MeasureView = { state: 'missing', reason: 'NotReady', since: AT };

function node(name: string, arch: string, cpu: number | null, memory: number | null): NodeUsageRow {
  return {
    name,
    arch,
    cpu: cpu === null ? GONE : measure(cpu, 4000),
    memory: memory === null ? GONE : measure(memory, 1000),
    allocatable: { cpuMillicores: 4000, memoryBytes: 1000 },
    requests: { cpuMillicores: 100, memoryBytes: name === 'pi10' ? null : 200 },
    limits: NOTHING,
    spark: null,
  };
}

const NODES = [
  node('pi10', 'arm64', 300, 100),
  node('up1', 'amd64', 900, 900),
  node('pi9', 'arm64', 100, 500),
  node('pi7', 'arm64', null, null),
];

function namesByArch(search: string) {
  const { filter, nodeSorting } = queryOf(search);
  return nodeGroups(NODES, filter, nodeSorting).map(({ arch, rows }) => [arch, ...rows.map(({ name }) => name)]);
}

describe('the nodes', () => {
  it.each([
    [
      '',
      [
        ['arm64', 'pi7', 'pi9', 'pi10'],
        ['amd64', 'up1'],
      ],
    ],
    [
      'sort=-name',
      [
        ['arm64', 'pi10', 'pi9', 'pi7'],
        ['amd64', 'up1'],
      ],
    ],
    [
      'sort=-cpu',
      [
        ['arm64', 'pi10', 'pi9', 'pi7'],
        ['amd64', 'up1'],
      ],
    ],
    [
      'sort=cpu',
      [
        ['arm64', 'pi9', 'pi10', 'pi7'],
        ['amd64', 'up1'],
      ],
    ],
    [
      'sort=memory-share',
      [
        ['arm64', 'pi10', 'pi9', 'pi7'],
        ['amd64', 'up1'],
      ],
    ],
    [
      'sort=-requests',
      [
        ['arm64', 'pi7', 'pi9', 'pi10'],
        ['amd64', 'up1'],
      ],
    ],
    ['arch=amd64', [['amd64', 'up1']]],
    ['text=PI+1', [['arm64', 'pi10']]],
    ['text=x', []],
  ])('with %j', (search, names) => {
    expect(namesByArch(search)).toEqual(names);
  });

  it('sums what is measured, and says of how many', () => {
    const { filter, nodeSorting } = queryOf('');
    const [arm] = nodeGroups(NODES, filter, nodeSorting);
    expect(arm?.cpu).toMatchObject({ used: 400, allocatable: 8000, percent: 5, measuredCount: 2 });
    expect(arm?.requests).toEqual({ cpuMillicores: 300, memoryBytes: 400 });
    expect(arm?.limits).toEqual(NOTHING);
    expect(arm?.allocatable).toEqual({ cpuMillicores: 12_000, memoryBytes: 3000 });
  });
});

function pod(
  key: string,
  arch: string | null,
  cpu: number | null,
  containers: readonly [string, number][] = [],
): PodUsageRow {
  const [namespace = '', name = ''] = key.split('/');
  return {
    namespace,
    name,
    node: arch === null ? null : `${arch}-board`,
    arch,
    owner: null,
    usage:
      cpu === null
        ? { state: 'missing', reason: 'not measured yet', since: null }
        : { state: 'measured', cpuMillicores: cpu, memoryBytes: cpu * 10, at: AT },
    containers: containers.map(([inside, cpuMillicores]) => ({
      name: inside,
      cpuMillicores,
      memoryBytes: 1,
      requests: NOTHING,
      limits: NOTHING,
    })),
    requests: NOTHING,
    limits: NOTHING,
    spark: null,
  };
}

const PODS = [
  pod('web/b', 'amd64', 5, [
    ['app', 1],
    ['proxy', 4],
  ]),
  pod('web/a', 'arm64', 9),
  pod('kube-system/dns', 'arm64', null),
  pod('web/c', null, null),
];

function keys(search: string, turned: readonly string[] = []): readonly string[] {
  return podLines(PODS, queryOf(search), new Set(turned)).map(({ key }: PodLine) => key);
}

describe('the pods', () => {
  it.each([
    ['', ['group arm64', 'kube-system/dns', 'web/a', 'group amd64', 'web/b', 'group ', 'web/c']],
    ['group=none', ['kube-system/dns', 'web/a', 'web/b', 'web/c']],
    ['group=none&sort=-cpu', ['web/a', 'web/b', 'kube-system/dns', 'web/c']],
    ['group=none&sort=cpu', ['web/b', 'web/a', 'kube-system/dns', 'web/c']],
    ['group=none&sort=-node', ['kube-system/dns', 'web/a', 'web/b', 'web/c']],
    ['group=none&namespace=web&text=/B', ['web/b']],
    ['group=none&arch=amd64&containers=all', ['web/b', 'web/b/app', 'web/b/proxy']],
    ['group=none&arch=amd64&containers=all&sort=-cpu', ['web/b', 'web/b/proxy', 'web/b/app']],
  ])('with %j', (search, expected) => {
    expect(keys(search)).toEqual(expected);
  });

  it('unfolds the pods that were turned, or folds them where all are unfolded', () => {
    expect(keys('group=none&namespace=web&text=/b', ['web/b'])).toEqual(['web/b', 'web/b/app', 'web/b/proxy']);
    expect(keys('group=none&text=/b&containers=all&namespace=web', ['web/b'])).toEqual(['web/b']);
  });

  it('sums a group over the pods that are measured', () => {
    const [first] = podLines(PODS, queryOf(''), new Set());
    expect(first).toMatchObject({
      kind: 'group',
      group: { arch: 'arm64', podCount: 2, measuredCount: 1, used: { cpuMillicores: 9, memoryBytes: 90 } },
    });
  });
});
