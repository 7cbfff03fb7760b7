// Cases follow kubectl pkg/metricsutil/metrics_printer_test.go and the arithmetic of resource.Quantity.
import { describe, expect, it } from 'vitest';
import { readNodeMetrics, readPodMetrics } from './resource-metrics.ts';
import { topContainerRows, topNodeRows, topPodRows } from './top-rows.ts';

const AT = '2017-03-30T14:00:00Z';
const node = (name: string, cpu: string, memory: string) => ({
  metadata: { name },
  timestamp: AT,
  window: '15.1s',
  usage: { cpu, memory },
});
const pod = (namespace: string, name: string, containers: Record<string, readonly [cpu: string, memory: string]>) => ({
  metadata: { namespace, name },
  timestamp: AT,
  window: '1m0s',
  containers: Object.entries(containers).map(([container, [cpu, memory]]) => ({
    name: container,
    usage: { cpu, memory },
  })),
});
const mapOf = <T>(read: (item: unknown) => { key: string; usage: T } | null, items: readonly object[]) =>
  new Map(
    items.flatMap((item) => {
      const named = read(item);
      return named === null ? [] : [[named.key, named.usage] as const];
    }),
  );

describe('rows of kubectl top node', () => {
  it.each([
    // Cores are rounded up to a millicore, and the share is of what was rounded.
    ['1n', '1Ki', { cpuMillicores: 1, cpuPercent: 0, memoryBytes: 1024, memoryPercent: 0 }],
    ['351000001n', '498688Ki', { cpuMillicores: 352, cpuPercent: 8, memoryBytes: 510_656_512, memoryPercent: 47 }],
    ['3999m', '1023Mi', { cpuMillicores: 3999, cpuPercent: 99, memoryBytes: 1_072_693_248, memoryPercent: 99 }],
    ['4', '1Gi', { cpuMillicores: 4000, cpuPercent: 100, memoryBytes: 1_073_741_824, memoryPercent: 100 }],
    // More than it gives to pods: the system takes its share as well.
    ['4400m', '1100Mi', { cpuMillicores: 4400, cpuPercent: 110, memoryBytes: 1_153_433_600, memoryPercent: 107 }],
    ['0', '0', { cpuMillicores: 0, cpuPercent: 0, memoryBytes: 0, memoryPercent: 0 }],
  ])('%s and %s of 4 cores and 1Gi', (cpu, memory, used) => {
    const measured = mapOf(readNodeMetrics, [node('pi5', cpu, memory)]);
    const allocatable = new Map([['pi5', { cpuMillicores: 4000, memoryBytes: 2 ** 30 }]]);
    expect(topNodeRows(measured, allocatable)).toEqual([{ name: 'pi5', used }]);
  });

  it('has nodes without figures last, no share of what is not stated, and 0 of nothing', () => {
    const measured = mapOf(readNodeMetrics, [node('b', '1', '1Gi'), node('a', '2', '2Gi'), node('gone', '1', '1')]);
    const allocatable = new Map([
      ['z', { cpuMillicores: 4000, memoryBytes: 2 ** 30 }],
      ['c', { cpuMillicores: 4000, memoryBytes: 2 ** 30 }],
      ['b', { cpuMillicores: 0, memoryBytes: null }],
      ['a', { cpuMillicores: 4000, memoryBytes: 2 ** 31 }],
    ]);
    expect(topNodeRows(measured, allocatable)).toMatchObject([
      { name: 'a', used: { cpuPercent: 50, memoryPercent: 100 } },
      { name: 'b', used: { cpuPercent: 0, memoryPercent: null } },
      { name: 'gone', used: { cpuPercent: null, memoryPercent: null } },
      { name: 'c', used: null },
      { name: 'z', used: null },
    ]);
  });

  it.each([
    [null, ['Pi10', 'pi2', 'pi9']],
    ['cpu', ['pi9', 'Pi10', 'pi2']],
    ['memory', ['pi2', 'Pi10', 'pi9']],
  ] as const)('sorts by %s as kubectl does', (sorting, names) => {
    const nodes = [node('pi2', '1', '3Gi'), node('Pi10', '1', '2Gi'), node('pi9', '2', '1Gi')];
    expect(topNodeRows(mapOf(readNodeMetrics, nodes), new Map(), sorting).map(({ name }) => name)).toEqual(names);
  });
});

describe('rows of kubectl top pod', () => {
  const PODS = mapOf(readPodMetrics, [
    pod('web', 'a', { sidecar: ['400n', '1500Ki'], app: ['500n', '700Ki'] }),
    pod('db', 'z', { c: ['250m', '64Mi'] }),
    pod('web', 'B', { c: ['1', '1Mi'] }),
  ]);

  it('adds containers before it rounds', () => {
    expect(topPodRows(PODS)[2]).toEqual({ namespace: 'web', pod: 'a', cpuMillicores: 1, memoryBytes: 2200 * 1024 });
    expect(topContainerRows(PODS).slice(2)).toEqual([
      { namespace: 'web', pod: 'a', container: 'app', cpuMillicores: 1, memoryBytes: 700 * 1024 },
      { namespace: 'web', pod: 'a', container: 'sidecar', cpuMillicores: 1, memoryBytes: 1500 * 1024 },
    ]);
  });

  it.each([
    [null, ['db/z', 'web/B', 'web/a']],
    ['cpu', ['web/B', 'db/z', 'web/a']],
    ['memory', ['db/z', 'web/a', 'web/B']],
  ] as const)('sorts by %s as kubectl does', (sorting, keys) => {
    expect(topPodRows(PODS, sorting).map((row) => `${row.namespace}/${row.pod}`)).toEqual(keys);
  });

  it('sorts containers within their pod', () => {
    const row = ({ pod: name, container }: { pod: string; container: string }) => `${name}/${container}`;
    expect(topContainerRows(PODS, 'memory').map(row)).toEqual(['z/c', 'a/sidecar', 'a/app', 'B/c']);
  });
});

describe('measures that cannot be read', () => {
  it.each([
    ['nothing', null],
    ['a text', 'pi5'],
    ['no name', { ...node('x', '1', '1'), metadata: {} }],
    ['no time', { ...node('x', '1', '1'), timestamp: undefined }],
    ['a time that is none', { ...node('x', '1', '1'), timestamp: 'now' }],
    ['no use', { ...node('x', '1', '1'), usage: undefined }],
    ['an amount that is none', node('x', 'much', '1')],
  ])('%s is nobody', (_, item) => {
    expect(readNodeMetrics(item)).toBeNull();
  });

  it('of a pod: only the containers with figures, and none where no container has any', () => {
    const some = { ...pod('web', 'a', { good: ['1', '1Mi'], bad: ['?', '1Mi'] }) };
    expect(readPodMetrics(some)?.usage).toMatchObject({ windowSeconds: 60, total: { cpuMillicores: 1000 } });
    expect([...(readPodMetrics(some)?.usage.containers.keys() ?? [])]).toEqual(['good']);
    expect(readPodMetrics(pod('web', 'a', {}))).toBeNull();
    expect(readPodMetrics({ ...some, containers: [null] })).toBeNull();
  });
});
