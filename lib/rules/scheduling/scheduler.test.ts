import type { Affinity, Container, Node, Pod } from 'kubernetes-types/core/v1';
import { describe, expect, it } from 'vitest';
import { filterNode, filterNodeFully } from './filters.ts';
import { findFeasible } from './scheduler.ts';
import { type NodeInfo, nodeInfo, schedulingNode, schedulingPod } from './scheduling-input.ts';

const BOARD = { cpu: '4', memory: '870Mi', pods: '110' };

function node(name: string, arch: string, changes: Partial<NonNullable<Node['spec']>> = {}, allocatable = BOARD): Node {
  const labels = { 'kubernetes.io/arch': arch, 'kubernetes.io/hostname': name };
  return { metadata: { name, labels }, spec: changes, status: { allocatable } };
}

function pod(spec: Partial<NonNullable<Pod['spec']>> = {}, requests: Record<string, string> = {}, name = 'p'): Pod {
  const container: Container = { name: 'c', image: 'app', resources: { requests } };
  return {
    metadata: { name, namespace: 'default', labels: { app: 'web' } },
    spec: { containers: [container], ...spec },
  };
}

function info(of: Node, pods: readonly Pod[] = []): NodeInfo {
  return nodeInfo(schedulingNode(of), pods.map(schedulingPod));
}

function nodeAffinity(key: string, operator: string, values?: string[]): Affinity {
  const matchExpressions = [values === undefined ? { key, operator } : { key, operator, values }];
  return {
    nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions }] } },
  };
}

const arm64Taint = { key: 'beta.kubernetes.io/arch', value: 'arm64', effect: 'NoSchedule' };
const tolerateAll = [{ operator: 'Exists' }];

describe('filterNode', () => {
  it.each<[string, Pod, NodeInfo, [string, string[], string] | null]>([
    ['an empty board', pod(), info(node('n', 'arm64')), null],
    [
      'a tainted board',
      pod(),
      info(node('n', 'arm64', { taints: [arm64Taint] })),
      ['TaintToleration', ['node(s) had untolerated taint(s)'], 'UnschedulableAndUnresolvable'],
    ],
    ['a tolerated taint', pod({ tolerations: tolerateAll }), info(node('n', 'arm64', { taints: [arm64Taint] })), null],
    [
      'a cordoned board, before its taint',
      pod(),
      info(node('n', 'arm64', { unschedulable: true, taints: [arm64Taint] })),
      ['NodeUnschedulable', ['node(s) were unschedulable'], 'UnschedulableAndUnresolvable'],
    ],
    [
      'a cordoned board for who tolerates it',
      pod({ tolerations: tolerateAll }),
      info(node('n', 'arm', { unschedulable: true })),
      null,
    ],
    [
      'another architecture',
      pod({ nodeSelector: { 'kubernetes.io/arch': 'amd64' } }),
      info(node('n', 'arm64')),
      ['NodeAffinity', ["node(s) didn't match Pod's node affinity/selector"], 'UnschedulableAndUnresolvable'],
    ],
    [
      'too little of two resources, which could be freed',
      pod({}, { cpu: '2', memory: '500Mi' }),
      info(node('n', 'arm64'), [pod({}, { cpu: '3', memory: '400Mi' })]),
      ['NodeResourcesFit', ['Insufficient cpu', 'Insufficient memory'], 'Unschedulable'],
    ],
    [
      'more than the board has',
      pod({}, { memory: '2Gi' }),
      info(node('n', 'arm64')),
      ['NodeResourcesFit', ['Insufficient memory'], 'UnschedulableAndUnresolvable'],
    ],
    [
      'a full board',
      pod(),
      info(node('n', 'arm64', {}, { ...BOARD, pods: '1' }), [pod()]),
      ['NodeResourcesFit', ['Too many pods'], 'Unschedulable'],
    ],
    [
      'a taken host port',
      pod({ containers: [{ name: 'c', ports: [{ containerPort: 80, hostPort: 80 }] }] }),
      info(node('n', 'arm64'), [
        pod({ containers: [{ name: 'c', ports: [{ containerPort: 80, hostPort: 80, hostIP: '10.0.0.1' }] }] }),
      ]),
      ['NodePorts', ["node(s) didn't have free ports for the requested pod ports"], 'Unschedulable'],
    ],
    ['an exact fit', pod({}, { cpu: '4', memory: '870Mi' }), info(node('n', 'arm64')), null],
  ])('%s', (_what, candidate, on, expected) => {
    const failure = filterNode(schedulingPod(candidate), on);
    expect(failure === null ? null : [failure.plugin, failure.reasons, failure.code]).toEqual(expected);
  });

  it('can tell every obstacle, not only the first', () => {
    const candidate = pod({ nodeSelector: { 'kubernetes.io/arch': 'amd64' } }, { memory: '2Gi' });
    const failures = filterNodeFully(schedulingPod(candidate), info(node('n', 'arm64', { taints: [arm64Taint] })));
    expect(failures.map(({ plugin }) => plugin)).toEqual(['TaintToleration', 'NodeAffinity', 'NodeResourcesFit']);
  });
});

describe('the FailedScheduling message', () => {
  const pi5 = node('pi5', 'arm64', { taints: [arm64Taint] });
  const pi6 = node('pi6', 'arm');
  const up1 = node('up1', 'amd64');
  const rack = [info(pi5), info(up1), info(pi6)];
  const only = (name: string) => ({
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: [name] }] }],
      },
    },
  });
  const useless = (count: number) => `${count} Preemption is not helpful for scheduling`;

  it.each<[string, Pod, readonly NodeInfo[], string | null]>([
    ['a board that can', pod(), rack, null],
    [
      'the first failing plugin of each node counts, sorted as text',
      pod({ nodeSelector: { 'kubernetes.io/arch': 's390x' } }),
      rack,
      `0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 node(s) didn't match Pod's node affinity/selector. preemption: 0/3 nodes are available: ${useless(3)}.`,
    ],
    [
      'pods of the same priority are no victims',
      pod({ tolerations: tolerateAll }, { cpu: '3' }),
      [info(pi5, [pod({}, { cpu: '2' })]), info(pi6, [pod({}, { cpu: '2' })]), info(up1, [pod({}, { cpu: '2' })])],
      '0/3 nodes are available: 3 Insufficient cpu. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.',
    ],
    [
      'a node too small and one too full',
      pod({ nodeSelector: { 'kubernetes.io/arch': 'amd64' } }, { cpu: '5' }),
      [info(up1), info(node('big', 'amd64', {}, { ...BOARD, cpu: '6' }), [pod({}, { cpu: '2' })])],
      `0/2 nodes are available: 2 Insufficient cpu. preemption: 0/2 nodes are available: 1 No preemption victims found for incoming pod, ${useless(1)}.`,
    ],
    [
      'a pod that may not preempt',
      pod({ preemptionPolicy: 'Never', nodeSelector: { 'kubernetes.io/arch': 's390x' } }),
      [info(up1)],
      "0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector. preemption: not eligible due to preemptionPolicy=Never.",
    ],
    [
      'a DaemonSet’s pod whose node is full',
      pod({ affinity: only('up1') }, { cpu: '8' }),
      rack,
      `0/3 nodes are available: 1 Insufficient cpu, 2 node(s) didn't satisfy plugin(s) [NodeAffinity]. preemption: 0/3 nodes are available: ${useless(3)}.`,
    ],
    ['no node at all', pod(), [], 'no nodes available to schedule pods'],
  ])('%s', (_what, candidate, nodes, message) => {
    expect(findFeasible(schedulingPod(candidate), nodes).message).toBe(message);
  });

  it('says who can take it, and why the others cannot', () => {
    const { feasible, failures } = findFeasible(
      schedulingPod(pod({ affinity: nodeAffinity('kubernetes.io/arch', 'NotIn', ['arm']) })),
      rack,
    );
    expect(feasible.map(({ node: { name } }) => name)).toEqual(['up1']);
    expect([...failures.keys()]).toEqual(['pi5', 'pi6']);
  });
});

describe('where other pods are', () => {
  const web = (name: string) => pod({}, {}, name);
  const near = { labelSelector: { matchLabels: { app: 'web' } }, topologyKey: 'kubernetes.io/hostname' };
  const a = node('a', 'arm64');
  const b = node('b', 'arm64');

  it.each<[string, Partial<NonNullable<Pod['spec']>>, Pod[], string[]]>([
    [
      'anti-affinity avoids its own kind',
      { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [near] } } },
      [web('x')],
      ['b'],
    ],
    [
      'affinity wants to be beside it',
      { affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [near] } } },
      [web('x')],
      ['a'],
    ],
    [
      'the first of a kind founds its place',
      { affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [near] } } },
      [],
      ['a', 'b'],
    ],
    [
      'spread over hosts',
      {
        topologySpreadConstraints: [
          {
            maxSkew: 1,
            whenUnsatisfiable: 'DoNotSchedule',
            topologyKey: 'kubernetes.io/hostname',
            labelSelector: near.labelSelector,
          },
        ],
      },
      [web('x')],
      ['b'],
    ],
  ])('%s', (_what, spec, onA, expected) => {
    const { feasible } = findFeasible(schedulingPod(pod(spec)), [info(a, onA), info(b)]);
    expect(feasible.map(({ node: { name } }) => name)).toEqual(expected);
  });

  it('a pod already there may bar others', () => {
    const hermit = pod(
      { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [near] } } },
      {},
      'hermit',
    );
    const { failures } = findFeasible(schedulingPod(pod()), [info(a, [hermit]), info(b)]);
    expect(failures.get('a')?.reasons).toEqual(["node(s) didn't satisfy existing pods anti-affinity rules"]);
  });
});
