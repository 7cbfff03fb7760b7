// Fields that a request gives twice, by how strictly it asks to be read.
import { afterAll, beforeAll, expect, it } from 'vitest';
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

const PATH = '/api/v1/namespaces/default/configmaps?dryRun=All&fieldValidation=';
const JSON_BODY = '{"metadata":{"name":"x"},"data":{"a":"1","a":"2"},"foo":1}';
const YAML_BODY = 'metadata:\n  name: x\ndata: {a: "1", a: "2"}\nfoo: 1\n';
const REFUSED = 'ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error:';

it.each([
  ['application/json', JSON_BODY, 'duplicate field "data.a", unknown field "foo"'],
  ['application/yaml', YAML_BODY, 'yaml: unmarshal errors:\n  line 3: key "a" already set in map, unknown field "foo"'],
])('are refused in %s where that is asked for', async (type, body, why) => {
  const { status, json } = await ask('POST', `${PATH}Strict`, { body, headers: { 'content-type': type } });
  expect([status, json.message]).toEqual([400, `${REFUSED} ${why}`]);
});

it.each([
  ['application/json', JSON_BODY, '299 - "duplicate field \\"data.a\\"", 299 - "unknown field \\"foo\\""'],
  ['application/yaml', YAML_BODY, '299 - "line 3: key \\"a\\" already set in map", 299 - "unknown field \\"foo\\""'],
])('are warned of in %s otherwise; the last one counts', async (type, body, warning) => {
  const { status, json, headers } = await ask('POST', `${PATH}Warn`, { body, headers: { 'content-type': type } });
  expect(status).toBe(201);
  expect(json).toMatchObject({ data: { a: '2' } });
  expect(headers.warning).toBe(warning);
});

it('are of no interest where nothing is checked', async () => {
  const { status, headers } = await ask('POST', `${PATH}Ignore`, { body: JSON_BODY });
  expect([status, headers.warning]).toEqual([201, undefined]);
});

it('are warned of in patches', async () => {
  const body = '{"metadata":{"labels":{"a":"b","a":"c"}}}';
  const { status, headers } = await ask('PATCH', '/api/v1/namespaces/default?dryRun=All', { body });
  expect([status, headers.warning]).toEqual([200, '299 - "duplicate field \\"metadata.labels.a\\""']);
});
