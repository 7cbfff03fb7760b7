// Creating, changing and deleting, as a client notices it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answered, type Ask, clientOf } from '#test/support/simulated-api.ts';
import { type Cluster, createCluster } from '../../index.ts';

let cluster: Cluster;
let ask: Ask;

const MAPS = '/api/v1/namespaces/default/configmaps';
const PODS = '/api/v1/namespaces/default/pods';
const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';

beforeAll(async () => {
  cluster = await createCluster({
    scenario: 'empty',
    clock: { kind: 'paused' },
    seed: 1,
    startAt: Date.UTC(2026, 0, 1),
  });
  cluster.settle();
  ask = clientOf(cluster);
});

afterAll(() => cluster.close());

interface Meta {
  name: string;
  generation?: number;
  resourceVersion?: string;
  uid: string;
  deletionTimestamp?: string;
  finalizers?: string[];
  managedFields?: { manager: string; operation: string; subresource?: string }[];
}

function meta({ json }: Answered): Meta {
  return json.metadata as Meta;
}

function deployment(name: string, replicas = 0) {
  const labels = { app: name };
  const template = { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'nginx:1' }] } };
  return { metadata: { name }, spec: { replicas, selector: { matchLabels: labels }, template } };
}

describe('create', () => {
  it('gives identity, defaults and an owner of the fields', async () => {
    const answer = await ask('POST', `${DEPLOYMENTS}?fieldManager=me`, { body: deployment('made') });
    expect(answer.status).toBe(201);
    expect(answer.json).toMatchObject({
      kind: 'Deployment',
      apiVersion: 'apps/v1',
      metadata: { namespace: 'default', creationTimestamp: '2026-01-01T00:00:00Z', generation: 1 },
      spec: { progressDeadlineSeconds: 600, strategy: { rollingUpdate: { maxSurge: '25%' } } },
      status: {},
    });
    expect(meta(answer).managedFields).toMatchObject([{ manager: 'me', operation: 'Update' }]);
  });

  it('makes a name of generateName', async () => {
    const answer = await ask('POST', MAPS, { body: { metadata: { generateName: 'gen-' } } });
    expect(meta(answer).name).toMatch(/^gen-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
  });

  it('leaves nothing behind in a dry run', async () => {
    const answer = await ask('POST', `${MAPS}?dryRun=All`, { body: { metadata: { name: 'dry' } } });
    expect(answer.status).toBe(201);
    expect(meta(answer).resourceVersion).toBeUndefined();
    expect((await ask('GET', `${MAPS}/dry`)).status).toBe(404);
  });

  it('completes a pod as admission does', async () => {
    const body = { metadata: { name: 'admitted' }, spec: { containers: [{ name: 'c', image: 'nginx' }] } };
    const { json } = await ask('POST', PODS, { body });
    expect(json.spec).toMatchObject({
      serviceAccountName: 'default',
      priority: 0,
      tolerations: [
        { key: 'node.kubernetes.io/not-ready', tolerationSeconds: 300 },
        { key: 'node.kubernetes.io/unreachable', tolerationSeconds: 300 },
      ],
      volumes: [{ name: expect.stringMatching(/^kube-api-access-.{5}$/) }],
    });
    expect(json.status).toEqual({ phase: 'Pending', qosClass: 'BestEffort' });
  });

  it('gives each service an address and node ports of its own', async () => {
    const spec = { type: 'NodePort', ports: [{ port: 80 }] };
    const one = await ask('POST', '/api/v1/namespaces/default/services', { body: { metadata: { name: 's1' }, spec } });
    const { clusterIP, ports } = one.json.spec as { clusterIP: string; ports: { nodePort: number }[] };
    expect(clusterIP).toMatch(/^10\.(9[6-9]|10\d|11[01])\./);
    const taken = { ...spec, ports: [{ port: 80, nodePort: ports[0]?.nodePort }] };
    const body = { metadata: { name: 's2' }, spec: taken };
    const two = await ask('POST', '/api/v1/namespaces/default/services', { body });
    expect(two.json.message).toContain('provided port is already allocated');
  });
});

describe('update', () => {
  it('counts changes of the spec only', async () => {
    await ask('POST', DEPLOYMENTS, { body: deployment('counted') });
    const path = `${DEPLOYMENTS}/counted`;
    const labelled = await ask('PATCH', path, { body: { metadata: { labels: { a: 'b' } } } });
    expect(meta(labelled).generation).toBe(1);
    const scaled = await ask('PATCH', path, { body: { spec: { minReadySeconds: 5 } } });
    expect(meta(scaled).generation).toBe(2);
  });

  it('keeps spec and status apart', async () => {
    const path = '/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers';
    const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
    await ask('POST', path, { body: { metadata: { name: 'apart' }, spec: { maxReplicas: 3, scaleTargetRef } } });
    const both = { spec: { maxReplicas: 7 }, status: { desiredReplicas: 5 } };
    const status = await ask('PATCH', `${path}/apart/status`, { body: both });
    expect(status.json).toMatchObject({ spec: { maxReplicas: 3 }, status: { desiredReplicas: 5 } });
    const spec = await ask('PATCH', `${path}/apart`, {
      body: { spec: { maxReplicas: 7 }, status: { desiredReplicas: 9 } },
    });
    expect(spec.json).toMatchObject({ spec: { maxReplicas: 7 }, status: { desiredReplicas: 5 } });
  });

  it('is a conflict on a version that is no longer the newest', async () => {
    const made = await ask('POST', MAPS, { body: { metadata: { name: 'raced' } } });
    await ask('PATCH', `${MAPS}/raced`, { body: { data: { a: '1' } } });
    const late = await ask('PUT', `${MAPS}/raced`, { body: { ...made.json, data: { a: '2' } } });
    expect(late.json).toMatchObject({
      code: 409,
      message:
        'Operation cannot be fulfilled on configmaps "raced": the object has been modified; please apply your changes to the latest version and try again',
    });
  });

  it('that changes nothing makes no new version', async () => {
    const made = await ask('POST', MAPS, { body: { metadata: { name: 'same' }, data: { a: '1' } } });
    const again = await ask('PUT', `${MAPS}/same`, { body: { metadata: { name: 'same' }, data: { a: '1' } } });
    expect(meta(again).resourceVersion).toBe(meta(made).resourceVersion);
  });

  it('names what cannot be changed', async () => {
    await ask('POST', DEPLOYMENTS, { body: deployment('fixed') });
    const body = { spec: { selector: { matchLabels: { app: 'other' } } } };
    const { json } = await ask('PATCH', `${DEPLOYMENTS}/fixed`, { body });
    expect(json).toMatchObject({ code: 422, reason: 'Invalid' });
    expect(json.message).toContain('field is immutable');
  });
});

describe('delete', () => {
  it('answers a Status with the uid', async () => {
    const made = await ask('POST', MAPS, { body: { metadata: { name: 'gone' } } });
    const { json } = await ask('DELETE', `${MAPS}/gone`);
    const details = { name: 'gone', kind: 'configmaps', uid: meta(made).uid };
    expect(json).toEqual({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details });
  });

  it('waits for finalizers', async () => {
    await ask('POST', MAPS, { body: { metadata: { name: 'held', finalizers: ['example.com/hold'] } } });
    const held = await ask('DELETE', `${MAPS}/held`);
    expect(meta(held).deletionTimestamp).toBe('2026-01-01T00:00:00Z');
    await ask('PATCH', `${MAPS}/held`, { body: { metadata: { finalizers: null } } });
    expect((await ask('GET', `${MAPS}/held`)).status).toBe(404);
  });

  it('gives a pod on a node its grace, and an unscheduled one none', async () => {
    const spec = { containers: [{ name: 'c', image: 'nginx' }] };
    await ask('POST', PODS, { body: { metadata: { name: 'placed' }, spec: { ...spec, nodeName: 'n1' } } });
    const placed = await ask('DELETE', `${PODS}/placed`);
    expect(placed.json.metadata).toMatchObject({
      deletionTimestamp: '2026-01-01T00:00:30Z',
      deletionGracePeriodSeconds: 30,
    });
    const now = await ask('DELETE', `${PODS}/placed`, { body: { gracePeriodSeconds: 0 } });
    expect(now.status).toBe(200);
    expect((await ask('GET', `${PODS}/placed`)).status).toBe(404);
    await ask('POST', PODS, { body: { metadata: { name: 'unplaced' }, spec } });
    await ask('DELETE', `${PODS}/unplaced`);
    expect((await ask('GET', `${PODS}/unplaced`)).status).toBe(404);
  });

  it('checks preconditions', async () => {
    await ask('POST', MAPS, { body: { metadata: { name: 'sure' } } });
    const answer = await ask('DELETE', `${MAPS}/sure`, { body: { preconditions: { uid: 'another' } } });
    expect(answer.json).toMatchObject({ code: 409, reason: 'Conflict' });
    expect((await ask('GET', `${MAPS}/sure`)).status).toBe(200);
  });

  it('takes a collection by its selector', async () => {
    for (const name of ['c1', 'c2']) await ask('POST', MAPS, { body: { metadata: { name, labels: { set: 'c' } } } });
    const answer = await ask('DELETE', `${MAPS}?labelSelector=set=c`);
    expect(answer.json).toMatchObject({ kind: 'ConfigMapList' });
    expect(answer.json.items).toHaveLength(2);
    expect((await ask('GET', `${MAPS}?labelSelector=set=c`)).json.items).toEqual([]);
  });

  it('keeps a namespace that an update would let go with what is in it', async () => {
    await ask('POST', '/api/v1/namespaces', {
      body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kept' } },
    });
    const held = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'held', finalizers: ['example.com/f'] } };
    await ask('POST', '/api/v1/namespaces/kept/configmaps', { body: held });
    await ask('DELETE', '/api/v1/namespaces/kept');
    const bare = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kept' }, spec: {} };
    const { status, json } = await ask('PUT', '/api/v1/namespaces/kept', { body: bare });
    expect([status, json.spec]).toEqual([200, { finalizers: ['kubernetes'] }]);
  });

  it('empties a namespace before it goes', async () => {
    await ask('POST', '/api/v1/namespaces', { body: { metadata: { name: 'short' } } });
    await ask('POST', '/api/v1/namespaces/short/configmaps', { body: { metadata: { name: 'in' } } });
    const answer = await ask('DELETE', '/api/v1/namespaces/short');
    expect(answer.json).toMatchObject({ status: { phase: 'Terminating' } });
    cluster.settle();
    expect((await ask('GET', '/api/v1/namespaces/short')).status).toBe(404);
    expect((await ask('GET', '/api/v1/namespaces/short/configmaps')).json.items).toEqual([]);
  });
});
