// Tokens of service accounts and acting as others: who a request comes from, as the API itself says it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answered, type Ask, clientOf } from '#test/support/simulated-api.ts';
import { type Cluster, createCluster } from '../index.ts';

let cluster: Cluster;
let ask: Ask;

const DEFAULT = '/api/v1/namespaces/default';
const TOKENS = `${DEFAULT}/serviceaccounts/default/token`;
const WHO = '/apis/authentication.k8s.io/v1/selfsubjectreviews';

beforeAll(async () => {
  cluster = await createCluster({ scenario: 'kubecon-2017', clock: { kind: 'paused' }, seed: 1 });
  ask = clientOf(cluster);
  await ask('POST', `${DEFAULT}/serviceaccounts`, { body: { metadata: { name: 'default' } } });
  const containers = [{ name: 'c', image: 'nginx' }];
  const spec = { nodeName: 'pi5', serviceAccountName: 'default', containers, tolerations: [{ operator: 'Exists' }] };
  await ask('POST', `${DEFAULT}/pods`, { body: { metadata: { name: 'bound' }, spec } });
  await ask('POST', `${DEFAULT}/secrets`, { body: { metadata: { name: 'bound' } } });
});

afterAll(() => cluster.close());

async function tokenFor(spec: object): Promise<string> {
  const { json } = await ask('POST', TOKENS, { body: { spec } });
  return (json['status'] as { token: string }).token;
}

function whoIs(token: string): Promise<Answered> {
  return ask('POST', WHO, { user: null, headers: { authorization: `Bearer ${token}` }, body: {} });
}

const refTo = (kind: string, name = 'bound') => ({ boundObjectRef: { apiVersion: 'v1', kind, name } });

describe('a token', () => {
  it('says who it is for, and which pod on which node it was given to', async () => {
    const { json } = await whoIs(await tokenFor(refTo('Pod')));
    expect(json['status']).toEqual({
      userInfo: {
        username: 'system:serviceaccount:default:default',
        uid: expect.any(String),
        groups: ['system:serviceaccounts', 'system:serviceaccounts:default', 'system:authenticated'],
        extra: {
          'authentication.kubernetes.io/credential-id': [expect.stringMatching(/^JTI=[0-9a-f-]{36}$/)],
          'authentication.kubernetes.io/node-name': ['pi5'],
          'authentication.kubernetes.io/node-uid': [cluster.store.get('nodes', undefined, 'pi5')?.metadata.uid],
          'authentication.kubernetes.io/pod-name': ['bound'],
          'authentication.kubernetes.io/pod-uid': [cluster.store.get('pods', 'default', 'bound')?.metadata.uid],
        },
      },
    });
  });

  it('for another audience is none for the API server', async () => {
    expect((await whoIs(await tokenFor({ audiences: ['vault'] }))).status).toBe(401);
    const both = await tokenFor({ audiences: ['vault', 'https://kubernetes.default.svc.cluster.local'] });
    expect((await whoIs(both)).status).toBe(201);
    expect((await whoIs(await tokenFor({ audiences: [] }))).status).toBe(201);
  });

  it('is refused once what it is bound to is gone, and is not taken over by what comes after', async () => {
    const token = await tokenFor(refTo('Secret'));
    expect((await whoIs(token)).status).toBe(201);
    await ask('DELETE', `${DEFAULT}/secrets/bound`);
    expect((await whoIs(token)).status).toBe(401);
    await ask('POST', `${DEFAULT}/secrets`, { body: { metadata: { name: 'bound' } } });
    expect((await whoIs(token)).status).toBe(401);
  });

  it('can be checked by others: its key is published', async () => {
    const [header = ''] = (await tokenFor({})).split('.');
    const { kid, alg } = JSON.parse(Buffer.from(header, 'base64url').toString());
    const { json } = await ask('GET', '/openid/v1/jwks');
    expect(json['keys']).toEqual([expect.objectContaining({ kid, alg, kty: 'EC', crv: 'P-256', use: 'sig' })]);
    const known = await ask('GET', '/.well-known/openid-configuration');
    expect(known.json).toMatchObject({ issuer: 'https://kubernetes.default.svc.cluster.local' });
  });

  const NAME = 'TokenRequest.authentication.k8s.io "default" is invalid: metadata.name: Invalid value: "x": ';
  it.each([
    [{ spec: refTo('Pod', 'none') }, 404, 'pods "none" not found'],
    [{ spec: refTo('Node', 'none') }, 404, 'nodes "none" not found'],
    [{ spec: refTo('ConfigMap') }, 400, 'cannot bind token to object of type /v1, Kind=ConfigMap'],
    [
      { spec: { boundObjectRef: { ...refTo('Pod').boundObjectRef, uid: 'x' } } },
      409,
      'Operation cannot be fulfilled on Pod "bound": the UID in the bound object reference (x) does not match the UID in ' +
        'record. The object might have been deleted and then recreated',
    ],
    [{ metadata: { name: 'x' } }, 422, `${NAME}must match the service account name if specified`],
  ])('%j is refused with %i', async (body, code, message) => {
    expect((await ask('POST', TOKENS, { body })).json).toMatchObject({ code, message });
  });
});

describe('acting as another', () => {
  const as = (headers: Record<string, string>, user: 'owner' | 'viewer' = 'owner') =>
    ask('POST', WHO, { user, headers, body: {} });

  it.each([
    [{ 'impersonate-user': 'bob' }, { username: 'bob', groups: ['system:authenticated'] }],
    [
      { 'impersonate-user': 'bob', 'impersonate-group': 'a', 'impersonate-uid': '7', 'impersonate-extra-scopes': 'x' },
      { username: 'bob', uid: '7', groups: ['a', 'system:authenticated'], extra: { scopes: ['x'] } },
    ],
    [
      { 'impersonate-user': 'system:serviceaccount:default:default' },
      {
        username: 'system:serviceaccount:default:default',
        groups: ['system:serviceaccounts', 'system:serviceaccounts:default', 'system:authenticated'],
      },
    ],
    [
      { 'impersonate-user': 'system:serviceaccount:default:default', 'impersonate-group': 'a' },
      { username: 'system:serviceaccount:default:default', groups: ['a', 'system:authenticated'] },
    ],
  ])('%j', async (headers, userInfo) => {
    expect((await as(headers)).json['status']).toEqual({ userInfo });
  });

  it('needs a user, and leave for each of the things one claims to be', async () => {
    const nobody = await as({ 'impersonate-group': 'a' });
    expect(nobody.json).toMatchObject({
      code: 400,
      message:
        'requested &user.DefaultInfo{Name:"", UID:"", Groups:[]string{"a"}, Extra:map[string][]string(nil)} without impersonating a user name',
    });
    const roles = '/apis/rbac.authorization.k8s.io/v1/clusterroles';
    const rules = [{ apiGroups: [''], resources: ['users'], verbs: ['impersonate'] }];
    const labels = { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' };
    await ask('POST', roles, { body: { metadata: { name: 'actors', labels }, rules } });
    cluster.settle();
    expect((await as({ 'impersonate-user': 'bob' }, 'viewer')).status).toBe(201);
    const group = await as({ 'impersonate-user': 'bob', 'impersonate-group': 'system:masters' }, 'viewer');
    expect(group.json.message).toContain('cannot impersonate resource "groups" in API group ""');
    const extra = await as({ 'impersonate-user': 'bob', 'impersonate-extra-scopes': 'x' }, 'viewer');
    expect(extra.json.message).toContain(
      'cannot impersonate resource "userextras/scopes" in API group "authentication.k8s.io"',
    );
  });
});
