import { describe, expect, it } from 'vitest';
import { kubectlOf, shellQuoted } from '../actions/kubectl.ts';
import { topOwner } from '../records/pod-owner.ts';
import { projectEvent } from '../records/project-event.ts';
import { board, pod } from '../testdata/cluster.ts';
import { nodeView, podRowView } from './node.ts';

const nothing = { source: { state: 'live' } as const, byNode: new Map() };
const MEBIBYTE = 1024 ** 2;

describe('nodeView', () => {
  it('sets what is there against what is asked for, of pods that still run', () => {
    const pods = [
      pod({ name: 'a', requests: { cpu: '500m', memory: '100Mi', 'example.com/gpu': '1' } }),
      pod({ name: 'b', requests: { cpu: '250m' } }),
      pod({ name: 'done', phase: 'Succeeded', requests: { cpu: '4' } }),
    ];
    const rows = nodeView(board(), pods, nothing).resources;
    expect(rows.map(({ name, allocatable, requested, limited }) => [name, allocatable, requested, limited])).toEqual([
      ['cpu', 4000, 750, null],
      ['memory', 870 * MEBIBYTE, 100 * MEBIBYTE, null],
      ['pods', 110, 2, null],
      ['example.com/gpu', null, 1, null],
    ]);
    expect(rows[0]?.used).toMatchObject({ state: 'missing' });
    expect(rows[2]?.used).toBeNull();
  });

  it('does not say that nothing is asked for where pods may not be read', () => {
    expect(nodeView(board(), null, nothing).resources[0]).toMatchObject({ requested: null, limited: null });
  });

  it('shows Ready first, then what is not well', () => {
    const conditions = [
      { type: 'DiskPressure', status: 'False' },
      { type: 'PIDPressure', status: 'True' },
      { type: 'MemoryPressure', status: 'Unknown' },
    ];
    const views = nodeView(board({ conditions }), [], nothing).conditions;
    expect(views.map(({ type, good }) => [type, good])).toEqual([
      ['Ready', true],
      ['MemoryPressure', false],
      ['PIDPressure', false],
      ['DiskPressure', true],
    ]);
  });
});

describe('whose pod it is', () => {
  it.each([
    [{ kind: 'ReplicaSet', name: 'web-2440858958' }, { 'pod-template-hash': '2440858958' }, 'Deployment/web'],
    [{ kind: 'ReplicaSet', name: 'alone' }, {}, 'ReplicaSet/alone'],
    [{ kind: 'ReplicaSet', name: 'web-1' }, { 'pod-template-hash': '2' }, 'ReplicaSet/web-1'],
    [{ kind: 'DaemonSet', name: 'kube-proxy' }, { 'pod-template-generation': '1' }, 'DaemonSet/kube-proxy'],
  ])('%o with %o is %s', (owner, labels, expected) => {
    expect(topOwner(pod({ owner, labels }))).toBe(expected);
  });

  it('a bare pod is nobody’s', () => {
    expect(podRowView(pod(), board()).owner).toBeNull();
  });

  it('a pod of a board that is gone is not known to run', () => {
    expect(podRowView(pod(), board({ ready: 'Unknown' })).state).toBe('unknown');
  });
});

describe('events of both styles', () => {
  const involvedObject = { kind: 'Pod', namespace: 'default', name: 'web' };
  const metadata = { uid: 'e', creationTimestamp: '2017-03-30T11:00:00Z' };
  it.each([
    [
      {
        count: 3,
        firstTimestamp: '2017-03-30T11:00:00Z',
        lastTimestamp: '2017-03-30T11:10:00Z',
        source: { component: 'kubelet' },
      },
      { count: 3, firstAt: '2017-03-30T11:00:00Z', lastAt: '2017-03-30T11:10:00Z', source: 'kubelet' },
    ],
    [
      { eventTime: '2017-03-30T11:05:00.000000Z', reportingComponent: 'default-scheduler' },
      {
        count: 1,
        firstAt: '2017-03-30T11:05:00.000000Z',
        lastAt: '2017-03-30T11:05:00.000000Z',
        source: 'default-scheduler',
      },
    ],
    [
      {
        eventTime: '2017-03-30T11:05:00.000000Z',
        series: { count: 7, lastObservedTime: '2017-03-30T11:09:00.000000Z' },
      },
      { count: 7, lastAt: '2017-03-30T11:09:00.000000Z' },
    ],
    [{}, { count: 1, lastAt: '2017-03-30T11:00:00Z', source: '', type: 'Normal' }],
  ])('%o', (fields, expected) => {
    expect(projectEvent({ metadata, involvedObject, ...fields })).toMatchObject({ about: involvedObject, ...expected });
  });
});

it.each([
  ['pi5', 'pi5'],
  ['a=b:NoSchedule-', 'a=b:NoSchedule-'],
  ['$(reboot)', "'$(reboot)'"],
  ["it's", `'it'\\''s'`],
  ['', "''"],
])('the shell reads %j as one word', (word, quoted) => {
  expect(shellQuoted(word)).toBe(quoted);
});

it('a command cannot smuggle another', () => {
  const taint = { key: 'a;reboot', value: '`x`', effect: 'NoSchedule' as const };
  expect(kubectlOf({ action: 'taint', node: 'pi5', taint })).toBe("kubectl taint nodes pi5 'a;reboot=`x`:NoSchedule'");
});
