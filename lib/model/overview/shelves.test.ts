import { describe, expect, it } from 'vitest';
import { readNodeMetrics } from '#lib/rules/top/resource-metrics.ts';
import { type BoardSpec, board, pod } from '../testdata/cluster.ts';
import { boardView } from './board.ts';
import { compareNames, shelvesOf } from './shelves.ts';

const SINCE = '2017-03-30T11:48:00Z';
const archTaint = { key: 'kubernetes.io/arch', value: 'arm', effect: 'NoSchedule' };

function view(spec: BoardSpec, cpu: string | null, podCount: number | null = 0) {
  const item = { metadata: { name: spec.name }, timestamp: SINCE, usage: { cpu: cpu ?? '0', memory: '100Mi' } };
  const read = cpu === null ? null : readNodeMetrics(item);
  const pods = podCount === null ? null : Array.from({ length: podCount }, (_, index) => pod({ name: `p${index}` }));
  return boardView(board(spec), pods, {
    source: { state: 'live' },
    byNode: new Map(read === null ? [] : [[read.key, read.usage]]),
  });
}

describe('shelvesOf', () => {
  it('puts the boards on one shelf per architecture, in the order of the rack', () => {
    const boards = ['amd64', 'sparc', 'arm', 'unknown', 'arm64', 'arm'].map((arch, index) =>
      view({ name: `n${index}`, arch }, '1'),
    );
    const shelves = shelvesOf(boards);
    expect(shelves.map(({ arch, boards: { length } }) => [arch, length])).toEqual([
      ['arm64', 1],
      ['arm', 2],
      ['amd64', 1],
      ['sparc', 1],
      ['unknown', 1],
    ]);
    expect(shelves.map(({ title }) => title).slice(0, 3)).toEqual(['64-bit ARM', '32-bit ARM', 'x86-64']);
  });

  it('sums what is known: cores of all, use of the measured only, with the others named', () => {
    const pi6 = view({ name: 'pi6', arch: 'arm', taints: [archTaint] }, '400m', 7);
    const pi7 = view({ name: 'pi7', arch: 'arm', ready: 'Unknown', since: SINCE }, null, 2);
    expect(shelvesOf([pi7, pi6])).toMatchObject([
      {
        boards: [{ name: 'pi6' }, { name: 'pi7' }],
        readyCount: 1,
        cpuMillicores: 8000,
        podCount: 9,
        cpu: {
          state: 'measured',
          used: 400,
          allocatable: 4000,
          percent: 10,
          measuredCount: 1,
          unmeasured: [{ board: 'pi7', reason: 'NotReady', since: SINCE }],
        },
        taint: { state: 'some', taintedCount: 1 },
      },
    ]);
  });

  it('has no use at all where nothing is measured', () => {
    const [shelf] = shelvesOf([view({ name: 'pi7', arch: 'arm', ready: 'Unknown', since: SINCE }, null, null)]);
    expect(shelf?.cpu).toEqual({ state: 'missing', reason: 'NotReady', since: SINCE });
    expect(shelf?.podCount).toBeNull();
  });

  it('says whether all boards are kept for their architecture', () => {
    const tainted = view({ name: 'a', arch: 'arm', taints: [archTaint] }, '1');
    const soft = view({ name: 'b', arch: 'arm', taints: [{ ...archTaint, effect: 'PreferNoSchedule' }] }, '1');
    expect(shelvesOf([tainted])[0]?.taint.state).toBe('all');
    expect(shelvesOf([soft])[0]?.taint.state).toBe('none');
  });
});

it('sorts names as people count', () => {
  const names = ['pi10', 'pi9', 'pi', 'upboard2', 'upboard1', 'pi9a', '2b', 'b2'];
  expect(names.sort(compareNames)).toEqual(['2b', 'b2', 'pi', 'pi9', 'pi9a', 'pi10', 'upboard1', 'upboard2']);
});
