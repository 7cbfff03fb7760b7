import type { Node, Pod } from 'kubernetes-types/core/v1';
import { describe, expect, it } from 'vitest';
import { selectorRequirements } from '../labels/label-selector.ts';
import { nodeInfo, schedulingNode, schedulingPod } from './scheduling-input.ts';
import { type ScorePlugin, scoreNodes } from './scoring.ts';

const MEBIBYTE = 1024 ** 2;

interface Host {
  name: string;
  cpu?: string;
  memory?: string;
  taints?: NonNullable<Node['spec']>['taints'];
  labels?: Record<string, string>;
  images?: NonNullable<Node['status']>['images'];
  pods?: Pod[];
}

function pod(requests: Record<string, string> = {}, spec: Partial<NonNullable<Pod['spec']>> = {}, name = 'p'): Pod {
  const containers = [{ name: 'c', image: 'app', resources: { requests } }];
  return { metadata: { name, namespace: 'default', labels: { app: 'web' } }, spec: { containers, ...spec } };
}

function scoresOf(plugin: ScorePlugin, candidate: Pod, hosts: Host[], selector: Record<string, string> | null = null) {
  const nodes = hosts.map(
    ({ name, cpu = '4', memory = '1000Mi', taints = [], labels = {}, images = [], pods = [] }) => {
      const node: Node = {
        metadata: { name, labels: { 'kubernetes.io/hostname': name, ...labels } },
        spec: { taints },
        status: { allocatable: { cpu, memory, pods: '110' }, images },
      };
      return nodeInfo(schedulingNode(node), pods.map(schedulingPod));
    },
  );
  const defaultSpreadSelector = selector === null ? null : selectorRequirements({ matchLabels: selector });
  const scores = scoreNodes(schedulingPod(candidate), nodes, { nodes, defaultSpreadSelector });
  return scores.map(({ scores: of }) => of[plugin]);
}

describe('scoreNodes', () => {
  it.each<[string, ScorePlugin, Pod, Host[], number[]]>([
    [
      // noderesources/least_allocated_test.go: (100*(4000-3000)/4000 + 100*(10000-5000)/10000) / 2
      'the emptier node',
      'NodeResourcesFit',
      pod({ cpu: '3', memory: '5000' }),
      [
        { name: 'a', memory: '10000' },
        { name: 'b', cpu: '6', memory: '10000' },
      ],
      [37, 50],
    ],
    [
      'a pod that asks for nothing counts with 100m and 200Mi',
      'NodeResourcesFit',
      pod(),
      [{ name: 'a', cpu: '1', memory: '400Mi' }],
      [70],
    ],
    [
      'a pod that evens out what is used',
      'NodeResourcesBalancedAllocation',
      pod({ cpu: '2' }),
      [{ name: 'a', pods: [pod({ memory: '500Mi' })] }, { name: 'b' }],
      [87, 62],
    ],
    ['a pod that asks for nothing evens out nothing', 'NodeResourcesBalancedAllocation', pod(), [{ name: 'a' }], [0]],
    [
      'fewer soft taints are better',
      'TaintToleration',
      pod(),
      [
        { name: 'a', taints: [{ key: 'x', effect: 'PreferNoSchedule' }] },
        {
          name: 'b',
          taints: [
            { key: 'x', effect: 'PreferNoSchedule' },
            { key: 'y', effect: 'PreferNoSchedule' },
          ],
        },
        { name: 'c' },
      ],
      [50, 0, 100],
    ],
    [
      'preferred labels, by weight',
      'NodeAffinity',
      pod(
        {},
        {
          affinity: {
            nodeAffinity: {
              preferredDuringSchedulingIgnoredDuringExecution: [
                { weight: 10, preference: { matchExpressions: [{ key: 'fast', operator: 'Exists' }] } },
                { weight: 5, preference: { matchExpressions: [{ key: 'near', operator: 'Exists' }] } },
              ],
            },
          },
        },
      ),
      [{ name: 'a', labels: { fast: '' } }, { name: 'b', labels: { near: '' } }, { name: 'c' }],
      [100, 50, 0],
    ],
    [
      'a large image that is there already, on half of the nodes',
      'ImageLocality',
      pod(),
      [{ name: 'a', images: [{ names: ['app:latest'], sizeBytes: 1000 * MEBIBYTE }] }, { name: 'b' }],
      [48, 0],
    ],
  ])('%s', (_what, plugin, candidate, hosts, expected) => {
    expect(scoresOf(plugin, candidate, hosts)).toEqual(expected);
  });

  it('spreads the pods of one workload over hosts, though nobody asked for it', () => {
    const hosts = [
      { name: 'a', pods: [pod({}, {}, 'x'), pod({}, {}, 'y')] },
      { name: 'b', pods: [pod({}, {}, 'z')] },
      { name: 'c' },
    ];
    const scores = scoresOf('PodTopologySpread', pod(), hosts, { app: 'web' });
    expect(scores).toEqual([...scores].sort((a, b) => a - b));
    expect(new Set(scores).size).toBe(3);
  });

  it('leaves spreading out where nothing selects the pod', () => {
    expect(scoresOf('PodTopologySpread', pod(), [{ name: 'a' }, { name: 'b' }])).toEqual([0, 0]);
  });
});
