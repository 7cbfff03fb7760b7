import { describe, expect, it } from 'vitest';
import { readNodeMetrics } from '#lib/rules/top/resource-metrics.ts';
import { board, pod, STARTED } from '../testdata/cluster.ts';
import { boardView } from './board.ts';
import type { MeasuresInput } from './measures.ts';
import type { SourceView } from './overview-view.ts';
import { PINS_MAX } from './overview-view.ts';

const MEBIBYTE = 1024 ** 2;
const AT = '2017-03-30T12:00:00Z';

function measures(source: SourceView = { state: 'live' }, ...items: unknown[]): MeasuresInput {
  const read = items.map(readNodeMetrics).filter((named) => named !== null);
  return { source, byNode: new Map(read.map(({ key, usage }) => [key, usage])) };
}

const ofPi5 = {
  metadata: { name: 'pi5' },
  timestamp: AT,
  window: '15s',
  usage: { cpu: '352123456n', memory: '498688Ki' },
};

describe('measures of a board', () => {
  it('are shares of what is allocatable', () => {
    const { cpu, memory } = boardView(board(), [], measures({ state: 'live' }, ofPi5));
    expect(cpu).toEqual({ state: 'measured', used: 353, allocatable: 4000, percent: 8.825, at: AT });
    expect(memory).toMatchObject({ used: 487 * MEBIBYTE, allocatable: 870 * MEBIBYTE });
    expect(memory.state === 'measured' && Math.trunc(memory.percent)).toBe(55);
  });

  it.each<[string, SourceView, Parameters<typeof board>[0], string, string | null]>([
    ['a board that is gone', { state: 'live' }, { ready: 'Unknown', since: AT }, 'NotReady', AT],
    ['a board that never reported', { state: 'live' }, { ready: null }, 'not Ready yet', STARTED],
    ['a new board', { state: 'live' }, {}, 'the metrics API does not report it', null],
    [
      'no metrics API',
      { state: 'absent', message: 'the metrics API is not registered' },
      {},
      'the metrics API is not registered',
      null,
    ],
    [
      'not allowed',
      { state: 'forbidden', verb: 'list', resource: 'nodes.metrics.k8s.io' },
      {},
      'not allowed to list nodes.metrics.k8s.io',
      null,
    ],
    ['out of order', { state: 'stale', since: AT, message: 'it does not answer' }, {}, 'it does not answer', AT],
    ['loading', { state: 'loading' }, {}, 'the metrics API does not report it', null],
  ])('missing is never zero and says why: %s', (_what, source, spec, reason, since) => {
    const { cpu, memory } = boardView(board(spec), [], measures(source));
    expect(cpu).toEqual({ state: 'missing', reason, since });
    expect(memory).toEqual(cpu);
  });

  it('a board that does not say what it has cannot have a share of it', () => {
    const silent = { ...board(), allocatable: {} };
    const view = boardView(silent, [], measures({ state: 'live' }, ofPi5));
    expect([view.cpu.state, view.cpuMillicores, view.memoryBytes]).toEqual(['missing', null, null]);
  });

  it('say since when there is no newer one', () => {
    const { cpu } = boardView(board(), [], { ...measures(), lastAt: () => AT });
    expect(cpu).toEqual({ state: 'missing', reason: 'no newer measurement', since: AT });
  });
});

describe('pins', () => {
  it('keep the order of age, so that a new pod takes the next free one', () => {
    const pods = [
      pod({ name: 'b', createdAt: '2017-03-30T11:02:00Z' }),
      pod({ name: 'a' }),
      pod({ name: 'c', createdAt: '2017-03-30T11:01:00Z' }),
    ];
    expect(boardView(board(), pods, measures()).pins.map(({ name }) => name)).toEqual(['a', 'c', 'b']);
  });

  it('are not known on a board that does not answer, except for what the API did', () => {
    const pods = [
      pod({ name: 'a' }),
      pod({ name: 'b', waiting: 'CrashLoopBackOff' }),
      pod({ name: 'c', deletionAt: AT }),
    ];
    const states = (ready: 'False' | 'Unknown') =>
      boardView(board({ ready }), pods, measures()).pins.map(({ state }) => state);
    expect(states('Unknown')).toEqual(['unknown', 'unknown', 'terminating']);
    expect(states('False')).toEqual(['running', 'failing', 'terminating']);
  });

  it('show the pods in trouble when there are too many', () => {
    const many = Array.from({ length: 60 }, (_, index) => pod({ name: `p${index}` }));
    const view = boardView(board(), [...many, pod({ name: 'z', waiting: 'ErrImagePull' })], measures());
    expect([view.podCount, view.pins.length]).toEqual([61, PINS_MAX]);
    expect(view.pins.some(({ state }) => state === 'failing')).toBe(true);
  });

  it('are absent, and the count null, where pods may not be read', () => {
    const view = boardView(board(), null, measures());
    expect([view.podCount, view.pins]).toEqual([null, []]);
  });
});

it('tells roles, taints, cordon and readiness', () => {
  const taints = [
    { key: 'beta.kubernetes.io/arch', value: 'arm64', effect: 'NoSchedule' },
    { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute', timeAdded: AT },
  ];
  const labels = { 'node-role.kubernetes.io/control-plane': '' };
  const view = boardView(board({ taints, labels, unschedulable: true, ready: 'False', since: AT }), [], measures());
  expect(view).toMatchObject({
    arch: 'arm64',
    roles: ['control-plane'],
    cordoned: true,
    ready: { status: 'False', since: AT, reason: 'KubeletReady' },
    taints: [
      { key: 'beta.kubernetes.io/arch', value: 'arm64', system: false, timeAdded: null },
      { key: 'node.kubernetes.io/unreachable', value: null, system: true, timeAdded: AT },
    ],
  });
});
