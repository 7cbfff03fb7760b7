// Lists: pages, selectors, versions, and the forms they come in.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answered, type Ask, clientOf } from '#test/support/simulated-api.ts';
import { type Cluster, createCluster } from '../../index.ts';

let cluster: Cluster;
let ask: Ask;

const SECRETS = '/api/v1/namespaces/default/secrets';
const TABLE = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json' };

beforeAll(async () => {
  cluster = await createCluster({ scenario: 'empty', clock: { kind: 'paused' }, seed: 1 });
  ask = clientOf(cluster);
  for (const [index, name] of ['e', 'd', 'c', 'b', 'a'].entries()) {
    const metadata = { name, labels: { odd: String(index % 2), name } };
    await ask('POST', SECRETS, { body: { metadata, type: name === 'a' ? 'example/a' : 'Opaque' } });
  }
});

afterAll(() => cluster.close());

function names({ json }: Answered): unknown[] {
  return (json.items ?? []).map((item) => (item.metadata as { name: string }).name);
}

function metadataOf({ json }: Answered) {
  return json.metadata as { continue?: string; remainingItemCount?: number; resourceVersion: string };
}

describe('paging', () => {
  it('gives all objects in order, page by page, under one version', async () => {
    const first = await ask('GET', `${SECRETS}?limit=2`);
    expect(names(first)).toEqual(['a', 'b']);
    expect(metadataOf(first).remainingItemCount).toBe(3);
    await ask('POST', '/api/v1/namespaces/default/configmaps', { body: { metadata: { name: 'meanwhile' } } });
    const second = await ask('GET', `${SECRETS}?limit=2&continue=${metadataOf(first).continue}`);
    expect(names(second)).toEqual(['c', 'd']);
    expect(metadataOf(second).resourceVersion).toBe(metadataOf(first).resourceVersion);
    const last = await ask('GET', `${SECRETS}?limit=2&continue=${metadataOf(second).continue}`);
    expect(names(last)).toEqual(['e']);
    expect(metadataOf(last).continue).toBeUndefined();
  });

  it('is expired once the history is compacted', async () => {
    const first = await ask('GET', `${SECRETS}?limit=2`);
    await ask('POST', SECRETS, { body: { metadata: { name: 'z' } } });
    await ask('DELETE', `${SECRETS}/z`);
    cluster.control.compact();
    const second = await ask('GET', `${SECRETS}?limit=2&continue=${metadataOf(first).continue}`);
    expect(second.json).toMatchObject({ code: 410, reason: 'Expired' });
  });
});

describe('selectors', () => {
  it.each([
    ['labelSelector=odd=1', ['b', 'd']],
    ['labelSelector=odd', ['a', 'b', 'c', 'd', 'e']],
    ['labelSelector=!odd', []],
    ['labelSelector=name in (a,b),odd!=1', ['a']],
    ['fieldSelector=metadata.name=c', ['c']],
    ['fieldSelector=metadata.name!=c', ['a', 'b', 'd', 'e']],
    ['fieldSelector=type=example/a', ['a']],
    ['fieldSelector=metadata.namespace=other', []],
    ['labelSelector=odd=0&fieldSelector=metadata.name=e', ['e']],
  ])('%s', async (query, expected) => {
    expect(names(await ask('GET', `${SECRETS}?${query.replaceAll(' ', '%20')}`))).toEqual(expected);
  });
});

describe('the form of an answer', () => {
  it('is a typed list, whose items do not repeat their kind', async () => {
    const { json } = await ask('GET', `${SECRETS}?fieldSelector=metadata.name=a`);
    expect(json).toMatchObject({ kind: 'SecretList', apiVersion: 'v1' });
    expect(json.items?.[0]).not.toHaveProperty('kind');
  });

  it('is a Table with the columns kubectl prints', async () => {
    const { json } = await ask('GET', SECRETS, { headers: TABLE });
    expect(json).toMatchObject({ kind: 'Table', apiVersion: 'meta.k8s.io/v1' });
    const columns = (json.columnDefinitions as { name: string }[]).map(({ name }) => name);
    expect(columns).toEqual(['Name', 'Type', 'Data', 'Age']);
    const rows = json.rows as { cells: unknown[]; object: { kind: string } }[];
    expect(rows[0]?.cells).toEqual(['a', 'example/a', 0, '0s']);
    expect(rows[0]?.object.kind).toBe('PartialObjectMetadata');
  });

  it('is metadata only', async () => {
    const headers = { accept: 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1' };
    const { json } = await ask('GET', SECRETS, { headers });
    expect(json.kind).toBe('PartialObjectMetadataList');
    expect(Object.keys(json.items?.[0] ?? {}).sort()).toEqual(['apiVersion', 'kind', 'metadata']);
  });

  it('is YAML', async () => {
    const { text, headers } = await ask('GET', `${SECRETS}/a`, { headers: { accept: 'application/yaml' } });
    expect(headers['content-type']).toBe('application/yaml');
    expect(text).toContain('kind: Secret\n');
  });
});
