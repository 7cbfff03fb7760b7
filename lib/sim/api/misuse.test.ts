// Requests that a hasty server would take for something else. Answers are those of kube-apiserver 1.37.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ask, type AskOptions, clientOf } from '#test/support/simulated-api.ts';
import { type Cluster, createCluster } from '../index.ts';

let cluster: Cluster;
let ask: Ask;

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
const SET = '/apis/apps/v1/namespaces/default/replicasets/three';
const STRATEGIC = { 'content-type': 'application/strategic-merge-patch+json' };

beforeAll(async () => {
  cluster = await createCluster({ scenario: 'empty', clock: { kind: 'paused' }, seed: 1 });
  cluster.settle();
  ask = clientOf(cluster);
  await ask('POST', CONFIG_MAPS, { body: { metadata: { name: 'known' }, data: { a: '1' } } });
  const labels = { app: 'three' };
  const template = { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'pause' }] } };
  const spec = { replicas: 3, selector: { matchLabels: labels }, template };
  await ask('POST', SET.replace('/three', ''), { body: { metadata: { name: 'three' }, spec } });
});

afterAll(() => cluster.close());

type Row = [what: string, method: string, path: string, options: AskOptions, status: number, message: string];

const NOT_THERE = 'the server could not find the requested resource';
const DEEP = `${'{"a":'.repeat(3_000)}1${'}'.repeat(3_000)}`;
const ROWS: Row[] = [
  [
    'a question that is nested beyond what a stack holds',
    'POST',
    '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
    { body: DEEP },
    422,
    '.authorization.k8s.io "" is invalid: spec: Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified',
  ],
  [
    'a grace period that is no number',
    'DELETE',
    `${CONFIG_MAPS}/known?gracePeriodSeconds=x`,
    {},
    400,
    'strconv.ParseInt: parsing "x": invalid syntax',
  ],
  [
    'a deletion that holds something else',
    'DELETE',
    `${CONFIG_MAPS}/known`,
    { body: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x' } } },
    400,
    'no kind "Pod" is registered for version "v1" in scheme "pkg/runtime/scheme.go:111"',
  ],
  [
    'a deletion of another one of the same name',
    'DELETE',
    `${CONFIG_MAPS}/known`,
    { body: { preconditions: { resourceVersion: '1' } } },
    409,
    expect.stringMatching(
      /^Operation cannot be fulfilled on ConfigMap "known": the ResourceVersion in the precondition \(1\) does not match the ResourceVersion in record \(\d+\)\. The object might have been modified$/,
    ) as string,
  ],
  [
    'two ways to treat dependents',
    'DELETE',
    `${CONFIG_MAPS}/known`,
    { body: { propagationPolicy: 'Orphan', orphanDependents: true } },
    422,
    'DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Invalid value: "Orphan": orphanDependents and deletionPropagation cannot be both set',
  ],
  [
    'a Deployment in place of a Scale',
    'PUT',
    `${SET}/scale`,
    { body: { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'three' } } },
    400,
    'Deployment in version "v1" cannot be handled as a Scale: converting (v1.Deployment) to (autoscaling.Scale): unknown conversion',
  ],
  ['nodes in a namespace', 'GET', '/api/v1/namespaces/default/nodes', {}, 404, NOT_THERE],
  ['a subresource of nothing', 'GET', '/api/v1/namespaces/default/pods//log', {}, 404, NOT_THERE],
  ['a version that is left out', 'GET', '/api//pods', {}, 404, NOT_THERE],
  [
    'a manager with a long name',
    'POST',
    `${CONFIG_MAPS}?fieldManager=${'m'.repeat(129)}`,
    { body: { metadata: { name: 'x' } } },
    422,
    'CreateOptions.meta.k8s.io "" is invalid: fieldManager: Too long: may not be more than 128 bytes',
  ],
  [
    'a manager with a bell in its name',
    'PATCH',
    `${CONFIG_MAPS}/known?fieldManager=a%07`,
    { body: {} },
    422,
    'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Invalid value: "a\\u0007": invalid character U+0007 (at position 1)',
  ],
  [
    'another uid in a patch',
    'PATCH',
    `${CONFIG_MAPS}/known`,
    { body: { metadata: { uid: 'zz' } } },
    422,
    'ConfigMap "known" is invalid: metadata.uid: Invalid value: "zz": field is immutable',
  ],
  ...(['"x"', '[]', 'null', '7'] as const).map(
    (body): Row => [
      `${body} as a strategic patch`,
      'PATCH',
      `${CONFIG_MAPS}/known`,
      { body, headers: STRATEGIC },
      400,
      `json: cannot unmarshal ${{ '"x"': 'string', '[]': 'array', null: 'null', 7: 'number' }[body]} into Go value of type map[string]interface {}`,
    ],
  ),
];

describe('misuse', () => {
  it.each(ROWS)('of the API is refused: %s', async (_what, method, path, options, status, message) => {
    const before = cluster.store.version;
    const answer = await ask(method, path, options);
    expect(answer.json).toMatchObject({ kind: 'Status', status: 'Failure', code: status, message });
    expect(answer.status).toBe(status);
    expect(cluster.store.version).toBe(before);
  });

  it('of HEAD is refused: resources have no HEAD', async () => {
    expect((await ask('HEAD', CONFIG_MAPS)).status).toBe(405);
  });

  it('of an empty namespace asks for all of them', async () => {
    const { json } = await ask('GET', '/api/v1/namespaces//configmaps');
    expect(json.items?.length).toBeGreaterThan(1);
  });

  it('of field names that no header can carry still gets its object', async () => {
    const created = await ask('POST', CONFIG_MAPS, { body: { metadata: { name: 'odd' }, 'a\nb': 1, 構: 1, c: 1 } });
    expect(created.status).toBe(201);
    const warning = Buffer.from(String(created.headers.warning), 'latin1').toString();
    expect(warning).toBe('299 - "unknown field \\"構\\"", 299 - "unknown field \\"c\\""');
  });

  it('of a paged list at a version that is still the newest is answered', async () => {
    const { json } = await ask('GET', CONFIG_MAPS);
    const { resourceVersion } = json.metadata as { resourceVersion: string };
    const exact = await ask('GET', `${CONFIG_MAPS}?resourceVersion=${resourceVersion}&resourceVersionMatch=Exact`);
    expect(exact.status).toBe(200);
  });
});
