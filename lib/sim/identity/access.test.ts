// Who may do what: the users every cluster has, asked over HTTPS.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ask, type AskOptions, clientOf } from '#test/support/simulated-api.ts';
import { type Cluster, createCluster } from '../index.ts';

let cluster: Cluster;
let ask: Ask;

beforeAll(async () => {
  cluster = await createCluster({ scenario: 'kubecon-2017', clock: { kind: 'paused' }, seed: 1 });
  ask = clientOf(cluster);
});

afterAll(() => cluster.close());

type Row = [user: AskOptions['user'], method: string, path: string, status: number];

const DEFAULT = '/api/v1/namespaces/default';

const ALLOWED: Row[] = [
  ['owner', 'GET', '/api/v1/secrets', 200],
  ['student', 'GET', `${DEFAULT}/pods`, 200],
  ['student', 'GET', '/api/v1/nodes', 200],
  ['student', 'GET', '/apis/metrics.k8s.io/v1beta1/nodes', 200],
  ['student', 'POST', `${DEFAULT}/configmaps`, 201],
  ['viewer', 'GET', '/api/v1/pods', 200],
  ['viewer', 'GET', '/api/v1/nodes/pi5', 200],
  ['viewer', 'GET', '/apis/metrics.k8s.io/v1beta1/nodes', 200],
  ['viewer', 'GET', '/apis/wardle.example.com/v1alpha1/flunders', 200],
  ['nobody', 'GET', '/version', 200],
  ['nobody', 'GET', '/apis', 200],
  [null, 'GET', '/version', 200],
  [null, 'GET', '/readyz', 200],
];

const REFUSED: Row[] = [
  ['student', 'GET', '/api/v1/pods', 403],
  ['student', 'GET', '/api/v1/namespaces/kube-system/pods', 403],
  ['student', 'PATCH', '/api/v1/nodes/pi5', 403],
  ['student', 'POST', '/apis/rbac.authorization.k8s.io/v1/namespaces/default/roles', 403],
  ['viewer', 'GET', `${DEFAULT}/secrets`, 403],
  ['viewer', 'DELETE', `${DEFAULT}/pods/x`, 403],
  ['viewer', 'POST', `${DEFAULT}/pods/x/eviction`, 403],
  ['nobody', 'GET', `${DEFAULT}/pods`, 403],
  ['nobody', 'GET', '/api/v1/nodes', 403],
  [null, 'GET', '/api', 403],
];

describe('access', () => {
  it.each([...ALLOWED, ...REFUSED])('%s %s %s is %i', async (user, method, path, status) => {
    const body = method === 'GET' || method === 'DELETE' ? {} : { body: { metadata: { name: 'by-student' } } };
    expect((await ask(method, path, { user, ...body })).status).toBe(status);
  });

  it('is refused in the words of the API server', async () => {
    const { json } = await ask('GET', '/api/v1/pods', { user: 'student' });
    expect(json).toMatchObject({
      code: 403,
      reason: 'Forbidden',
      details: { kind: 'pods' },
      message: 'pods is forbidden: User "student" cannot list resource "pods" in API group "" at the cluster scope',
    });
    const scale = await ask('GET', '/apis/apps/v1/namespaces/kube-system/deployments/x/scale', { user: 'student' });
    expect(scale.json.message).toBe(
      'deployments.apps "x" is forbidden: User "student" cannot get resource "deployments/scale" in API group "apps" in the namespace "kube-system"',
    );
    const path = await ask('GET', '/metrics', { user: 'nobody' });
    expect(path.json.message).toBe('forbidden: User "nobody" cannot get path "/metrics"');
  });

  it('is unauthorized with a token nobody has', async () => {
    const answer = await ask('GET', '/version', { headers: { authorization: 'Bearer nonsense' } });
    expect(answer.json).toMatchObject({ code: 401, reason: 'Unauthorized', message: 'Unauthorized' });
  });

  it('follows the roles as they are now', async () => {
    const roles = '/apis/rbac.authorization.k8s.io/v1/clusterroles';
    const labels = { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' };
    const rules = [{ apiGroups: [''], resources: ['secrets'], verbs: ['list'] }];
    await ask('POST', roles, { body: { metadata: { name: 'secret-readers', labels }, rules } });
    cluster.settle();
    expect((await ask('GET', `${DEFAULT}/secrets`, { user: 'viewer' })).status).toBe(200);
    await ask('DELETE', `${roles}/secret-readers`);
    cluster.settle();
    expect((await ask('GET', `${DEFAULT}/secrets`, { user: 'viewer' })).status).toBe(403);
  });

  it('can be taken from anyone, the owner included', async () => {
    await cluster.control.setFaults({ permissionsTaken: [{ user: 'owner', verb: 'list', resource: 'pods' }] });
    const { json } = await ask('GET', '/api/v1/pods');
    expect(json.message).toBe(
      'pods is forbidden: User "owner" cannot list resource "pods" in API group "" at the cluster scope',
    );
    await cluster.control.setFaults({});
    expect((await ask('GET', '/api/v1/pods')).status).toBe(200);
  });
});

describe('impersonation', () => {
  it('gives the rights of another, to who may', async () => {
    const headers = { 'impersonate-user': 'student' };
    expect((await ask('GET', `${DEFAULT}/pods`, { headers })).status).toBe(200);
    const beyond = await ask('GET', '/api/v1/pods', { headers });
    expect(beyond.json.message).toContain('User "student" cannot list resource "pods"');
    const refused = await ask('GET', `${DEFAULT}/pods`, { headers: { 'impersonate-user': 'owner' }, user: 'viewer' });
    expect(refused.json.message).toBe(
      'users "owner" is forbidden: User "viewer" cannot impersonate resource "users" in API group "" at the cluster scope',
    );
  });
});

describe('reviews', () => {
  it.each([
    ['student', { verb: 'create', resource: 'pods', namespace: 'default' }, true],
    ['student', { verb: 'create', resource: 'pods', namespace: 'kube-system' }, false],
    ['viewer', { verb: 'list', resource: 'nodes' }, true],
    ['nobody', { verb: 'list', resource: 'nodes' }, false],
  ] as const)('%s %j is %s', async (user, resourceAttributes, allowed) => {
    const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
    const { json } = await ask('POST', path, { user, body: { spec: { resourceAttributes } } });
    expect(json.status).toMatchObject({ allowed });
  });

  it('name who asks', async () => {
    const path = '/apis/authentication.k8s.io/v1/selfsubjectreviews';
    const { json } = await ask('POST', path, { user: 'viewer', body: {} });
    expect(json.status).toMatchObject({
      userInfo: { username: 'viewer', groups: ['bramble:viewers', 'system:authenticated'] },
    });
  });
});
