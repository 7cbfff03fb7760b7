import { readFileSync } from 'node:fs';
import type { Deployment, StatefulSet } from 'kubernetes-types/apps/v1';
import type { PodTemplateSpec, Toleration } from 'kubernetes-types/core/v1';
import { describe, expect, it } from 'vitest';
import type { Supposition } from '../placement/what-if-view.ts';
import { projectDaemonSet, projectDeployment, projectJob, projectStatefulSet } from '../records/project-workload.ts';
import type { NodeRecord, PodRecord, WorkloadRecord } from '../records/records.ts';
import { board, pod, STARTED } from '../testdata/cluster.ts';
import { NEVER_MODELLED } from './not-modelled.ts';
import type { SupposedCluster } from './supposed-cluster.ts';
import { whatIf } from './what-if.ts';

const OUTAGE: Toleration[] = ['not-ready', 'unreachable'].map((state) => {
  return { key: `node.kubernetes.io/${state}`, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 };
});
const MINUTE = 60;

function cluster(parts: Partial<SupposedCluster> & { nodes: NodeRecord[]; pods: PodRecord[] }): SupposedCluster {
  const ground = { namespaces: [], services: [], budgets: [], claims: [], volumes: [], storageClasses: [] };
  return { nowMs: Date.parse(STARTED) + 3_600_000, workloads: [], ...ground, unread: [], ...parts };
}

const ready = (record: PodRecord): PodRecord => ({ ...record, readySince: STARTED, tolerations: OUTAGE });

function template(app: string): PodTemplateSpec {
  return { metadata: { labels: { app } }, spec: { containers: [{ name: 'c', image: 'app:1' }] } };
}

function deployment(
  name: string,
  replicas: number,
  more: Partial<NonNullable<Deployment['spec']>> = {},
): WorkloadRecord {
  const spec = { replicas, selector: { matchLabels: { app: name } }, template: template(name), ...more };
  return projectDeployment({ metadata: { namespace: 'default', name }, spec });
}

function podsOf(name: string, nodes: readonly string[], requests: Record<string, string> = {}): PodRecord[] {
  const owner = { kind: 'ReplicaSet', name: `${name}-7c9f` };
  const labels = { app: name, 'pod-template-hash': '7c9f' };
  return nodes.map((node, at) => ready(pod({ name: `${name}-7c9f-${at}`, node, owner, labels, requests })));
}

const taint = (node: string, effect: 'NoSchedule' | 'NoExecute'): Supposition => {
  return { suppose: 'action', action: { action: 'taint', node, taint: { key: 'k', value: '', effect } } };
};
const place = (name: string, nodeSelector: Record<string, string>): Supposition => {
  const placement = { nodeSelector, affinity: null, tolerations: null };
  const workload = { kind: 'Deployment', namespace: 'default', name };
  return { suppose: 'action', action: { action: 'place', workload, placement } };
};
const scale = (name: string, replicas: number): Supposition => {
  const workload = { kind: 'Deployment', namespace: 'default', name };
  return { suppose: 'action', action: { action: 'scale', workload, replicas } };
};

const told = (given: SupposedCluster, ...suppositions: Supposition[]) =>
  whatIf(given, suppositions).pods.map(
    ({ name, fate, from, to, orElse }) => `${name} ${fate} ${from ?? '-'} > ${[to ?? '-', ...orElse].join(' or ')}`,
  );

const TWO = [board({ name: 'pi5' }), board({ name: 'pi6', arch: 'arm' })];

describe('a board that is unplugged', () => {
  const unplug: Supposition = { suppose: 'unplug', node: 'pi5' };

  it('keeps its pods for the grace and their tolerations; then they move', () => {
    const view = whatIf(cluster({ nodes: TWO, pods: podsOf('web', ['pi5']), workloads: [deployment('web', 1)] }), [
      unplug,
    ]);
    expect(view.pods).toMatchObject([{ fate: 'moves', from: 'pi5', to: 'pi6', afterSeconds: 5 * MINUTE + 50 }]);
    expect(view.after.find(({ name }) => name === 'pi5')).toMatchObject({ ready: { status: 'Unknown' } });
    expect(view.kubectl).toEqual([]);
    expect(view.actions).toEqual([]);
  });

  it('leaves those stuck that no other board takes, and says why', () => {
    const pods = podsOf('web', ['pi5']).map((one) => ({ ...one, nodeSelector: { 'kubernetes.io/arch': 'arm64' } }));
    const { pods: fates, summary } = whatIf(cluster({ nodes: TWO, pods, workloads: [deployment('web', 1)] }), [unplug]);
    expect(fates).toMatchObject([{ fate: 'stuck', to: null }]);
    expect(fates[0]?.reason).toContain("didn't match Pod's node affinity/selector");
    expect(summary[0]).toContain('1 pod (web-7c9f-0) would find no board');
  });

  it('loses what nobody makes again, and keeps down what nobody replaces', () => {
    const metadata = { namespace: 'default' };
    const selector = { matchLabels: { app: 'x' } };
    const daemons = projectDaemonSet({
      metadata: { ...metadata, name: 'proxy' },
      spec: { selector, template: template('x') },
    });
    const spec: StatefulSet['spec'] = { replicas: 1, serviceName: 'db', selector, template: template('x') };
    const set = projectStatefulSet({ metadata: { ...metadata, name: 'db' }, spec });
    const owned = (name: string, kind: string, owner: string) => ready(pod({ name, owner: { kind, name: owner } }));
    const stays = { ...owned('proxy-a', 'DaemonSet', 'proxy'), tolerations: [{ operator: 'Exists' }] };
    const staticPod = {
      ...owned('etcd-pi5', 'Node', 'pi5'),
      tolerations: [{ operator: 'Exists', effect: 'NoExecute' }],
    };
    const pods = [ready(pod({ name: 'bare' })), owned('db-0', 'StatefulSet', 'db'), stays, staticPod];
    expect(told(cluster({ nodes: TWO, pods, workloads: [daemons, set] }), unplug)).toEqual([
      'bare lost pi5 > -',
      'etcd-pi5 stays-down pi5 > -',
      'proxy-a stays-down pi5 > -',
      'db-0 stays-down pi5 > -',
      'proxy-next-1 added - > pi6',
    ]);
  });

  it('is said to change nothing where it does not answer as it is', () => {
    const nodes = [board({ name: 'pi5', ready: 'Unknown' }), board({ name: 'pi6' })];
    const { summary, pods } = whatIf(cluster({ nodes, pods: [] }), [unplug]);
    expect([summary, pods]).toEqual([['pi5 does not answer as it is: unplugging it changes nothing.'], []]);
  });
});

describe('a taint', () => {
  it('that only keeps new pods away moves none; one that evicts moves all that do not bear it', () => {
    const pods = podsOf('web', ['pi5', 'pi6']);
    const given = cluster({ nodes: TWO, pods, workloads: [deployment('web', 2)] });
    expect(told(given, taint('pi5', 'NoSchedule'))).toEqual([]);
    expect(told(given, taint('pi5', 'NoExecute'))).toEqual(['web-7c9f-0 moves pi5 > pi6']);
  });

  it('of all boards leaves pods nowhere', () => {
    const given = cluster({ nodes: TWO, pods: podsOf('web', ['pi5']), workloads: [deployment('web', 1)] });
    expect(told(given, taint('pi5', 'NoExecute'), taint('pi6', 'NoSchedule'))).toEqual(['web-7c9f-0 stuck pi5 > -']);
  });

  it('that ends a Job beyond what it may lose ends the Job', () => {
    const spec = { parallelism: 1, backoffLimit: 0, template: template('once') };
    const job = projectJob({ metadata: { namespace: 'default', name: 'once' }, spec });
    const pods = [ready(pod({ name: 'once-a', owner: { kind: 'Job', name: 'once' } }))];
    const { pods: fates } = whatIf(cluster({ nodes: TWO, pods, workloads: [job] }), [taint('pi5', 'NoExecute')]);
    expect(fates).toMatchObject([{ fate: 'lost', reason: expect.stringContaining('gives up') }]);
  });
});

describe('another template', () => {
  it('rolls: the new pod comes before the old one goes, where there is room for both', () => {
    const given = cluster({ nodes: TWO, pods: podsOf('web', ['pi5']), workloads: [deployment('web', 1)] });
    expect(told(given, place('web', { 'kubernetes.io/arch': 'arm' }))).toEqual(['web-7c9f-0 moves pi5 > pi6']);
  });

  it('that fits nowhere is held up: the old pod goes on', () => {
    const given = cluster({ nodes: TWO, pods: podsOf('web', ['pi5']), workloads: [deployment('web', 1)] });
    expect(told(given, place('web', { disk: 'ssd' }))).toEqual(['web-7c9f-0 held pi5 > -']);
    const recreated = deployment('web', 1, { strategy: { type: 'Recreate' } });
    const other = cluster({ nodes: TWO, pods: podsOf('web', ['pi5']), workloads: [recreated] });
    expect(told(other, place('web', { disk: 'ssd' }))).toEqual(['web-7c9f-0 stuck pi5 > -']);
  });

  it('with requests that only fit once the old pod is gone depends on whether that goes first', () => {
    const workload = { kind: 'Deployment', namespace: 'default', name: 'web' };
    const requests = { memory: '600Mi' };
    const more: Supposition = { suppose: 'action', action: { action: 'request', workload, container: 'c', requests } };
    const nodes = [board({ name: 'pi5' })];
    const pods = podsOf('web', ['pi5'], { memory: '500Mi' });
    const rolling = cluster({ nodes, pods, workloads: [deployment('web', 1)] });
    expect(told(rolling, more)).toEqual(['web-7c9f-0 held pi5 > -']);
    const strategy = { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } };
    const yielding = cluster({ nodes, pods, workloads: [deployment('web', 1, { strategy })] });
    expect(told(yielding, more)).toEqual(['web-7c9f-0 moves pi5 > pi5']);
  });
});

describe('another number of replicas', () => {
  it('adds pods where they find room, and says of the others why not', () => {
    const nodes = [board({ name: 'pi5' })];
    const pods = podsOf('web', ['pi5'], { memory: '400Mi' });
    expect(told(cluster({ nodes, pods, workloads: [deployment('web', 1)] }), scale('web', 3))).toEqual([
      'web-next-2 stuck - > -',
      'web-next-1 added - > pi5',
    ]);
  });

  it('takes away those that are not ready first, and says where chance decides', () => {
    const [first, second] = podsOf('web', ['pi5', 'pi6']);
    if (first === undefined || second === undefined) throw new Error('two pods were made');
    const unready = { ...second, readySince: null };
    const workloads = [deployment('web', 2)];
    expect(told(cluster({ nodes: TWO, pods: [first, unready], workloads }), scale('web', 1))).toEqual([
      'web-7c9f-1 removed pi6 > -',
    ]);
    const alike = { ...second, uid: first.uid };
    const [open] = whatIf(cluster({ nodes: TWO, pods: [first, alike], workloads }), [scale('web', 1)]).pods;
    expect(open?.orElse).toEqual([open?.from === 'pi5' ? 'pi6' : 'pi5']);
  });
});

it('tells what would happen without it apart', () => {
  const nodes = [board({ name: 'pi5', taints: [{ key: 'k', effect: 'NoExecute' }] }), board({ name: 'pi6' })];
  const pods = [...podsOf('web', ['pi5']), ...podsOf('api', ['pi6'])];
  const workloads = [deployment('web', 1), deployment('api', 1)];
  const { pods: fates } = whatIf(cluster({ nodes, pods, workloads }), [scale('api', 0)]);
  expect(fates.map(({ name, fate, anyway }) => [name, fate, anyway])).toEqual([
    ['api-7c9f-0', 'removed', false],
    ['web-7c9f-0', 'moves', true],
  ]);
});

it('takes as many pods as there are to be wanted where workloads may not be read', () => {
  const pods = podsOf('web', ['pi5']);
  const view = whatIf(cluster({ nodes: TWO, pods, unread: ['deployments.apps'] }), [taint('pi5', 'NoExecute')]);
  expect(view.pods).toMatchObject([{ fate: 'moves', to: 'pi6' }]);
  expect(view.notModelled[0]).toContain('deployments.apps may not be read');
});

it('says where an image is known not to run on the board it would land on', () => {
  const amd64 = [{ os: 'linux', architecture: 'amd64', variant: '' }];
  const platformsOf = () => ({ platforms: amd64, shape: 'single', source: 'registry', how: 'read' }) as const;
  const given = cluster({ nodes: TWO, pods: podsOf('web', ['pi5']), workloads: [deployment('web', 1)], platformsOf });
  const [fate] = whatIf(given, [taint('pi5', 'NoExecute')]).pods;
  expect(fate?.reason).toContain('not made for that board');
});

it('lets a rollout stand whose image runs on none of the boards, and names images that nobody knows', () => {
  const platformsOf: SupposedCluster['platformsOf'] = (image) =>
    image === 'amd:1'
      ? {
          platforms: [{ os: 'linux', architecture: 'amd64', variant: '' }],
          shape: 'single',
          source: 'registry',
          how: '',
        }
      : { platforms: null, shape: null, source: 'unknown', how: 'no answer' };
  const given = cluster({ nodes: TWO, pods: podsOf('web', ['pi5']), workloads: [deployment('web', 1)], platformsOf });
  const workload = { kind: 'Deployment', namespace: 'default', name: 'web' };
  const action = { action: 'image', workload, container: 'c', image: 'amd:1' } as const;
  const view = whatIf(given, [{ suppose: 'action', action }]);
  expect(view.pods.map(({ reason }) => reason)).toEqual([expect.stringContaining('not made for that board')]);
  expect(view.kubectl).toEqual([expect.stringContaining('kubectl set image')]);
  expect(view.notModelled[0]).toMatch(/^Of 1 image \(.*\) no registry says where/);
});

it('says that nothing changes where it is so already', () => {
  const known = cluster({ nodes: TWO, pods: podsOf('web', ['pi5']), workloads: [deployment('web', 1)] });
  const uncordon: Supposition = { suppose: 'action', action: { action: 'uncordon', node: 'pi5' } };
  expect(whatIf(known, [uncordon]).summary).toEqual(['pi5 is already schedulable: it changes nothing.']);
});

it('is limited in the words that the documents have', () => {
  const document = readFileSync(new URL('../../../docs/scheduling.md', import.meta.url), 'utf8');
  expect(NEVER_MODELLED.filter((sentence) => !document.includes(`- ${sentence}\n`))).toEqual([]);
});

it.each([
  { supposition: { suppose: 'unplug', node: 'pi9' }, message: 'there is no node pi9' },
  {
    supposition: {
      suppose: 'action',
      action: { action: 'taint', node: 'pi5', taint: { key: 'a key', value: '', effect: 'NoSchedule' } },
    },
    message: 'invalid taint: key:',
  },
  {
    supposition: {
      suppose: 'action',
      action: {
        action: 'image',
        workload: { kind: 'Deployment', namespace: 'default', name: 'web' },
        container: 'c',
        image: 'Not an image',
      },
    },
    message: 'image: "Not an image" is no name',
  },
  { supposition: scale('other', 1), message: 'there is no Deployment default/other' },
  {
    supposition: {
      suppose: 'action',
      action: {
        action: 'request',
        workload: { kind: 'Deployment', namespace: 'default', name: 'web' },
        container: 'c',
        requests: { memory: 'much' },
      },
    },
    message: 'memory: "much" is no amount',
  },
] satisfies { supposition: Supposition; message: string }[])('refuses what cannot be: $message', (given) => {
  const known = cluster({ nodes: TWO, pods: podsOf('web', ['pi5']), workloads: [deployment('web', 1)] });
  expect(() => whatIf(known, [given.supposition])).toThrow(given.message);
});
