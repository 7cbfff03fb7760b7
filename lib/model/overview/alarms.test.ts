import { describe, expect, it } from 'vitest';
import { board, pod } from '../testdata/cluster.ts';
import { ALARMS_MAX, alarmsOf } from './alarms.ts';
import { clusterView } from './cluster.ts';

const SINCE = '2017-03-30T11:59:20Z';
const LATER = '2017-03-30T11:59:50Z';
const unreachable = { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute', timeAdded: SINCE };
const patience = (seconds: number) => [
  { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: seconds },
];
const gone = board({ name: 'upboard2', ready: 'Unknown', since: SINCE, taints: [unreachable] });

describe('a board that is gone', () => {
  it('says since when, and which pods leave and when the first of them does', () => {
    const pods = [
      pod({ name: 'a', node: 'upboard2', tolerations: patience(300) }),
      pod({ name: 'b', node: 'upboard2', tolerations: patience(600) }),
      pod({ name: 'daemon', node: 'upboard2', tolerations: [{ operator: 'Exists' }] }),
      pod({ name: 'going', node: 'upboard2', tolerations: patience(300), deletionAt: LATER }),
      pod({ name: 'done', node: 'upboard2', tolerations: patience(300), phase: 'Succeeded' }),
      pod({ name: 'elsewhere', tolerations: patience(300) }),
    ];
    expect(alarmsOf([gone, board()], pods)).toEqual([
      {
        kind: 'node-not-ready',
        severity: 'error',
        node: 'upboard2',
        since: SINCE,
        podsLeaving: 2,
        leaveAt: '2017-03-30T12:04:20.000Z',
      },
    ]);
  });

  it('counts the patience of a pod that came later from its own beginning', () => {
    const late = pod({ node: 'upboard2', tolerations: patience(300), createdAt: LATER });
    expect(alarmsOf([gone], [late])).toMatchObject([{ podsLeaving: 1, leaveAt: '2017-03-30T12:04:50.000Z' }]);
  });

  it('has no pods leaving before it is tainted', () => {
    const node = board({ name: 'upboard2', ready: 'Unknown', since: SINCE });
    expect(alarmsOf([node], [pod({ node: 'upboard2' })])).toMatchObject([{ podsLeaving: 0, leaveAt: null }]);
  });

  it('is told also where pods may not be read', () => {
    expect(alarmsOf([gone], null)).toMatchObject([{ node: 'upboard2', podsLeaving: 0, leaveAt: null }]);
  });

  it('does not fill the strip with a whole rack', () => {
    const rack = Array.from({ length: 1000 }, (_, index) => board({ name: `n${index}`, ready: 'Unknown' }));
    expect(alarmsOf(rack, [])).toHaveLength(ALARMS_MAX);
  });
});

describe('other trouble', () => {
  it('a pressure is a warning', () => {
    const node = board({ conditions: [{ type: 'MemoryPressure', status: 'True', lastTransitionTime: SINCE }] });
    expect(alarmsOf([node], [])).toEqual([
      { kind: 'node-pressure', severity: 'warning', node: 'pi5', condition: 'MemoryPressure', since: SINCE },
    ]);
  });

  it('failing pods are one alarm a reason, the most frequent first', () => {
    const failing = (name: string, waiting: string) => pod({ name, waiting });
    const pods = [
      failing('z', 'ErrImagePull'),
      failing('b', 'CrashLoopBackOff'),
      failing('a', 'CrashLoopBackOff'),
      pod(),
    ];
    expect(alarmsOf([board()], pods)).toEqual([
      {
        kind: 'pods-failing',
        severity: 'error',
        count: 2,
        reason: 'CrashLoopBackOff',
        example: { namespace: 'default', name: 'a' },
      },
      {
        kind: 'pods-failing',
        severity: 'error',
        count: 1,
        reason: 'ErrImagePull',
        example: { namespace: 'default', name: 'z' },
      },
    ]);
  });

  it('a pod that the scheduler has refused is pending, one it has not seen yet is not', () => {
    const refused = pod({
      name: 'a',
      node: null,
      phase: 'Pending',
      unschedulable: { message: '0/5 ...', since: SINCE },
    });
    const fresh = pod({ name: 'b', node: null, phase: 'Pending' });
    expect(alarmsOf([board()], [refused, fresh])).toEqual([
      {
        kind: 'pods-pending',
        severity: 'warning',
        count: 1,
        since: SINCE,
        example: { namespace: 'default', name: 'a' },
      },
    ]);
  });

  it('there is none in a healthy cluster', () => {
    expect(alarmsOf([board()], [pod()])).toEqual([]);
  });
});

describe('clusterView', () => {
  const live = { state: 'live' } as const;
  const sources = { nodes: live, pods: live, events: live, metrics: live };
  const base = { name: 'c', version: null, simulated: null, sources };

  it('counts pods by what is known of them now', () => {
    const pods = [
      pod({ name: 'a' }),
      pod({ name: 'b', waiting: 'ContainerCreating', phase: 'Pending' }),
      pod({ name: 'c', node: null, phase: 'Pending' }),
      pod({ name: 'd', waiting: 'CrashLoopBackOff' }),
      pod({ name: 'e', node: 'upboard2' }),
      pod({ name: 'f', phase: 'Succeeded' }),
      pod({ name: 'g', deletionAt: LATER }),
    ];
    expect(clusterView({ ...base, nodes: [board(), gone], pods }).pods).toEqual({
      total: 7,
      running: 1,
      pending: 2,
      failing: 1,
      unknown: 1,
    });
  });

  it('does not count what may not be read', () => {
    expect(clusterView({ ...base, nodes: [board()], pods: null }).pods).toBeNull();
  });
});
