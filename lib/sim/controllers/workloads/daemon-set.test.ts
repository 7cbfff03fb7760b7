import type { DaemonSet } from 'kubernetes-types/apps/v1';
import type { Node, Pod } from 'kubernetes-types/core/v1';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isPodReady } from '#lib/rules/pods/pod-readiness.ts';
import type { Stored } from '../../store/object.ts';
import { controllerRef } from '../owner.ts';
import { type TestCluster, testCluster } from '../testdata/test-cluster.ts';

let cluster: TestCluster;
beforeEach(() => {
  cluster = testCluster(['pi5', 'pi6', 'pi7', 'upboard1']);
});
afterEach(() => {
  cluster.close();
  expect(cluster.bugs).toEqual([]);
});

type Template = NonNullable<DaemonSet['spec']>['template'];

function agent(image: string, spec: Partial<NonNullable<Template['spec']>> = {}): DaemonSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'agent', namespace: 'default' },
    spec: {
      selector: { matchLabels: { app: 'agent' } },
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } },
      template: { metadata: { labels: { app: 'agent' } }, spec: { containers: [{ name: 'agent', image }], ...spec } },
    },
  };
}

/** As a cluster that has run for a while holds it. */
function oldPod(set: Stored, node: string): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `agent-${node}`,
      namespace: 'default',
      uid: node,
      creationTimestamp: '2026-01-01T00:00:00Z',
      labels: { app: 'agent', 'controller-revision-hash': 'abc', 'pod-template-generation': '1' },
      ownerReferences: [controllerRef(set)],
    },
    spec: { nodeName: node, containers: [] },
    status: {
      phase: 'Running',
      conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z' }],
    },
  };
}

const apply = (set: DaemonSet) => cluster.apply('daemonsets.apps', set);
const status = () => cluster.store.get('daemonsets.apps', 'default', 'agent')?.status;
const pods = () => cluster.store.list('pods', 'default');
const nodes = () =>
  pods()
    .map((pod) => pod.spec?.nodeName ?? '')
    .sort();
function change(name: string, update: (node: Node) => Node) {
  const node = cluster.store.get('nodes', undefined, name);
  if (node === undefined) throw new Error(`no node ${name}`);
  cluster.apply('nodes', update(node));
}

describe('a DaemonSet', () => {
  it('runs one pod on every node, pinned there', () => {
    apply(agent('agent:1'));
    cluster.clock.step(5_000);
    expect(nodes()).toEqual(['pi5', 'pi6', 'pi7', 'upboard1']);
    expect(status()).toMatchObject({
      desiredNumberScheduled: 4,
      currentNumberScheduled: 4,
      numberReady: 4,
      numberAvailable: 4,
      updatedNumberScheduled: 4,
      numberMisscheduled: 0,
    });
    const [pod] = pods();
    const required = pod?.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
    expect(required?.nodeSelectorTerms).toEqual([
      { matchFields: [{ key: 'metadata.name', operator: 'In', values: [pod?.spec?.nodeName] }] },
    ]);
    expect(pod?.spec?.tolerations).toContainEqual({
      key: 'node.kubernetes.io/unreachable',
      operator: 'Exists',
      effect: 'NoExecute',
    });
  });

  it('follows labels and leaves a node that no longer fits', () => {
    change('pi5', (node) => ({ ...node, metadata: { ...node.metadata, labels: { board: 'pi' } } }));
    apply(agent('agent:1', { nodeSelector: { board: 'pi' } }));
    cluster.clock.step(5_000);
    expect(nodes()).toEqual(['pi5']);
    change('pi6', (node) => ({ ...node, metadata: { ...node.metadata, labels: { board: 'pi' } } }));
    change('pi5', (node) => ({ ...node, metadata: { ...node.metadata, labels: {} } }));
    cluster.clock.step(5_000);
    expect(nodes()).toEqual(['pi6']);
  });

  it.each([
    ['NoSchedule', ['pi5', 'pi6', 'pi7', 'upboard1'], 1],
    ['NoExecute', ['pi5', 'pi6', 'upboard1'], 0],
  ])('with an untolerated %s taint put on pi7 runs on %j', (effect, expected, misplaced) => {
    apply(agent('agent:1'));
    cluster.clock.step(5_000);
    change('pi7', (node) => ({ ...node, spec: { ...node.spec, taints: [{ key: 'kubernetes.io/arch', effect }] } }));
    cluster.clock.step(5_000);
    expect(nodes()).toEqual(expected);
    expect(status()).toMatchObject({ desiredNumberScheduled: 3, numberMisscheduled: misplaced });
  });

  it('stays where a node is cordoned or unreachable', () => {
    apply(agent('agent:1'));
    cluster.clock.step(5_000);
    const taints = [
      { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' },
      { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' },
    ];
    change('pi7', (node) => ({ ...node, spec: { ...node.spec, unschedulable: true, taints } }));
    cluster.clock.step(5_000);
    expect(nodes()).toContain('pi7');
    expect(status()).toMatchObject({ desiredNumberScheduled: 4, numberMisscheduled: 0 });
  });

  it('updates one node at a time and keeps both revisions', () => {
    apply(agent('agent:1'));
    cluster.clock.step(5_000);
    apply(agent('agent:2'));
    for (let second = 0; second < 20; second++) {
      expect(pods().filter(isPodReady).length).toBeGreaterThanOrEqual(3);
      cluster.clock.step(1_000);
    }
    expect(pods().map((pod) => pod.spec?.containers[0]?.image)).toEqual(Array(4).fill('agent:2'));
    expect(status()).toMatchObject({ updatedNumberScheduled: 4, numberAvailable: 4 });
    const revisions = cluster.store.list('controllerrevisions.apps', 'default');
    expect(revisions.map(({ revision }) => revision).sort((a, b) => a - b)).toEqual([1, 2]);
    const hash = revisions.find(({ revision }) => revision === 2)?.metadata.labels?.['controller-revision-hash'];
    expect(pods()[0]?.metadata.labels?.['controller-revision-hash']).toBe(hash);
  });

  it('takes pods that ran before any revision was recorded for what they are, and updates them later', () => {
    const boards = ['pi5', 'pi6', 'pi7', 'upboard1'];
    const annotations = { 'deprecated.daemonset.template.generation': '1' };
    const version = (image: string) => {
      return { ...agent(image), metadata: { name: 'agent', namespace: 'default', annotations } };
    };
    cluster.close();
    cluster = testCluster(boards, (store, writer) => {
      const set = writer.create('daemonsets.apps', version('agent:1'), 'test');
      for (const node of boards) store.put('pods', oldPod(set, node));
    });
    cluster.clock.step(5_000);
    expect(pods().map((pod) => pod.metadata.name)).toEqual(['agent-pi5', 'agent-pi6', 'agent-pi7', 'agent-upboard1']);
    expect(cluster.store.list('controllerrevisions.apps').map(({ metadata }) => metadata.name)).toEqual(['agent-abc']);
    apply(version('agent:2'));
    cluster.clock.step(30_000);
    expect(pods().map((pod) => pod.spec?.containers[0]?.image)).toEqual(Array(4).fill('agent:2'));
  });
});
