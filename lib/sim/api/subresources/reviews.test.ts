// Reviews, as webhooks and API servers behind this one ask them.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ask, clientOf } from '#test/support/simulated-api.ts';
import { type Cluster, createCluster } from '../../index.ts';

let cluster: Cluster;
let ask: Ask;

beforeAll(async () => {
  cluster = await createCluster({ scenario: 'empty', clock: { kind: 'paused' }, seed: 1 });
  cluster.settle();
  ask = clientOf(cluster);
});

afterAll(() => cluster.close());

const AUTHORIZATION = '/apis/authorization.k8s.io/v1';
const PODS = { verb: 'list', resource: 'pods', namespace: 'default' };

describe('an access review', () => {
  it.each([
    [{ user: 'somebody', resourceAttributes: PODS }, false],
    [{ user: 'somebody', groups: ['system:masters'], resourceAttributes: PODS }, true],
    [{ user: 'x', groups: ['system:authenticated'], nonResourceAttributes: { path: '/version', verb: 'get' } }, true],
  ])('of %j answers %s', async (spec, allowed) => {
    const { status, json } = await ask('POST', `${AUTHORIZATION}/subjectaccessreviews`, { body: { spec } });
    expect(status).toBe(201);
    expect(json).toMatchObject({ spec, status: { allowed } });
  });

  it('needs somebody it is about', async () => {
    const body = { spec: { resourceAttributes: PODS } };
    const { json } = await ask('POST', `${AUTHORIZATION}/subjectaccessreviews`, { body });
    expect(json.message).toBe(
      '.authorization.k8s.io "" is invalid: spec.user: Invalid value: "": at least one of user or group must be specified',
    );
  });

  it('of a namespace is about that namespace', async () => {
    const path = `${AUTHORIZATION}/namespaces/kube-system/localsubjectaccessreviews`;
    const { json } = await ask('POST', path, { body: { spec: { user: 'x', resourceAttributes: PODS } } });
    expect(json.message).toContain('Invalid value: "default": must match metadata.namespace');
  });

  it('is for those who may ask', async () => {
    const body = { spec: { user: 'x', resourceAttributes: PODS } };
    expect((await ask('POST', `${AUTHORIZATION}/subjectaccessreviews`, { body, user: 'nobody' })).status).toBe(403);
  });
});

describe('a token review', () => {
  const PATH = '/apis/authentication.k8s.io/v1/tokenreviews';

  it('says whose token it is', async () => {
    const asked = await ask('POST', '/api/v1/namespaces/default/serviceaccounts/default/token', { body: { spec: {} } });
    const { token } = asked.json.status as { token: string };
    const { json } = await ask('POST', PATH, { body: { spec: { token } } });
    expect(json.status).toMatchObject({
      authenticated: true,
      user: { username: 'system:serviceaccount:default:default' },
      audiences: ['https://kubernetes.default.svc.cluster.local'],
    });
    const elsewhere = await ask('POST', PATH, { body: { spec: { token, audiences: ['vault'] } } });
    expect(elsewhere.json.status).toEqual({ user: {}, error: 'invalid bearer token' });
  });

  it('wants a token', async () => {
    const { status, json } = await ask('POST', PATH, { body: { spec: {} } });
    expect([status, json.message]).toEqual([400, 'token is required for TokenReview in authentication']);
  });
});
