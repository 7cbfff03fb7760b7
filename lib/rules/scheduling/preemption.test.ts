import type { Pod } from 'kubernetes-types/core/v1';
import { describe, expect, it } from 'vitest';
import { insufficientFor } from '../resources.ts';
import { type DisruptionBudget, findPreemption } from './preemption.ts';
import { type NodeInfo, nodeInfo, type SchedulingPod, schedulingNode, schedulingPod } from './scheduling-input.ts';

/** `high-a`: priority, cpu and start of pods as the cases of default_preemption_test.go state them. */
interface PodCase {
  name: string;
  cpu: string;
  priority: number;
  started?: string;
}

const LOW = 0;
const MID = 100;
const HIGH = 1000;

function pod({ name, cpu, priority, started }: PodCase): SchedulingPod {
  const object: Pod = {
    metadata: { name, namespace: 'default', labels: { app: name } },
    spec: { priority, containers: [{ name: 'c', image: 'x', resources: { requests: { cpu } } }] },
    ...(started === undefined ? {} : { status: { startTime: `2026-01-${started}T00:00:00Z` } }),
  };
  return schedulingPod(object);
}

function node(name: string, pods: readonly PodCase[]): NodeInfo {
  const allocatable = { cpu: '5', pods: '32' };
  return nodeInfo(schedulingNode({ metadata: { name }, status: { allocatable } }), pods.map(pod));
}

function choose(incoming: PodCase, nodes: readonly NodeInfo[], budgets: readonly DisruptionBudget[] = []) {
  const preemptor = pod(incoming);
  const reasonsOn = ({ node: { allocatable }, requested, pods }: NodeInfo) =>
    insufficientFor(preemptor.requests, { allocatable, requested, podCount: pods.length }).map(({ reason }) => reason);
  const { chosen, reasons } = findPreemption({ pod: preemptor, nodes, reasonsOn, budgets });
  return chosen === null ? reasons : { node: chosen.node, victims: chosen.victims.map(({ name }) => name) };
}

const incoming = (cpu: string): PodCase => ({ name: 'p', cpu, priority: HIGH });

describe('findPreemption', () => {
  it.each<[string, PodCase, NodeInfo[], unknown]>([
    [
      'ends only as many as it needs, the least important',
      incoming('3'),
      [
        node('n', [
          { name: 'a', cpu: '2', priority: LOW },
          { name: 'b', cpu: '2', priority: MID },
        ]),
      ],
      { node: 'n', victims: ['a'] },
    ],
    [
      'of equals spares the one that has run longer',
      incoming('3'),
      [
        node('n', [
          { name: 'old', cpu: '2', priority: LOW, started: '01' },
          { name: 'new', cpu: '2', priority: LOW, started: '05' },
        ]),
      ],
      { node: 'n', victims: ['new'] },
    ],
    [
      'prefers the node whose most important victim is less important',
      incoming('5'),
      [node('a', [{ name: 'a', cpu: '5', priority: MID }]), node('b', [{ name: 'b', cpu: '5', priority: LOW }])],
      { node: 'b', victims: ['b'] },
    ],
    [
      'then the smaller sum of priorities, then fewer victims',
      incoming('5'),
      [
        node('a', [
          { name: 'a1', cpu: '2', priority: MID },
          { name: 'a2', cpu: '3', priority: MID },
        ]),
        node('b', [
          { name: 'b1', cpu: '2', priority: MID },
          { name: 'b2', cpu: '3', priority: LOW },
        ]),
      ],
      { node: 'b', victims: ['b1', 'b2'] },
    ],
    [
      'then the node whose most important victims started last',
      incoming('5'),
      [
        node('a', [{ name: 'a', cpu: '5', priority: LOW, started: '01' }]),
        node('b', [{ name: 'b', cpu: '5', priority: LOW, started: '09' }]),
      ],
      { node: 'b', victims: ['b'] },
    ],
    [
      'touches nobody of its own priority',
      incoming('5'),
      [node('n', [{ name: 'same', cpu: '3', priority: HIGH }])],
      [['No preemption victims found for incoming pod']],
    ],
    [
      'does not help where those of a higher priority hold too much',
      incoming('5'),
      [
        node('n', [
          { name: 'same', cpu: '3', priority: HIGH },
          { name: 'a', cpu: '1', priority: LOW },
        ]),
      ],
      [['Insufficient cpu']],
    ],
  ])('%s', (_what, preemptor, nodes, expected) => {
    expect(choose(preemptor, nodes)).toEqual(expected);
  });

  it('breaks a disruption budget only where every node would', () => {
    const budget = (app: string, disruptionsAllowed: number, disrupted: string[] = []): DisruptionBudget => ({
      namespace: 'default',
      selector: [{ key: 'app', operator: '=', values: [app] }],
      disruptionsAllowed,
      disrupted: new Set(disrupted),
    });
    const nodes = [
      node('a', [{ name: 'a', cpu: '5', priority: LOW }]),
      node('b', [{ name: 'b', cpu: '5', priority: MID }]),
    ];
    expect(choose(incoming('5'), nodes, [budget('a', 0)])).toEqual({ node: 'b', victims: ['b'] });
    expect(choose(incoming('5'), nodes, [budget('a', 1)])).toEqual({ node: 'a', victims: ['a'] });
    expect(choose(incoming('5'), nodes, [budget('a', 0, ['a'])])).toEqual({ node: 'a', victims: ['a'] });
    expect(choose(incoming('5'), nodes, [budget('a', 0), budget('b', 0)])).toEqual({ node: 'a', victims: ['a'] });
  });
});
