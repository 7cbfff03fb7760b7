// What is offered to somebody whose pod waits: what can be tried, and what is only said.
import type { Affinity, PersistentVolumeClaim, PodSpec, Taint } from 'kubernetes-types/core/v1';
import { describe, expect, it } from 'vitest';
import type { NodeRecord, PodRecord, WorkloadRecord } from '../../records/records.ts';
import { board } from '../../testdata/cluster.ts';
import { type PictureInput, picture, podWith, workload } from '../../testdata/picture.ts';
import { adviceOn, adviceOnPending } from './advice.ts';
import { volumeAdvice } from './volume-advice.ts';
import { waysOut, waysOutOfPending } from './ways-out.ts';
import { explainPod } from './why.ts';

const LAB: Taint = { key: 'lab', value: 'x', effect: 'NoSchedule' };
const DOWN: Taint = { key: 'node.kubernetes.io/unreachable', effect: 'NoSchedule' };
const WEB = { kind: 'Deployment', namespace: 'default', name: 'web' };
const MEBIBYTE = 1024 ** 2;

const asks = (...requests: Record<string, string>[]): Partial<PodSpec> => ({
  containers: requests.map((each, index) => ({ name: `c${index}`, image: 'app:1', resources: { requests: each } })),
});
const port = (hostPort: number): Partial<PodSpec> => ({
  containers: [{ name: 'c0', image: 'app:1', ports: [{ containerPort: 80, hostPort }] }],
});
const apart: Affinity = {
  podAntiAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: [
      { labelSelector: { matchLabels: { app: 'web' } }, topologyKey: 'kubernetes.io/hostname' },
    ],
  },
};
const spread: Partial<PodSpec> = {
  topologySpreadConstraints: [
    {
      maxSkew: 1,
      topologyKey: 'zone',
      whenUnsatisfiable: 'DoNotSchedule',
      labelSelector: { matchLabels: { app: 'web' } },
    },
  ],
};
const claimed: Partial<PodSpec> = {
  volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }],
};
const CLAIM: PersistentVolumeClaim = {
  metadata: { namespace: 'default', name: 'data' },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
};
const named = (name: string, input: Parameters<typeof board>[0] = {}): NodeRecord =>
  board({ name, ...input, labels: { 'kubernetes.io/hostname': name, ...input.labels } });
const here = (node: string, spec: Partial<PodSpec> = {}): PodRecord =>
  podWith({ name: `on-${node}`, node, labels: { app: 'web' } }, spec);

interface Asked extends Partial<PictureInput> {
  nodes: readonly NodeRecord[];
  owner?: WorkloadRecord;
}

/** Of a pod of the Deployment web with this spec. */
function answered(spec: Partial<PodSpec>, { nodes, owner = workload('Deployment', 'web', spec, 3), ...input }: Asked) {
  const owned = { kind: 'ReplicaSet', name: 'web-5d7f8c9b6' };
  const waiting = podWith(
    {
      name: 'new',
      node: null,
      phase: 'Pending',
      owner: owned,
      labels: { app: 'web', 'pod-template-hash': '5d7f8c9b6' },
    },
    spec,
  );
  const platformsOf = () => ({ platforms: null, shape: null, source: 'unknown', how: '' }) as const;
  return explainPod({ pod: waiting, workload: owner, picture: picture({ nodes, ...input }), platformsOf, events: [] });
}

function offered(spec: Partial<PodSpec>, input: Asked) {
  const { why, nodes } = answered(spec, input);
  return waysOutOfPending(why, nodes);
}

describe('ways out of a pod that waits', () => {
  it.each<[what: string, spec: Partial<PodSpec>, input: Asked, labels: string[]]>([
    ['of a taint', {}, { nodes: [named('a', { taints: [LAB] })] }, ['Tolerate lab=x', 'Remove lab=x from a']],
    ['of a cordon', {}, { nodes: [named('a', { unschedulable: true })] }, ['Uncordon a']],
    ['of a board that is down: none', {}, { nodes: [named('a', { taints: [DOWN], ready: 'Unknown' })] }, []],
    [
      'of too little CPU',
      asks({ cpu: '500m' }),
      { nodes: [named('a', { cpu: '1' })], pods: [here('a', asks({ cpu: '700m' }))] },
      ['Ask for 300m of CPU instead of 500m', 'Do with 2 instead of 3 pods'],
    ],
    [
      'of too little CPU and memory, in one change',
      asks({ cpu: '500m', memory: '200Mi' }),
      { nodes: [named('a', { cpu: '1', memory: '400Mi' })], pods: [here('a', asks({ cpu: '600m', memory: '300Mi' }))] },
      ['Ask for 400m of CPU instead of 500m and 100Mi of memory instead of 200Mi', 'Do with 2 instead of 3 pods'],
    ],
    [
      'of more than the largest board has, by the container that asks for most',
      asks({ memory: '100Mi' }, { memory: '400Mi' }),
      { nodes: [named('a', { memory: '300Mi' })] },
      ['Ask for 200Mi of memory instead of 400Mi', 'Do with 2 instead of 3 pods'],
    ],
    [
      'but to ask for hardly anything',
      asks({ cpu: '500m' }),
      { nodes: [named('a', { cpu: '1' })], pods: [here('a', asks({ cpu: '950m' }))] },
      ['Do with 2 instead of 3 pods'],
    ],
    [
      'of a host port that another of it has',
      port(8080),
      { nodes: [named('a')], pods: [here('a', port(8080))] },
      ['Do with 2 instead of 3 pods'],
    ],
    [
      'of its own anti-affinity',
      { affinity: apart },
      { nodes: [named('a')], pods: [here('a')] },
      ['Drop the required pod anti-affinity', 'Do with 2 instead of 3 pods'],
    ],
    [
      'of an affinity to what is not there',
      {
        affinity: {
          podAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: [
              { labelSelector: { matchLabels: { app: 'db' } }, topologyKey: 'kubernetes.io/hostname' },
            ],
          },
        },
      },
      { nodes: [named('a')] },
      ['Drop the required pod affinity', 'Do with 2 instead of 3 pods'],
    ],
    [
      'of which one pod has none fewer',
      asks({ cpu: '2' }),
      { nodes: [named('a', { cpu: '1' })], owner: workload('Deployment', 'web', asks({ cpu: '2' }), 1) },
      ['Ask for 1000m of CPU instead of 2000m'],
    ],
    ['of one that a board would take: none', {}, { nodes: [named('a'), named('b', { taints: [LAB] })] }, []],
  ])('%s', (_, spec, input, labels) => {
    expect(offered(spec, input).map(({ label }) => label)).toEqual(labels);
  });

  it('are requests as Kubernetes writes them, and fit', () => {
    const spec = asks({ cpu: '500m', memory: `${200 * MEBIBYTE}` });
    const input = { nodes: [named('a', { cpu: '1', memory: '150Mi' })], pods: [here('a', asks({ cpu: '700m' }))] };
    const [way] = offered(spec, input);
    expect(way?.action).toEqual({
      action: 'request',
      workload: WEB,
      container: 'c0',
      requests: { cpu: '300m', memory: '150Mi' },
    });
    const [verdict] = answered(asks({ cpu: '300m', memory: '150Mi' }), input).nodes;
    expect(verdict?.verdict).toBe('fits');
  });

  it('lower no request where the sum of the containers is not what decides', () => {
    const init = { initContainers: [{ name: 'init', image: 'app:1', resources: { requests: { cpu: '2' } } }] };
    const input = { nodes: [named('a', { cpu: '1' })] };
    expect(offered({ ...asks({ cpu: '500m' }), ...init }, input).map(({ label }) => label)).toEqual([
      'Do with 2 instead of 3 pods',
    ]);
  });

  it('are not enough where more keeps it away, and no way is offered for the pod of a workload unknown here', () => {
    const spec = asks({ cpu: '500m' });
    const nodes = [named('a', { cpu: '300m', taints: [LAB] })];
    const { why, nodes: verdicts } = answered(spec, { nodes });
    const [verdict] = verdicts;
    expect(verdict && waysOut(why, verdict).map(({ enough }) => enough)).toEqual([false, false, false]);
    const platformsOf = () => ({ platforms: null, shape: null, source: 'unknown', how: '' }) as const;
    const strange = podWith({ name: 'x', node: null, phase: 'Pending', owner: { kind: 'Rollout', name: 'web' } }, spec);
    const of = explainPod({ pod: strange, workload: null, picture: picture({ nodes }), platformsOf, events: [] });
    expect(of.nodes.flatMap((node) => waysOut(of.why, node).map(({ label }) => label))).toEqual([
      'Remove lab=x from a',
    ]);
  });
});

describe('what is only said', () => {
  it.each<[what: string, spec: Partial<PodSpec>, input: Asked, text: RegExp, kubectl: string]>([
    [
      'a port that is taken',
      port(8080),
      { nodes: [named('a')], pods: [here('a', port(8080))] },
      /8080.* default\/on-a's: .*another hostPort/,
      'kubectl get pods -A -o wide --field-selector=spec.nodeName=a',
    ],
    [
      'room that another has',
      asks({ cpu: '500m' }),
      { nodes: [named('a', { cpu: '1' })], pods: [here('a', asks({ cpu: '1' }))] },
      /cpu comes free on a when .* default\/on-a/,
      'kubectl describe node a',
    ],
    [
      'a device that the board lacks',
      asks({ 'example.com/led': '1' }),
      { nodes: [named('a')] },
      /a has no example.com\/led at all/,
      'kubectl describe node a',
    ],
    [
      'more than the whole board has',
      asks({ memory: '9Gi' }),
      { nodes: [named('a')] },
      /more memory than the whole of a has/,
      'kubectl describe node a',
    ],
    [
      'a spread over a label that the node lacks',
      spread,
      { nodes: [named('a')] },
      /spread by zone, which a does not have/,
      'kubectl get nodes -L zone',
    ],
    [
      'a spread that would become uneven',
      spread,
      {
        nodes: [named('a', { labels: { zone: '1' } }), named('b', { labels: { zone: '2' }, unschedulable: true })],
        pods: [here('a')],
      },
      /too uneven \(maxSkew 1\)/,
      'kubectl get pods -n default -o wide',
    ],
    [
      'a pod that wants none near it',
      {},
      { nodes: [named('a')], pods: [here('a', { affinity: apart })] },
      /wants none like this one near/,
      'kubectl get pods -A -o wide --field-selector=spec.nodeName=a',
    ],
    [
      'a node in trouble',
      {},
      { nodes: [named('a', { taints: [DOWN], ready: 'Unknown' })] },
      /a is in trouble/,
      'kubectl describe node a',
    ],
  ])('%s', (_, spec, input, text, kubectl) => {
    const { why, nodes } = answered(spec, input);
    const [first] = nodes;
    const advice = first === undefined ? [] : adviceOn(why, first);
    expect(advice).toEqual([{ text: expect.stringMatching(text), kubectl }]);
  });

  it('of a DaemonSet is that each board has one of its own', () => {
    const byName = (name: string): Affinity => ({
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: [name] }] }],
        },
      },
    });
    const owner = { kind: 'DaemonSet', name: 'agent' };
    const of = podWith({ name: 'agent-x', node: 'b', owner }, { affinity: byName('b') });
    const platformsOf = () => ({ platforms: null, shape: null, source: 'unknown', how: '' }) as const;
    const input = { nodes: [named('a'), named('b')], pods: [of] };
    const agent = workload('DaemonSet', 'agent');
    const { why, nodes } = explainPod({ pod: of, workload: agent, picture: picture(input), platformsOf, events: [] });
    const [first] = nodes;
    expect(first && adviceOn(why, first).map(({ text }) => text)).toEqual([
      'Its DaemonSet made it for another board: each that may have one gets its own.',
    ]);
  });

  it('of claims stands with the pod, not with each node', () => {
    const nodes = [named('a')];
    const without = answered(claimed, { nodes });
    expect(adviceOnPending(without.why, without.nodes)).toEqual([
      {
        text: 'There is no claim data: make one, or correct its name in the pod.',
        kubectl: 'kubectl get pvc -n default',
      },
    ]);
    const unbound = answered(claimed, { nodes, claims: [CLAIM] });
    expect(adviceOnPending(unbound.why, unbound.nodes)).toEqual([
      { text: expect.stringMatching(/waits for a volume/), kubectl: 'kubectl describe pvc -n default' },
    ]);
  });

  it.each([
    ['persistentvolumeclaim "data" bound to non-existent persistentvolume "pv-1"', /volume of claim data is gone/],
    ['persistentvolumeclaim "data" is being deleted', /Claim data is being deleted/],
    ['waiting for ephemeral volume controller to create the persistentvolumeclaim "new-tmp"', /new-tmp is about to/],
    ['PVC default/new-tmp was not created for pod default/new (pod is not owner)', /Another claim has the name/],
    ["node(s) didn't find available persistent volumes to bind", /No free volume/],
    ["node(s) didn't match PersistentVolume's node affinity", /on another board/],
    ['node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)', /is gone/],
    ['persistentvolume "pv-1" not found', /volume pv-1 of its claim is gone/],
  ])('%s', (reason, text) => {
    expect(volumeAdvice(reason, { namespace: 'default', name: 'new' })?.text).toMatch(text);
  });

  it('is nothing of other words, or of a pod that a board would take', () => {
    expect(volumeAdvice('Insufficient cpu', { namespace: 'default', name: 'new' })).toBeNull();
    const { why, nodes } = answered({}, { nodes: [named('a')] });
    expect(adviceOnPending(why, nodes)).toEqual([]);
  });
});
