// The four kinds of patches through the API; what each does in detail is tested where it is written.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ask, clientOf } from '#test/support/simulated-api.ts';
import { type Cluster, createCluster } from '../../index.ts';

let cluster: Cluster;
let ask: Ask;

const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';
const MAPS = '/api/v1/namespaces/default/configmaps';

beforeAll(async () => {
  cluster = await createCluster({ scenario: 'empty', clock: { kind: 'paused' }, seed: 1 });
  cluster.settle();
  ask = clientOf(cluster);
  const labels = { app: 'web' };
  const containers = [
    { name: 'a', image: 'a:1' },
    { name: 'b', image: 'b:1' },
  ];
  const spec = {
    replicas: 0,
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { containers } },
  };
  await ask('POST', DEPLOYMENTS, { body: { metadata: { name: 'web' }, spec } });
});

afterAll(() => cluster.close());

function patch(path: string, type: string, body: unknown) {
  return ask('PATCH', path, { body, headers: { 'content-type': type } });
}

function imagesIn(json: Record<string, unknown>): string[] {
  const { spec } = json as { spec: { template: { spec: { containers: { image: string }[] } } } };
  return spec.template.spec.containers.map(({ image }) => image);
}

describe('patch', () => {
  it('merges lists by their key when strategic', async () => {
    const body = { spec: { template: { spec: { containers: [{ name: 'b', image: 'b:2' }] } } } };
    const { json } = await patch(`${DEPLOYMENTS}/web`, 'application/strategic-merge-patch+json', body);
    expect(imagesIn(json)).toEqual(['a:1', 'b:2']);
  });

  it('replaces lists when merging', async () => {
    const body = { spec: { template: { spec: { containers: [{ name: 'b', image: 'b:3' }] } } } };
    const { json } = await patch(`${DEPLOYMENTS}/web`, 'application/merge-patch+json', body);
    expect(imagesIn(json)).toEqual(['b:3']);
  });

  it('does what JSON patch operations say, or nothing', async () => {
    const operations = [
      { op: 'test', path: '/spec/replicas', value: 0 },
      { op: 'add', path: '/metadata/labels', value: { x: 'y' } },
    ];
    const { json } = await patch(`${DEPLOYMENTS}/web`, 'application/json-patch+json', operations);
    expect(json.metadata).toMatchObject({ labels: { x: 'y' } });
    const failing = [{ op: 'test', path: '/spec/replicas', value: 9 }, ...operations.slice(1)];
    const refused = await patch(`${DEPLOYMENTS}/web`, 'application/json-patch+json', failing);
    expect(refused.status).toBe(422);
  });

  it('shows who sent it what it would have become, where that is no object of the kind', async () => {
    const body = { spec: { replicas: 'many' } };
    const { json } = await patch(`${DEPLOYMENTS}/web`, 'application/strategic-merge-patch+json', body);
    expect(json.message).toContain('patch: Invalid value: "map[spec:map[replicas:many]]"');
  });
});

describe('apply', () => {
  const APPLY = 'application/apply-patch+yaml';
  const document = (value: string) =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: applied}\ndata: {a: "${value}"}\n`;
  const apply = (query: string, value: string) => patch(`${MAPS}/applied?${query}`, APPLY, document(value));

  it('creates what is not there, and then changes it', async () => {
    expect((await apply('fieldManager=one', '1')).status).toBe(201);
    const again = await apply('fieldManager=one', '2');
    expect(again.status).toBe(200);
    expect(again.json.data).toEqual({ a: '2' });
  });

  it('is a conflict about fields of others, unless forced', async () => {
    const refused = await apply('fieldManager=two', '3');
    expect(refused.json).toMatchObject({
      code: 409,
      message: 'Apply failed with 1 conflict: conflict with "one": .data.a',
      details: { causes: [{ reason: 'FieldManagerConflict', field: '.data.a' }] },
    });
    const forced = await apply('fieldManager=two&force=true', '3');
    expect(forced.json.data).toEqual({ a: '3' });
  });

  it('makes nothing of a uid that nothing has', async () => {
    const gone = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: gone, uid: of-what-was-there}\n';
    const refused = await patch(`${MAPS}/gone?fieldManager=one`, APPLY, gone);
    expect(refused.json).toMatchObject({ code: 409, reason: 'Conflict' });
    expect(refused.json.message).toContain('no existing object was found');
  });

  it('needs a name for who applies', async () => {
    expect((await apply('', '4')).json.message).toContain('fieldManager: Required value');
  });
});
