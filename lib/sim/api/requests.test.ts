// What a client is told when it asks for the wrong thing. Texts are those of kube-apiserver 1.37.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ask, type AskOptions, clientOf } from '#test/support/simulated-api.ts';
import { type Cluster, createCluster } from '../index.ts';

let cluster: Cluster;
let ask: Ask;

beforeAll(async () => {
  cluster = await createCluster({ scenario: 'empty', clock: { kind: 'paused' }, seed: 1 });
  cluster.settle();
  ask = clientOf(cluster);
  await ask('POST', CONFIG_MAPS, { body: { metadata: { name: 'known' }, data: { a: '1' } } });
});

afterAll(() => cluster.close());

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
const NOT_THERE = 'the server could not find the requested resource';
const NOT_ALLOWED = 'the server does not allow this method on the requested resource';

type Row = [method: string, path: string, options: AskOptions, status: number, message: string];

const REFUSED: Row[] = [
  ['GET', '/api/v1/namespaces/default/pods/x', {}, 404, 'pods "x" not found'],
  ['GET', '/apis/apps/v1/namespaces/default/deployments/x', {}, 404, 'deployments.apps "x" not found'],
  ['GET', '/api/v1/namespaces/default/foos', {}, 404, NOT_THERE],
  ['GET', '/apis/apps/v9', {}, 404, NOT_THERE],
  ['GET', '/nope', {}, 404, NOT_THERE],
  ['GET', '/openapi/v2/x', {}, 404, NOT_THERE],
  ['GET', `${CONFIG_MAPS}/known/nope`, {}, 404, NOT_THERE],
  ['PUT', '/version', { body: {} }, 405, NOT_ALLOWED],
  ['PUT', CONFIG_MAPS, { body: { metadata: { name: 'x' } } }, 405, NOT_ALLOWED],
  ['POST', `${CONFIG_MAPS}/known`, { body: { metadata: { name: 'x' } } }, 405, NOT_ALLOWED],
  ['GET', '/api/v1/namespaces/default/bindings', {}, 405, NOT_ALLOWED],
  ['POST', CONFIG_MAPS, { body: { metadata: { name: 'known' } } }, 409, 'configmaps "known" already exists'],
  [
    'POST',
    CONFIG_MAPS,
    { body: {} },
    422,
    'ConfigMap "" is invalid: metadata.name: Required value: name or generateName is required',
  ],
  [
    'POST',
    CONFIG_MAPS,
    { body: { kind: 'Secret', apiVersion: 'v1', metadata: { name: 'x' } } },
    400,
    'Secret in version "v1" cannot be handled as a ConfigMap: converting (v1.Secret) to (core.ConfigMap): unknown conversion',
  ],
  [
    'POST',
    CONFIG_MAPS,
    { body: { metadata: { name: 'x', namespace: 'other' } } },
    400,
    'the namespace of the provided object does not match the namespace sent on the request',
  ],
  [
    'POST',
    `${CONFIG_MAPS}?fieldValidation=Strict`,
    { body: { metadata: { name: 'x' }, foo: 1 } },
    400,
    'ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: unknown field "foo"',
  ],
  [
    'POST',
    `${CONFIG_MAPS}?dryRun=Some`,
    { body: { metadata: { name: 'x' } } },
    422,
    'CreateOptions.meta.k8s.io "" is invalid: dryRun: Unsupported value: ["Some"]: supported values: "All"',
  ],
  [
    'POST',
    '/api/v1/namespaces/nowhere/configmaps',
    { body: { metadata: { name: 'x' } } },
    404,
    'namespaces "nowhere" not found',
  ],
  [
    'POST',
    CONFIG_MAPS,
    { body: '{}', headers: { 'content-type': 'text/plain' } },
    415,
    'the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf',
  ],
  [
    'PATCH',
    `${CONFIG_MAPS}/known`,
    { body: '{}', headers: { 'content-type': 'application/apply-patch+cbor' } },
    415,
    '415: Unsupported Media Type',
  ],
  [
    'GET',
    `${CONFIG_MAPS}/known`,
    { headers: { accept: 'application/xml' } },
    406,
    'only the following media types are accepted: application/json, application/yaml',
  ],
  [
    'PUT',
    `${CONFIG_MAPS}/known`,
    { body: { metadata: { name: 'other' } } },
    400,
    'the name of the object (other) does not match the name on the URL (known)',
  ],
  [
    'GET',
    `${CONFIG_MAPS}?fieldSelector=spec.foo=1`,
    {},
    400,
    '"spec.foo" is not a known field selector: only "metadata.name", "metadata.namespace"',
  ],
  ['GET', '/api/v1/pods?fieldSelector=spec.foo=1', {}, 400, 'field label not supported: spec.foo'],
  [
    'GET',
    `${CONFIG_MAPS}?labelSelector=a%20b`,
    {},
    400,
    "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt",
  ],
  ['GET', `${CONFIG_MAPS}?limit=x`, {}, 400, 'strconv.ParseInt: parsing "x": invalid syntax'],
  [
    'GET',
    `${CONFIG_MAPS}?resourceVersionMatch=Exact`,
    {},
    422,
    'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided',
  ],
  [
    'DELETE',
    '/api/v1/namespaces/default',
    {},
    403,
    'namespaces "default" is forbidden: this namespace may not be deleted',
  ],
];

describe('a request that cannot be met', () => {
  it.each(REFUSED)('%s %s %j answers %i', async (method, path, options, status, message) => {
    const answer = await ask(method, path, options);
    expect(answer.json).toMatchObject({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code: status, message });
    expect(answer.status).toBe(status);
  });

  it.each([
    ['no JSON', '{bad', 'application/json'],
    ['a list', '[]', 'application/json'],
    ['no YAML', 'a: b: c', 'application/yaml'],
    ['no protobuf', 'k8s', 'application/vnd.kubernetes.protobuf'],
  ])('says why a body that is %s cannot be read', async (_what, body, type) => {
    const answer = await ask('POST', CONFIG_MAPS, { body, headers: { 'content-type': type } });
    expect(answer.json).toMatchObject({ reason: 'BadRequest', code: 400 });
  });

  it('refuses a body over 3 MiB without reading it to its end', async () => {
    const body = { metadata: { name: 'big' }, data: { a: 'x'.repeat(3 * 1024 * 1024) } };
    const answer = await ask('POST', CONFIG_MAPS, { body });
    expect(answer.json).toMatchObject({ reason: 'RequestEntityTooLarge', code: 413 });
  });

  it('refuses a path that is not valid percent-encoding', async () => {
    expect((await ask('GET', '/api/v1/%zz')).status).toBe(400);
  });

  it('names a version that is still to come, and when to ask again', async () => {
    const answer = await ask('GET', `${CONFIG_MAPS}?resourceVersion=999999`);
    expect(answer.json).toMatchObject({
      code: 504,
      reason: 'Timeout',
      details: { causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }] },
    });
    expect(answer.headers['retry-after']).toBe('1');
  });

  it('changes nothing', async () => {
    const answer = await ask('GET', `${CONFIG_MAPS}?fieldSelector=metadata.name!=kube-root-ca.crt`);
    expect(answer.json.items).toHaveLength(1);
    expect(answer.json.items?.[0]).toMatchObject({ metadata: { name: 'known' }, data: { a: '1' } });
  });
});

describe('a warning', () => {
  it('names the unknown fields of an object that was taken anyway', async () => {
    const body = { metadata: { name: 'warned' }, colour: 'red' };
    const answer = await ask('POST', CONFIG_MAPS, { body });
    expect(answer.headers.warning).toBe('299 - "unknown field \\"colour\\""');
    expect(answer.json).not.toHaveProperty('colour');
    await ask('DELETE', `${CONFIG_MAPS}/warned`);
  });
});
