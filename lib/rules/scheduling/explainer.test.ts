import type { Node, Pod, PodSpec } from 'kubernetes-types/core/v1';
import { describe, expect, it } from 'vitest';
import type { Check } from './explain.ts';
import { formatToleration } from './explain-taints.ts';
import { explainer } from './explainer.ts';
import type { FilterContext } from './filters.ts';
import { findFeasible } from './scheduler.ts';
import { nodeInfo, schedulingNode, schedulingPod } from './scheduling-input.ts';

const ARCH_TAINT = { key: 'arch', value: 'arm', effect: 'NoSchedule' };
const ALLOCATABLE = { cpu: '4', memory: '1Gi', pods: '10' };

function board(name: string, spec: Node['spec'] = {}, labels: Record<string, string> = {}): Node {
  return {
    metadata: { name, labels: { 'kubernetes.io/hostname': name, 'kubernetes.io/arch': 'arm', ...labels } },
    spec,
    status: { allocatable: ALLOCATABLE },
  };
}

function podOf(spec: Partial<PodSpec> = {}, requests: Record<string, string> = {}, name = 'p'): Pod {
  const containers = [{ name: 'c', image: 'app', resources: { requests }, ...spec.containers?.[0] }];
  return { metadata: { name, namespace: 'home', labels: { app: 'web' } }, spec: { ...spec, containers } };
}

interface Case {
  node?: Node;
  others?: readonly Node[];
  on?: readonly Pod[];
  pod: Pod;
  context?: FilterContext;
}

function explained({ node = board('pi1'), others = [], on = [], pod, context = {} }: Case) {
  const info = nodeInfo(schedulingNode(node), on.map(schedulingPod));
  const nodes = [info, ...others.map((other) => nodeInfo(schedulingNode(other), []))];
  const input = schedulingPod(pod);
  const explanation = explainer(input, nodes, context).explain(info);
  const found = findFeasible(input, nodes, context);
  expect(explanation.failure).toEqual(found.failures.get(info.node.name) ?? null);
  expect(explanation.checks.every(({ passes }) => passes)).toBe(explanation.failure === null);
  return explanation;
}

const KINDS = ['name', 'cordon', 'taints', 'affinity', 'ports', 'resources', 'volumes', 'spread', 'pod-affinity'];

function required(matchExpressions: { key: string; operator: string; values?: string[] }[]): Partial<PodSpec> {
  const nodeSelectorTerms = [{ matchExpressions }, { matchFields: [nameField('pi9')] }];
  return { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } } };
}

function nameField(...values: string[]) {
  return { key: 'metadata.name', operator: 'In', values };
}

const PORT = { containerPort: 80, hostPort: 80 };
const spreadByHost = {
  topologyKey: 'kubernetes.io/hostname',
  maxSkew: 1,
  whenUnsatisfiable: 'DoNotSchedule',
  labelSelector: { matchLabels: { app: 'web' } },
};
const apart = {
  podAntiAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: [
      { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'web' } } },
    ],
  },
};

/** The checks that fail, in full. */
const CASES: Readonly<Record<string, Case & { fails: readonly Check[] }>> = {
  'nothing is in the way': { pod: podOf({}, { cpu: '1' }), fails: [] },
  'another name': { pod: podOf({ nodeName: 'pi2' }), fails: [{ kind: 'name', passes: false, wanted: 'pi2' }] },
  'a cordon': {
    node: board('pi1', { unschedulable: true }),
    pod: podOf(),
    fails: [{ kind: 'cordon', passes: false, cordoned: true, tolerated: false }],
  },
  'one taint of three': {
    node: board('pi1', {
      taints: [ARCH_TAINT, { key: 'slow', effect: 'PreferNoSchedule' }, { key: 'gpu', effect: 'NoExecute' }],
    }),
    pod: podOf({ tolerations: [{ key: 'gpu', operator: 'Exists', tolerationSeconds: 60 }] }),
    fails: [
      {
        kind: 'taints',
        passes: false,
        taints: [
          { taint: 'arch=arm:NoSchedule', effect: 'NoSchedule', tolerated: false, by: null },
          { taint: 'slow:PreferNoSchedule', effect: 'PreferNoSchedule', tolerated: false, by: null },
          { taint: 'gpu:NoExecute', effect: 'NoExecute', tolerated: true, by: 'gpu for 60s' },
        ],
      },
    ],
  },
  'a selector and every term': {
    pod: podOf({
      nodeSelector: { disk: 'ssd' },
      ...required([{ key: 'kubernetes.io/arch', operator: 'NotIn', values: ['arm'] }]),
    }),
    fails: [
      {
        kind: 'affinity',
        passes: false,
        selector: [{ text: 'disk=ssd', passes: false, actual: null }],
        terms: [
          {
            passes: false,
            expressions: [{ text: 'kubernetes.io/arch not in (arm)', passes: false, actual: 'arm' }],
          },
          { passes: false, expressions: [{ text: 'metadata.name in (pi9)', passes: false, actual: 'pi1' }] },
        ],
      },
    ],
  },
  'a port that another pod holds': {
    on: [podOf({ containers: [{ name: 'c', image: 'app', ports: [PORT] }] }, {}, 'holder')],
    pod: podOf({ containers: [{ name: 'c', image: 'app', ports: [PORT] }] }),
    fails: [{ kind: 'ports', passes: false, taken: [{ port: '80/TCP', by: 'home/holder' }] }],
  },
  'too little memory': {
    on: [podOf({}, { memory: '100Mi' }, 'small'), podOf({}, { memory: '800Mi', cpu: '1' }, 'large')],
    pod: podOf({}, { memory: '200Mi' }),
    fails: [
      {
        kind: 'resources',
        passes: false,
        resources: [
          { resource: 'pods', passes: true, asked: 1, requested: 2, allocatable: 10, takers: [] },
          {
            resource: 'cpu',
            passes: true,
            asked: 0,
            requested: 1000,
            allocatable: 4000,
            takers: [{ pod: 'home/large', amount: 1000 }],
          },
          {
            resource: 'memory',
            passes: false,
            asked: 200 * 2 ** 20,
            requested: 900 * 2 ** 20,
            allocatable: 2 ** 30,
            takers: [
              { pod: 'home/large', amount: 800 * 2 ** 20 },
              { pod: 'home/small', amount: 100 * 2 ** 20 },
            ],
          },
        ],
      },
    ],
  },
  'a volume on another node': {
    pod: podOf(),
    context: { volumes: { refusal: null, on: () => ['elsewhere'] } },
    fails: [{ kind: 'volumes', passes: false, reasons: ['elsewhere'] }],
  },
  'a claim that is missing everywhere': {
    pod: podOf(),
    context: { volumes: { refusal: { plugin: 'VolumeBinding', reason: 'no claim "a"' }, on: () => [] } },
    fails: [{ kind: 'volumes', passes: false, reasons: ['no claim "a"'] }],
  },
  'one too many of its kind on the host': {
    others: [board('pi2')],
    on: [podOf({}, {}, 'first')],
    pod: podOf({ topologySpreadConstraints: [spreadByHost] }),
    fails: [
      {
        kind: 'spread',
        passes: false,
        constraints: [
          { topologyKey: 'kubernetes.io/hostname', passes: false, domain: 'pi1', matching: 1, least: 0, maxSkew: 1 },
        ],
      },
    ],
  },
  'a label to spread over that the node lacks': {
    pod: podOf({ topologySpreadConstraints: [{ ...spreadByHost, topologyKey: 'zone' }] }),
    fails: [
      {
        kind: 'spread',
        passes: false,
        constraints: [{ topologyKey: 'zone', passes: false, domain: null, matching: null, least: null, maxSkew: 1 }],
      },
    ],
  },
  'a pod it keeps away from': {
    on: [podOf({}, {}, 'first')],
    pod: podOf({ affinity: apart }),
    fails: [{ kind: 'pod-affinity', passes: false, reason: "node(s) didn't match pod anti-affinity rules" }],
  },
};

describe('what the explanation says', () => {
  it.each(Object.entries(CASES))('of %s', (_, { fails, ...given }) => {
    const { checks } = explained(given);
    expect(checks.map(({ kind }) => kind)).toEqual(KINDS);
    expect(checks.filter(({ passes }) => !passes)).toEqual(fails);
  });

  it('names every obstacle, and as the failure the one that the scheduler names', () => {
    const node = board('pi1', { unschedulable: true, taints: [ARCH_TAINT] });
    const { checks, failure } = explained({ node, pod: podOf({ nodeSelector: { disk: 'ssd' } }, { memory: '2Gi' }) });
    const failing = checks.filter(({ passes }) => !passes).map(({ kind }) => kind);
    expect(failing).toEqual(['cordon', 'taints', 'affinity', 'resources']);
    expect(failure?.plugin).toBe('NodeUnschedulable');
  });

  it('knows which nodes are left out by name before they are looked at', () => {
    const terms = { nodeSelectorTerms: [{ matchFields: [nameField('pi2')] }] };
    const pod = podOf({ affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms } } });
    const { failure } = explained({ pod, others: [board('pi2')] });
    expect(failure?.reasons).toEqual(["node(s) didn't satisfy plugin(s) [NodeAffinity]"]);
  });
});

it.each([
  [{ operator: 'Exists' }, 'any taint'],
  [{ operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }, 'any taint:NoExecute for 300s'],
  [{ key: 'a', operator: 'Exists', effect: 'NoSchedule' }, 'a:NoSchedule'],
  [{ key: 'a', value: 'b', effect: 'NoSchedule' }, 'a=b:NoSchedule'],
  [{ key: 'a' }, 'a='],
])('writes the toleration %j as %s', (toleration, text) => {
  expect(formatToleration(toleration)).toBe(text);
});
