import type { PodSpec, Taint } from 'kubernetes-types/core/v1';
import { describe, expect, it } from 'vitest';
import type { PlatformsOf } from '../../images/platform-knowledge.ts';
import type { EventRecord, NodeRecord, PodRecord } from '../../records/records.ts';
import { board, type PodSpecInput, pod } from '../../testdata/cluster.ts';
import { type PictureInput, picture, podWith, workload } from '../../testdata/picture.ts';
import { explainPod, NODES_TOLD_MAX } from './why.ts';

const SINCE = '2017-03-30T11:59:20Z';
const LATER = '2017-03-30T12:10:00Z';
const UNKNOWN: PlatformsOf = () => ({ platforms: null, shape: null, source: 'unknown', how: 'nobody asked' });
const AMD64_ONLY: PlatformsOf = () => {
  return {
    platforms: [{ os: 'linux', architecture: 'amd64', variant: '' }],
    shape: 'single',
    source: 'registry',
    how: 'read',
  };
};
const lab: Taint = { key: 'lab', value: 'x', effect: 'NoSchedule' };
const down: Taint = { key: 'node.kubernetes.io/unreachable', effect: 'NoSchedule' };
const asks = (requests: Record<string, string>): Partial<PodSpec> => ({
  containers: [{ name: 'c', image: 'app:1', resources: { requests } }],
});
const waiting = (spec: Partial<PodSpec> = {}, input: PodSpecInput = {}): PodRecord =>
  podWith({ name: 'new', node: null, phase: 'Pending', ...input }, spec);

interface Asked extends Partial<PictureInput> {
  nodes: readonly NodeRecord[];
  platformsOf?: PlatformsOf;
  events?: readonly EventRecord[];
}

function explained(of: PodRecord, { platformsOf = UNKNOWN, events = [], ...input }: Asked) {
  return explainPod({ pod: of, workload: null, picture: picture(input), platformsOf, events });
}

function said(message: string, reason = 'FailedScheduling', lastAt = LATER): EventRecord {
  const about = { kind: 'Pod', namespace: 'default', name: 'new' };
  return {
    uid: reason,
    aboutUid: null,
    type: 'Warning',
    reason,
    message,
    count: 1,
    firstAt: lastAt,
    lastAt,
    source: 'default-scheduler',
    about,
  };
}

const upTainted = board({ name: 'up1', arch: 'amd64', taints: [lab] });
const pi7Down = board({ name: 'pi7', arch: 'arm', taints: [down], ready: 'Unknown' });

describe('the answer in one sentence', () => {
  it.each<[what: string, pod: PodRecord, nodes: readonly NodeRecord[], summary: string]>([
    [
      'each reason with its count',
      waiting(),
      [upTainted, board({ name: 'up2', taints: [lab] }), pi7Down],
      'No board can take it: 1 is not ready or cordoned, 2 keep it out by taint.',
    ],
    [
      'memory, and where most is left',
      waiting(asks({ memory: '4Gi' })),
      [board({ name: 'a', memory: '1Gi' }), board({ name: 'b', memory: '2Gi' }), pi7Down],
      'No board has 4Gi of memory to give: the most that is free is 2Gi, on b.',
    ],
    ['who could take it', waiting(), [board()], 'pi5 could take it now: the scheduler tries it again.'],
    [
      'that it runs, and who else could',
      pod(),
      [board(), board({ name: 'pi6' }), upTainted],
      'It is on pi5. 1 other board could take it.',
    ],
    [
      'that its board would not take it again',
      pod({ node: 'up1' }),
      [upTainted, board({ name: 'b', taints: [lab] })],
      'It is on up1. No other board could take it. As up1 is now, it would not be placed there again: taint lab=x:NoSchedule is not tolerated.',
    ],
    [
      'that a daemon is made for one board',
      waiting(
        {
          ...asks({ memory: '9Gi' }),
          affinity: {
            nodeAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: {
                nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['pi5'] }] }],
              },
            },
          },
        },
        { owner: { kind: 'DaemonSet', name: 'net' } },
      ),
      [board({ memory: '1Gi' }), board({ name: 'pi6' })],
      'Its DaemonSet made it for pi5, which cannot take it: it needs 9Gi of memory, the whole node has 1Gi.',
    ],
    [
      'that a static pod asked nobody',
      pod({ owner: { kind: 'Node', name: 'pi5' } }),
      [board(), board({ name: 'pi6' })],
      'It is on pi5. Its kubelet started it from a file of its own: no scheduler was asked.',
    ],
    [
      'that its claim is missing',
      waiting({ volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] }),
      [board()],
      'No board is looked at: persistentvolumeclaim "data" not found.',
    ],
    [
      'a gate',
      waiting({ schedulingGates: [{ name: 'hold' }] }),
      [board()],
      'It waits behind a scheduling gate: no board is looked at yet.',
    ],
    ['an empty cluster', waiting(), [], 'There is no board in the cluster.'],
    [
      'another scheduler',
      waiting({ schedulerName: 'mine' }),
      [board()],
      'Whether a board can take it cannot be known here.',
    ],
    ['that it ended', pod({ phase: 'Succeeded' }), [board()], 'It ran on pi5 and has ended.'],
  ])('tells %s', (_, of, nodes, summary) => {
    expect(explained(of, { nodes }).why.summary).toBe(summary);
  });

  it('tells that the boards it could land on cannot run its image', () => {
    const { why, nodes } = explained(waiting(), { nodes: [board()], platformsOf: AMD64_ONLY });
    expect(why.summary).toBe('1 board would take it, but cannot run its image.');
    expect(nodes).toMatchObject([
      { verdict: 'fits', letter: 'I', imageFails: true, reason: 'its image does not support arm64' },
    ]);
    expect(why.images).toEqual([{ image: 'app:1', archs: ['amd64'], how: 'read' }]);
  });
});

describe('each node', () => {
  it('says what keeps the pod off, the room it has, and how it would score', () => {
    const { nodes } = explained(waiting(asks({ cpu: '2' })), {
      nodes: [board({ name: 'a' }), board({ name: 'b', cpu: '1' }), upTainted],
      pods: [podWith({ name: 'eater', node: 'a' }, asks({ cpu: '1500m' }))],
    });
    expect(nodes.map(({ node, verdict, letter, reason }) => [node, verdict, letter, reason])).toEqual([
      ['a', 'fits', null, ''],
      ['b', 'refused', 'C', 'it needs 2000m of cpu, the whole node has 1000m'],
      ['up1', 'refused', 'T', 'taint lab=x:NoSchedule is not tolerated'],
    ]);
    const [a, b] = nodes;
    expect(a?.score).toMatchObject({ rank: 1 });
    expect(Object.values(a?.score?.parts ?? {}).reduce((sum, part) => sum + part, 0)).toBe(a?.score?.total);
    expect(b?.score).toBeNull();
    expect(a?.checks.find(({ kind }) => kind === 'resources')).toMatchObject({
      resources: expect.arrayContaining([
        expect.objectContaining({ resource: 'cpu', requested: 1500, takers: [{ pod: 'default/eater', amount: 1500 }] }),
      ]),
    });
  });

  it('does not hold against a pod what it takes itself', () => {
    const big = podWith({ name: 'big', node: 'pi5' }, asks({ cpu: '3' }));
    const { nodes } = explained(big, { nodes: [board()], pods: [big] });
    expect(nodes).toMatchObject([{ node: 'pi5', verdict: 'here', failure: null, score: { rank: 1 } }]);
  });

  it('is one of a few examples where there are very many', () => {
    const many = Array.from({ length: NODES_TOLD_MAX * 2 }, (_, index) => board({ name: `n${index}`, taints: [lab] }));
    const { why, nodes } = explained(waiting(), { nodes: [...many, pi7Down] });
    expect(nodes.length).toBeLessThan(NODES_TOLD_MAX);
    expect(why.nodesLeftOut).toBe(many.length + 1 - nodes.length);
    expect(nodes.some(({ node }) => node === 'pi7')).toBe(true);
    expect(why.summary).toBe(`No board can take it: 1 is not ready or cordoned, ${many.length} keep it out by taint.`);
  });
});

describe("the scheduler's words", () => {
  const refused = (message: string) => waiting({}, { unschedulable: { message, since: SINCE } });
  const nodes = [upTainted, pi7Down];
  const ours = '0/2 nodes are available: 2 node(s) had untolerated taint(s).';

  it.each([
    [`${ours} preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.`, 'agrees'],
    [ours, 'agrees'],
    ['0/3 nodes are available: 3 Insufficient cpu. preemption: none', 'differs'],
  ])('are held against what was computed: %s', (message, agreement) => {
    const { why } = explained(refused(message), { nodes, events: [said(message)] });
    expect(why).toMatchObject({ agreement, scheduler: { message, at: LATER } });
    expect(why.difference === null).toBe(agreement === 'agrees');
  });

  it('are old where a board could take it by now', () => {
    const { why } = explained(refused(ours), { nodes: [board()] });
    expect(why).toMatchObject({ agreement: 'differs', scheduler: { at: SINCE } });
    expect(why.difference).toContain('1 board could take it');
  });

  it('are none where it has said nothing, or another scheduler speaks', () => {
    expect(explained(waiting(), { nodes }).why).toMatchObject({ scheduler: null, agreement: 'silent' });
    const foreign = waiting({ schedulerName: 'mine' }, { unschedulable: { message: 'no', since: SINCE } });
    expect(explained(foreign, { nodes }).why).toMatchObject({ scheduler: { message: 'no' }, agreement: 'silent' });
  });
});

describe('what is not known', () => {
  const claims: Partial<PodSpec> = { volumes: [{ name: 'd', persistentVolumeClaim: { claimName: 'd' } }] };
  it.each<[string, PodRecord, Partial<PictureInput>]>([
    ['the scheduler mine', waiting({ schedulerName: 'mine' }), {}],
    ['gates', waiting({ schedulingGates: [{ name: 'hold' }] }), {}],
    ['Pods may not be read', waiting(), { known: { pods: false } }],
    ['may not be read: they are not judged', waiting(claims), { known: { storage: false } }],
    ['claims devices (gpu)', waiting({ resourceClaims: [{ name: 'gpu' }] }), {}],
    ['Services may not be read', waiting(), { known: { services: false } }],
  ])('is said: %s', (words, of, input) => {
    const { why } = explained(of, { nodes: [board()], ...input });
    expect(why.unknowns.join(' ')).toContain(words);
  });

  it('is nothing for an ordinary pod', () => {
    expect(explained(waiting(), { nodes: [board()] }).why.unknowns).toEqual([]);
  });
});

describe('what can be changed of it', () => {
  it("is the owner's template; a pod without one has its own, a static pod none", () => {
    const owned = waiting(
      { tolerations: [{ operator: 'Exists' }] },
      { owner: { kind: 'ReplicaSet', name: 'web-1' }, labels: { 'pod-template-hash': '1' } },
    );
    const selector = { nodeSelector: { disk: 'ssd' } };
    const asked = { picture: picture({ nodes: [board()] }), platformsOf: UNKNOWN, events: [] };
    const of = (one: PodRecord, owner: ReturnType<typeof workload> | null) =>
      explainPod({ ...asked, pod: one, workload: owner }).why;
    expect(of(owned, workload('Deployment', 'web', selector))).toMatchObject({
      owner: { kind: 'Deployment', name: 'web' },
      placement: { nodeSelector: { disk: 'ssd' }, tolerations: null },
    });
    expect(of(owned, null).placement, 'its template may not be read').toBeNull();
    expect(of(waiting(selector), null).placement).toMatchObject({ nodeSelector: { disk: 'ssd' } });
    expect(of(pod({ owner: { kind: 'Node', name: 'pi5' } }), null).placement).toBeNull();
  });
});
