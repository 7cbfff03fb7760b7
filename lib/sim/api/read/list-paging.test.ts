// Pages of one list are of one moment, whatever happens meanwhile; and which versions of a list can be asked for.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Answered, type Ask, clientOf } from '#test/support/simulated-api.ts';
import { type Cluster, createCluster } from '../../index.ts';

let cluster: Cluster;
let ask: Ask;

const SECRETS = '/api/v1/namespaces/paged/secrets';

beforeAll(async () => {
  cluster = await createCluster({ scenario: 'empty', clock: { kind: 'paused' }, seed: 1 });
  ask = clientOf(cluster);
  await ask('POST', '/api/v1/namespaces', { body: { metadata: { name: 'paged' } } });
});

beforeEach(async () => {
  await ask('DELETE', SECRETS);
  for (const name of ['a', 'b', 'c', 'd', 'e']) await create(name);
});

afterAll(() => cluster.close());

function create(name: string): Promise<Answered> {
  return ask('POST', SECRETS, { body: { metadata: { name } } });
}

function names({ json }: Answered): unknown[] {
  return (json.items ?? []).map((item) => (item['metadata'] as { name: string }).name);
}

function metadataOf({ json }: Answered) {
  return json['metadata'] as { continue?: string; remainingItemCount?: number; resourceVersion: string };
}

function list(query: string): Promise<Answered> {
  return ask('GET', `${SECRETS}?${query}`);
}

function token(fields: object): string {
  return Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', ...fields })).toString('base64url');
}

async function firstPage(query = 'limit=2') {
  const page = await list(query);
  return { page, next: metadataOf(page).continue ?? '', version: metadataOf(page).resourceVersion };
}

/** One deleted, one made, one changed: all behind the first page. */
async function meanwhile(): Promise<void> {
  await ask('DELETE', `${SECRETS}/c`);
  await create('cc');
  await ask('PATCH', `${SECRETS}/d`, { body: { metadata: { labels: { changed: 'yes' } } } });
}

describe('pages', () => {
  it('are of the moment of the first, though objects came, went and changed since', async () => {
    const { page, next, version } = await firstPage();
    expect(names(page)).toEqual(['a', 'b']);
    await meanwhile();
    const second = await list(`limit=2&continue=${next}`);
    expect(names(second)).toEqual(['c', 'd']);
    expect(second.json.items?.[1]?.['metadata']).not.toHaveProperty('labels');
    expect(metadataOf(second)).toMatchObject({ resourceVersion: version, remainingItemCount: 1 });
    const last = await list(`limit=2&continue=${metadataOf(second).continue}`);
    expect(names(last)).toEqual(['e']);
    expect(metadataOf(last)).toEqual({ resourceVersion: version });
  });

  it('go on from the rest in one piece where no limit is given any more', async () => {
    const { next } = await firstPage();
    await meanwhile();
    expect(names(await list(`continue=${next}`))).toEqual(['c', 'd', 'e']);
  });

  it('outlive many changes for a while, and no longer than five minutes', async () => {
    const { next } = await firstPage();
    for (let count = 0; count < 2_001; count++) {
      const secret = cluster.store.get('secrets', 'paged', 'e');
      if (secret !== undefined) cluster.store.put('secrets', secret);
    }
    expect(names(await list(`continue=${next}`))).toEqual(['c', 'd', 'e']);
    await cluster.control.setClock({ stepMs: 5 * 60_000 });
    expect((await list(`continue=${next}`)).json).toMatchObject({ code: 410, reason: 'Expired' });
  });

  it('can be gone on with by a token that gives up their one moment, once they are too old', async () => {
    const { next } = await firstPage();
    await meanwhile();
    cluster.control.compact();
    const refused = await list(`limit=2&continue=${next}`);
    expect(refused.json).toMatchObject({ code: 410, reason: 'Expired' });
    expect(refused.json.message).toMatch(/^The provided continue parameter is too old to display a consistent list/);
    const third = await list(`limit=2&continue=${metadataOf(refused).continue}`);
    expect(names(third)).toEqual(['cc', 'd']);
    expect(metadataOf(third)).toMatchObject({ remainingItemCount: 1 });
  });

  it('are counted only where nothing is selected', async () => {
    const { page } = await firstPage('limit=2&fieldSelector=metadata.name!=c');
    expect(metadataOf(page).continue).toBeDefined();
    expect(metadataOf(page).remainingItemCount).toBeUndefined();
    // Nothing more matches: there is no next page.
    expect(
      metadataOf(await list('limit=2&fieldSelector=metadata.name!=c,metadata.name!=d,metadata.name!=e')),
    ).not.toHaveProperty('continue');
  });

  it('go through all namespaces', async () => {
    const seen: unknown[] = [];
    let next = '';
    do {
      const page = await ask('GET', `/api/v1/secrets?limit=3&continue=${next}`);
      seen.push(...names(page));
      next = metadataOf(page).continue ?? '';
    } while (next !== '');
    expect(seen).toEqual(names(await ask('GET', '/api/v1/secrets')));
  });
});

describe('a version', () => {
  it('is answered exactly as it was, or no older', async () => {
    const { version } = await firstPage();
    await meanwhile();
    const exact = await list(`resourceVersion=${version}&resourceVersionMatch=Exact`);
    expect(names(exact)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(metadataOf(exact).resourceVersion).toBe(version);
    // A limit makes it exact, as it did before there was resourceVersionMatch.
    expect(names(await list(`resourceVersion=${version}&limit=3`))).toEqual(['a', 'b', 'c']);
    expect(names(await list(`resourceVersion=${version}&resourceVersionMatch=NotOlderThan`))).toContain('cc');
    expect(names(await list(`resourceVersion=${version}`))).toContain('cc');
  });

  it('0 is whatever the cache has, and all of it', async () => {
    const page = await list('resourceVersion=0&limit=2');
    expect(names(page)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(metadataOf(page)).not.toHaveProperty('continue');
  });

  it('that is forgotten is expired', async () => {
    const { version } = await firstPage();
    await meanwhile();
    cluster.control.compact();
    const { json } = await list(`resourceVersion=${version}&resourceVersionMatch=Exact`);
    expect(json).toMatchObject({ code: 410, message: 'The resourceVersion for the provided list is too old.' });
  });
});

const FORBIDDEN = 'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: ';
const TOKEN = 'invalid continue token: continue key is not valid: ';

describe('what cannot be asked for', () => {
  it.each([
    [
      'resourceVersionMatch=Exact',
      422,
      `${FORBIDDEN}resourceVersionMatch is forbidden unless resourceVersion is provided`,
    ],
    [
      'resourceVersion=0&resourceVersionMatch=Exact',
      422,
      `${FORBIDDEN}resourceVersionMatch "exact" is forbidden for resourceVersion "0"`,
    ],
    [
      'resourceVersionMatch=Foo',
      422,
      'ListOptions.meta.k8s.io "" is invalid: [resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless ' +
        'resourceVersion is provided, resourceVersionMatch: Unsupported value: "Foo": supported values: "Exact", "NotOlderThan", ""]',
    ],
    [
      'sendInitialEvents=true',
      422,
      'ListOptions.meta.k8s.io "" is invalid: sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list',
    ],
    [
      `continue=${token({ rv: 1, start: '/a' })}&resourceVersion=1`,
      400,
      'specifying resource version is not allowed when using continue',
    ],
    [
      `continue=${token({ rv: 0, start: '/a' })}`,
      400,
      `${TOKEN}incorrect encoded start resourceVersion (version meta.k8s.io/v1)`,
    ],
    [
      `continue=${token({ v: 'x', rv: 1, start: '/a' })}`,
      400,
      `${TOKEN}server does not recognize this encoded version x`,
    ],
    [`continue=${token({ rv: 1, start: '' })}`, 400, `${TOKEN}encoded start key empty (version meta.k8s.io/v1)`],
    [`continue=${token({ rv: 1, start: '../x' })}`, 400, `${TOKEN}../x`],
    ['continue=%00', 400, `${TOKEN}invalid character '' looking for beginning of value`],
    [
      'resourceVersion=x',
      400,
      'invalid resource version: resourceVersion: Invalid value: "x": strconv.ParseUint: parsing "x": invalid syntax',
    ],
    ['limit=x', 400, 'strconv.ParseInt: parsing "x": invalid syntax'],
  ])('%s is %i: %s', async (query, code, message) => {
    expect((await list(query)).json).toMatchObject({ code, message });
  });

  it.each(['resourceVersion=99999999', `continue=${token({ rv: 99_999_999, start: '/a' })}`])(
    '%s is of the future',
    async (query) => {
      const { json } = await list(query);
      expect(json).toMatchObject({ code: 504, reason: 'Timeout', details: { retryAfterSeconds: 1 } });
      expect(json.message).toMatch(/^Timeout: Too large resource version: 99999999, current: \d+$/);
    },
  );
});
