// Subresources and reviews through the API.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ask, clientOf } from '#test/support/simulated-api.ts';
import { type Cluster, createCluster } from '../../index.ts';

let cluster: Cluster;
let ask: Ask;

const PODS = '/api/v1/namespaces/default/pods';
const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';

beforeAll(async () => {
  cluster = await createCluster({ scenario: 'empty', clock: { kind: 'paused' }, seed: 1 });
  cluster.settle();
  ask = clientOf(cluster);
});

afterAll(() => cluster.close());

async function pod(name: string, labels: Record<string, string> = {}): Promise<void> {
  await ask('POST', PODS, {
    body: { metadata: { name, labels }, spec: { containers: [{ name: 'c', image: 'nginx' }] } },
  });
}

async function makeReady(name: string): Promise<void> {
  const conditions = [{ type: 'Ready', status: 'True' }];
  await ask('PATCH', `${PODS}/${name}/status`, { body: { status: { phase: 'Running', conditions } } });
  cluster.settle();
}

describe('scale', () => {
  it('shows and sets the replicas of a workload', async () => {
    const labels = { app: 'web' };
    const template = { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'nginx' }] } };
    const spec = { replicas: 1, selector: { matchLabels: labels }, template };
    await ask('POST', DEPLOYMENTS, { body: { metadata: { name: 'web' }, spec } });
    const scale = await ask('GET', `${DEPLOYMENTS}/web/scale`);
    expect(scale.json).toMatchObject({
      kind: 'Scale',
      apiVersion: 'autoscaling/v1',
      spec: { replicas: 1 },
      status: { selector: 'app=web' },
    });
    const scaled = await ask('PATCH', `${DEPLOYMENTS}/web/scale`, { body: { spec: { replicas: 2 } } });
    expect(scaled.json.spec).toEqual({ replicas: 2 });
    const { json } = await ask('GET', `${DEPLOYMENTS}/web`);
    expect(json).toMatchObject({ spec: { replicas: 2 }, metadata: { generation: 2 } });
    const refused = await ask('PATCH', `${DEPLOYMENTS}/web/scale`, { body: { spec: { replicas: -1 } } });
    expect(refused.json.message).toBe(
      'Scale.autoscaling "web" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0',
    );
  });
});

describe('binding', () => {
  it('assigns a pod once', async () => {
    await pod('bound');
    const body = { metadata: { name: 'bound' }, target: { kind: 'Node', name: 'n1' } };
    expect((await ask('POST', `${PODS}/bound/binding`, { body })).status).toBe(201);
    const { json } = await ask('GET', `${PODS}/bound`);
    expect(json).toMatchObject({ spec: { nodeName: 'n1' }, metadata: { generation: 1 } });
    expect((json.status as { conditions: unknown[] }).conditions).toContainEqual(
      expect.objectContaining({ type: 'PodScheduled', status: 'True' }),
    );
    const again = await ask('POST', `${PODS}/bound/binding`, { body });
    expect(again.json.message).toBe(
      'Operation cannot be fulfilled on pods/binding "bound": pod bound is already assigned to node "n1"',
    );
  });
});

describe('eviction', () => {
  it('respects the disruption budget of a running pod', async () => {
    for (const name of ['e1', 'e2']) {
      await pod(name, { app: 'e' });
      await makeReady(name);
    }
    const spec = { minAvailable: 1, selector: { matchLabels: { app: 'e' } } };
    await ask('POST', '/apis/policy/v1/namespaces/default/poddisruptionbudgets', {
      body: { metadata: { name: 'pdb' }, spec },
    });
    cluster.settle();
    const evict = (name: string) =>
      ask('POST', `${PODS}/${name}/eviction`, {
        body: { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name } },
      });
    expect((await evict('e1')).status).toBe(201);
    const refused = await evict('e2');
    expect(refused.json).toMatchObject({
      code: 429,
      reason: 'TooManyRequests',
      message: "Cannot evict pod as it would violate the pod's disruption budget.",
      details: { causes: [{ reason: 'DisruptionBudget' }] },
    });
    expect((await ask('GET', `${PODS}/e2`)).status).toBe(200);
  });

  it('takes a pod without a budget at once', async () => {
    await pod('alone');
    await ask('POST', `${PODS}/alone/eviction`, { body: { kind: 'Eviction', apiVersion: 'policy/v1', metadata: {} } });
    expect((await ask('GET', `${PODS}/alone`)).status).toBe(404);
  });
});

describe('a service account', () => {
  it('has tokens that are good for what its roles allow, until they run out', async () => {
    const body = { spec: { expirationSeconds: 600 } };
    const answer = await ask('POST', '/api/v1/namespaces/default/serviceaccounts/default/token', { body });
    const { token } = answer.json.status as { token: string };
    const headers = { authorization: `Bearer ${token}` };
    const who = await ask('POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews', { body: {}, headers });
    expect(who.json.status).toMatchObject({ userInfo: { username: 'system:serviceaccount:default:default' } });
    expect((await ask('GET', PODS, { headers })).status).toBe(403);
    cluster.clock.step(600_000);
    expect((await ask('GET', PODS, { headers })).status).toBe(401);
  });

  it('gets no token for less than ten minutes', async () => {
    const body = { spec: { expirationSeconds: 5 } };
    const { json } = await ask('POST', '/api/v1/namespaces/default/serviceaccounts/default/token', { body });
    expect(json.message).toContain('may not specify a duration less than 10 minutes');
  });
});
