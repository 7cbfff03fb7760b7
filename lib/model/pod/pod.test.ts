import type { Pod } from 'kubernetes-types/core/v1';
import { describe, expect, it } from 'vitest';
import { projectEvent } from '../records/project-event.ts';
import { board, podObject, pod as record } from '../testdata/cluster.ts';
import { type PodSurroundings, podView } from './pod.ts';
import { eventsAbout } from './pod-events.ts';
import { successorOf } from './successor.ts';

const AROUND: PodSurroundings = { node: board(), nodesKnown: true, owners: [], gone: null, events: [] };
const UNREACHABLE = { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute', timeAdded: '2017-03-30T12:00:00Z' };

function changed(pod: Pod, spec: Partial<NonNullable<Pod['spec']>>): Pod {
  return { ...pod, spec: { ...pod.spec, containers: pod.spec?.containers ?? [], ...spec } };
}

describe("a pod's page", () => {
  it('names the board, and keeps annotations but not the copy of what was applied', () => {
    const pod = podObject();
    const applied = { 'kubectl.kubernetes.io/last-applied-configuration': '{"env":"hunter2"}', note: 'kept' };
    const view = podView({ ...pod, metadata: { ...pod.metadata, annotations: applied } }, AROUND);
    expect(view.node).toMatchObject({ name: 'pi5', arch: 'arm64', ready: true });
    expect(view.annotations).toEqual({ note: 'kept' });
  });

  it.each([
    [
      'a board that is silent',
      { node: board({ ready: 'Unknown', taints: [UNREACHABLE] }) },
      'unknown',
      'Nobody knows how it is',
    ],
    ['a board that is gone', { node: null }, 'unknown', 'Nobody knows how it is'],
    ['boards that may not be read', { node: null, nodesKnown: false }, 'running', 'It runs'],
  ] as const)('on %s', (_, around, state, headline) => {
    const view = podView(podObject(), { ...AROUND, ...around });
    expect(view.state).toBe(state);
    expect(view.words.headline).toBe(headline);
  });

  it('says when it has to leave a silent board', () => {
    const tolerations = [{ key: UNREACHABLE.key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }];
    const around = { ...AROUND, node: board({ ready: 'Unknown', taints: [UNREACHABLE] }) };
    const { words } = podView(podObject({ tolerations }), around);
    expect(words.lines[1]?.until).toBe('2017-03-30T12:05:00.000Z');
  });

  it.each([
    [{ key: 'arch', operator: 'Equal', value: 'arm', effect: 'NoSchedule' }, 'arch=arm:NoSchedule'],
    [{ key: 'arch', operator: 'Exists' }, 'arch'],
    [{ operator: 'Exists' }, 'every taint'],
    [{ operator: 'Exists', effect: 'NoExecute' }, 'every NoExecute taint'],
    [{ key: 'a', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }, 'a:NoExecute for 300s'],
  ])('says what it tolerates: %j', (toleration, expected) => {
    expect(podView(podObject({ tolerations: [toleration] }), AROUND).tolerations).toEqual([expected]);
  });

  it('says where it may land', () => {
    const rule = { key: 'kubernetes.io/arch', operator: 'In', values: ['arm', 'arm64'] };
    const beside = { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'db' } } };
    const pod = changed(podObject(), {
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [rule] }] },
        },
        podAntiAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 5, podAffinityTerm: beside }],
        },
      },
    });
    expect(podView(pod, AROUND).affinity).toEqual([
      'must: a node with kubernetes.io/arch in (arm, arm64)',
      'better: away from pods with app=db by kubernetes.io/hostname (weight 5)',
    ]);
  });
});

describe('the successor of a pod', () => {
  const owner = { kind: 'ReplicaSet', name: 'web-1' };
  const AFTER = Date.parse('2017-03-30T12:00:00Z');
  const gone = record({ name: 'web-1-a', owner });
  const older = record({ name: 'web-1-b', owner, createdAt: '2017-03-30T11:59:00Z' });
  const first = record({ name: 'web-1-c', owner, createdAt: '2017-03-30T12:00:00Z' });
  const later = record({ name: 'web-1-d', owner, createdAt: '2017-03-30T12:00:09Z' });
  const other = record({ name: 'db', owner: { kind: 'ReplicaSet', name: 'db-1' }, createdAt: '2017-03-30T12:00:01Z' });

  it.each([
    ['the first its owner made since', [older, later, other, first], 'web-1-c'],
    ['none that was there before', [older, other], undefined],
    [
      'none that goes itself',
      [record({ name: 'web-1-e', owner, createdAt: first.createdAt, deletionAt: 'x' })],
      undefined,
    ],
  ])('is %s', (_, pods, expected) => {
    expect(successorOf(gone, AFTER, pods)?.name).toBe(expected);
  });

  it('is nobody for a bare pod', () => {
    expect(successorOf(record({ name: 'bare' }), AFTER, [first])).toBeNull();
  });
});

describe('events about a pod', () => {
  const event = (uid: string | undefined, name = 'web') =>
    projectEvent({ metadata: {}, involvedObject: { kind: 'Pod', namespace: 'default', name, ...(uid && { uid }) } });
  const owner = { kind: 'Node', name: 'pi5' };

  it.each([
    ['its own', record({ name: 'web' }), event(record({ name: 'web' }).uid), 1],
    ['of one that had its name before', record({ name: 'web' }), event('before'), 0],
    ['of another name', record({ name: 'web' }), event(undefined, 'other'), 0],
    ['that name no uid', record({ name: 'web' }), event(undefined), 1],
    ['of a static pod, which name what its kubelet read', record({ name: 'web', owner }), event('of-the-file'), 1],
  ])('%s', (_, pod, about, count) => {
    expect(eventsAbout(pod, [about])).toHaveLength(count);
  });
});
