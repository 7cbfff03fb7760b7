import type { Taint } from 'kubernetes-types/core/v1';
import { describe, expect, it } from 'vitest';
import type { PodRecord } from '../records/records.ts';
import { board } from '../testdata/cluster.ts';
import { picture, podWith } from '../testdata/picture.ts';
import type { ClusterPicture } from './picture.ts';
import type { CellVerdict } from './placement-view.ts';
import { Verdicts } from './verdicts.ts';

const taint = (key: string, effect = 'NoSchedule'): Taint => ({ key, effect });
const arch = (value: string) => ({ nodeSelector: { 'kubernetes.io/arch': value } });
const asking = (requests: Record<string, string>) => ({
  containers: [{ name: 'c', image: 'app:1', resources: { requests } }],
});
const onPort = { containers: [{ name: 'c', image: 'app:1', ports: [{ containerPort: 80, hostPort: 80 }] }] };
const spread = {
  topologySpreadConstraints: [{ topologyKey: 'zone', maxSkew: 1, whenUnsatisfiable: 'DoNotSchedule' }],
};

function verdictsOf(of: PodRecord, seen: ClusterPicture): CellVerdict[] {
  const verdictAt = new Verdicts().of(of, seen);
  return seen.nodes.map((_, index) => verdictAt(index));
}

describe('the letter of a node', () => {
  it.each([
    ['a taint of a person', 'T', board({ taints: [taint('kubernetes.io/arch')] }), {}],
    ['a taint that does not refuse', '.', board({ taints: [taint('slow', 'PreferNoSchedule')] }), {}],
    ['a node that is not ready', 'R', board({ taints: [taint('node.kubernetes.io/not-ready')] }), {}],
    ['one that is also tainted', 'R', board({ taints: [taint('a'), taint('node.kubernetes.io/unreachable')] }), {}],
    ['one under pressure', 'R', board({ taints: [taint('node.kubernetes.io/memory-pressure')] }), {}],
    ['a cordoned one', 'R', board({ unschedulable: true }), {}],
    ['a selector', 'A', board(), arch('amd64')],
    ['a taint before a selector', 'T', board({ taints: [taint('a')] }), arch('amd64')],
    ['memory', 'M', board({ memory: '1Gi' }), asking({ memory: '2Gi' })],
    ['cpu', 'C', board({ cpu: '1' }), asking({ cpu: '2' })],
    ['cpu and memory: the first that the scheduler looks at', 'C', board(), asking({ cpu: '20', memory: '20Gi' })],
    ['a resource it does not have', 'P', board(), asking({ 'example.com/gpu': '1' })],
    ['a label to spread by that it lacks', 'S', board(), spread],
    ['nothing', '.', board(), asking({ cpu: '1' })],
  ] as const)('%s: %s', (_, letter, node, spec) => {
    const pod = podWith({ node: null, phase: 'Pending' }, spec);
    expect(verdictsOf(pod, picture({ nodes: [node] }))).toEqual([letter]);
  });

  it('counts what other pods take: ports, and anti-affinity of either side', () => {
    const nodes = [board({ name: 'a', labels: { 'kubernetes.io/hostname': 'a' } })];
    const term = { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'db' } } };
    const apart = { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } } };
    const judged = (spec: object, there: object) =>
      verdictsOf(
        podWith({ name: 'new', node: null, phase: 'Pending', labels: { app: 'db' } }, spec),
        picture({ nodes, pods: [podWith({ name: 'old', node: 'a', labels: { app: 'db' } }, there)] }),
      );
    expect(judged(onPort, onPort)).toEqual(['S']);
    expect(judged(apart, {})).toEqual(['S']);
    expect(judged({}, apart)).toEqual(['S']);
    expect(judged({}, {})).toEqual(['.']);
  });

  it('is a question mark where that cannot be known', () => {
    const nodes = [board(), board({ name: 'tainted', taints: [taint('a')] })];
    const pod = podWith({ node: null, phase: 'Pending' }, {});
    const claim = [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }];
    const withClaim = podWith({ node: null, phase: 'Pending' }, { volumes: claim });
    const foreign = podWith({ node: null, phase: 'Pending' }, { schedulerName: 'other' });
    expect(verdictsOf(pod, picture({ nodes, known: { pods: false } }))).toEqual(['?', 'T']);
    expect(verdictsOf(withClaim, picture({ nodes, known: { storage: false } }))).toEqual(['?', 'T']);
    expect(verdictsOf(foreign, picture({ nodes }))).toEqual(['?', '?']);
    expect(verdictsOf(withClaim, picture({ nodes })), 'the claim is missing').toEqual(['S', 'S']);
  });
});
