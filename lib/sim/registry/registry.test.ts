// The simulated registries through a plain HTTPS client: the handshake, what is behind tags and digests, and refusals.
import { createHash } from 'node:crypto';
import { request } from 'node:https';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type Cluster, createCluster } from '../index.ts';

let cluster: Cluster;
let ca: string;
beforeAll(async () => {
  cluster = await createCluster({ scenario: 'modern', clock: { kind: 'paused' }, seed: 1 });
  const file = parse(cluster.kubeconfig()) as { clusters: { cluster: Record<string, string> }[] };
  ca = Buffer.from(file.clusters[0]?.cluster['certificate-authority-data'] ?? '', 'base64').toString();
});
afterAll(() => cluster.close());

interface Reply {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  bytes: Buffer;
}

const TYPES = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];

function ask(target: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const url = target.startsWith('https:') ? target : `${cluster.registryUrl}${target}`;
    const asked = request(url, { method, headers, ca, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, bytes: Buffer.concat(chunks) }),
      );
    });
    asked.on('error', reject).end();
  });
}

const jsonOf = ({ bytes }: Reply) => JSON.parse(bytes.toString());
const codeOf = (reply: Reply) => `${reply.status} ${jsonOf(reply).errors?.[0]?.code}`;

/** As any client does it: asks, is told where a token is to be had, and asks again. */
async function read(path: string, { accept = TYPES.join(', '), login = '', method = 'GET' } = {}): Promise<Reply> {
  const first = await ask(path, { accept }, method);
  const challenge = String(first.headers['www-authenticate'] ?? '');
  if (first.status !== 401) return first;
  const parts = Object.fromEntries([...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key, value]));
  const url = new URL(parts['realm'] ?? '');
  url.searchParams.set('service', parts['service'] ?? '');
  url.searchParams.set('scope', parts['scope'] ?? '');
  const basic: Record<string, string> =
    login === '' ? {} : { authorization: `Basic ${Buffer.from(login).toString('base64')}` };
  const given = await ask(url.href, basic);
  if (given.status !== 200) return given;
  return ask(path, { accept, authorization: `Bearer ${jsonOf(given).token}` }, method);
}

const sha256 = (bytes: Buffer) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

interface Listed {
  digest: string;
  size: number;
  mediaType: string;
  platform: { os: string; architecture: string; variant?: string };
  annotations?: Record<string, string>;
}

const platformText = ({ platform: { os, architecture, variant } }: Listed) =>
  [os, architecture, variant].filter((part) => part !== undefined).join('/');

describe('the registries of a simulated cluster', () => {
  it('say where a token is to be had, and take it for that repository alone', async () => {
    const refused = await ask('/v2/library/nginx/manifests/1.29?ns=docker.io');
    expect(codeOf(refused)).toBe('401 UNAUTHORIZED');
    expect(refused.headers['www-authenticate']).toBe(
      `Bearer realm="${cluster.registryUrl}/token",service="registry.docker.io",scope="repository:library/nginx:pull"`,
    );
    const given = jsonOf(await ask('/token?service=registry.docker.io&scope=repository:library/nginx:pull'));
    expect(given).toMatchObject({ expires_in: 300, access_token: given.token });
    const authorization = `Bearer ${given.token}`;
    expect((await ask('/v2/library/nginx/manifests/1.29', { authorization })).status).toBe(200);
    const other = await ask('/v2/library/redis/manifests/8', { authorization });
    expect(other.status).toBe(401);
    expect(other.headers['www-authenticate']).toContain('error="insufficient_scope"');
    const forged = await ask('/v2/library/nginx/manifests/1.29', { authorization: `${authorization}x` });
    expect(forged.headers['www-authenticate']).toContain('error="invalid_token"');
    expect((await ask('/v2/', { authorization })).status).toBe(200);
    expect((await ask('/v2/')).status).toBe(401);
  });

  it('hold lists whose entries are there under their digests, with variants and attestations', async () => {
    const list = await read('/v2/library/nginx/manifests/1.29?ns=docker.io');
    expect(list.headers).toMatchObject({
      'content-type': 'application/vnd.oci.image.index.v1+json',
      'docker-content-digest': sha256(list.bytes),
      'docker-distribution-api-version': 'registry/2.0',
      'ratelimit-limit': '1000;w=21600',
    });
    const entries = jsonOf(list).manifests as Listed[];
    expect(entries.map(platformText)).toEqual(
      expect.arrayContaining(['linux/arm/v5', 'linux/arm/v7', 'linux/arm64/v8']),
    );
    const attestations = entries.filter(({ platform }) => platform.os === 'unknown');
    expect(attestations).toHaveLength(entries.length / 2);
    expect(attestations[0]?.annotations).toEqual({
      'vnd.docker.reference.type': 'attestation-manifest',
      'vnd.docker.reference.digest': entries[0]?.digest,
    });
    for (const { digest, size, mediaType, platform } of entries) {
      const manifest = await read(`/v2/library/nginx/manifests/${digest}?ns=docker.io`);
      expect(sha256(manifest.bytes)).toBe(digest);
      expect(manifest.bytes).toHaveLength(size);
      expect(manifest.headers['content-type']).toBe(mediaType);
      const { config } = jsonOf(manifest);
      const blob = await read(`/v2/library/nginx/blobs/${config.digest}?ns=docker.io`);
      expect([sha256(blob.bytes), blob.bytes.length]).toEqual([config.digest, config.size]);
      expect(jsonOf(blob)).toMatchObject(platform);
    }
  });

  it('hold single images, which only their configuration tells the platform of', async () => {
    const manifest = await read('/v2/arm32v7/nginx/manifests/1.29?ns=docker.io');
    expect(manifest.headers['content-type']).toBe('application/vnd.docker.distribution.manifest.v2+json');
    const config = await read(`/v2/arm32v7/nginx/blobs/${jsonOf(manifest).config.digest}?ns=docker.io`);
    expect(jsonOf(config)).toMatchObject({ os: 'linux', architecture: 'arm', variant: 'v7' });
  });

  it('hold what pods say they run, under the digests they say', async () => {
    const ids = cluster.store
      .list('pods')
      .flatMap(({ status }) => status?.containerStatuses ?? [])
      .map(({ imageID }) => /^([^/]+)\/(.+)@(sha256:.+)$/.exec(imageID) ?? []);
    expect(ids.length).toBeGreaterThan(20);
    const wanted = new Set(ids.map(([, host, name, digest]) => `/v2/${name}/manifests/${digest}?ns=${host}`));
    for (const path of wanted) {
      const found = await read(path);
      expect(`${path} ${found.status} ${path.includes(sha256(found.bytes))}`).toBe(`${path} 200 true`);
    }
  });

  it('answer HEAD with the digest alone, which costs nothing of the limit', async () => {
    const remaining = async () => (await read('/v2/library/redis/manifests/8')).headers['ratelimit-remaining'];
    const before = Number.parseInt(String(await remaining()), 10);
    const head = await read('/v2/library/redis/manifests/8', { method: 'HEAD' });
    expect(head).toMatchObject({ status: 200, bytes: Buffer.alloc(0) });
    expect(head.headers['docker-content-digest']).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(Number.parseInt(String(await remaining()), 10)).toBe(before - 1);
  });

  it('give a client only what it accepts', async () => {
    const single = TYPES.slice(2).join(', ');
    expect(codeOf(await read('/v2/library/nginx/manifests/1.29', { accept: single }))).toBe('404 MANIFEST_UNKNOWN');
    const path = '/v2/metrics-server/metrics-server/manifests/v0.8.0?ns=registry.k8s.io';
    const older = await read(path, { accept: single });
    expect(older.headers['content-type']).toBe('application/vnd.docker.distribution.manifest.v2+json');
    expect((await read(path)).headers['content-type']).toBe(TYPES[1]);
  });

  it.each([
    ['/v2/library/no-such-thing/manifests/1', '404 NAME_UNKNOWN'],
    ['/v2/library/nginx/manifests/1?ns=quay.io', '404 NAME_UNKNOWN'],
    [`/v2/library/nginx/manifests/sha256:${'0'.repeat(64)}`, '404 MANIFEST_UNKNOWN'],
    ['/v2/kube-proxy/manifests/v1?ns=example.com', '404 NAME_UNKNOWN'],
    [`/v2/library/nginx/blobs/sha256:${'0'.repeat(64)}`, '404 BLOB_UNKNOWN'],
    ['/v2/Library/nginx/manifests/1', '400 NAME_INVALID'],
    ['/v2/library/nginx/manifests/1?ns=a/b', '400 NAME_INVALID'],
  ])('refuse %s with %s', async (path, code) => {
    expect(codeOf(await read(path))).toBe(code);
  });

  it('refuse what does not read, and what nobody serves', async () => {
    expect(codeOf(await ask('/v2/library/nginx/manifests/1', {}, 'PUT'))).toBe('405 UNSUPPORTED');
    expect((await ask('/v2/_catalog')).status).toBe(404);
  });

  it('let nobody into a private repository without its password', async () => {
    const path = '/v2/team/private-app/manifests/v1?ns=registry.example.com';
    expect((await read(path)).headers['www-authenticate']).toContain('error="insufficient_scope"');
    expect(jsonOf(await read(path, { login: 'learner:wrong' }))).toEqual({ details: 'incorrect username or password' });
    expect((await read(path, { login: 'learner:open-sesame' })).status).toBe(200);
  });
});

describe('registries in trouble', () => {
  const path = '/v2/library/nginx/manifests/1.29?ns=docker.io';

  it('refuse those who ask too often, and say when to come back', async () => {
    await cluster.control.setFaults({ registry: 'rate-limited' });
    const refused = await read(path);
    expect(codeOf(refused)).toBe('429 TOOMANYREQUESTS');
    expect(refused.headers['retry-after']).toBe('60');
  });

  it('do not answer while they are down, and do at the same address afterwards', async () => {
    await cluster.control.setFaults({ registry: 'down' });
    await expect(read(path)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await cluster.control.setFaults({});
    expect((await read(path)).status).toBe(200);
  });
});
