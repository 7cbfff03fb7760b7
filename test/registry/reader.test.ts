import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ARM, Reading, texts } from './reading.ts';
import { IMAGE, INDEX, type TestRegistry } from './test-registry.ts';

const DOCKER_LIST = 'application/vnd.docker.distribution.manifest.list.v2+json';

describe('the registry reader', () => {
  let reading: Reading;
  let registry: TestRegistry;
  const read = (name: string) => reading.read(`${registry.host}/${name}`);
  const failure = (name: string) => reading.failure(`${registry.host}/${name}`);

  beforeEach(async () => {
    reading = new Reading();
    registry = await reading.registry();
    reading.readFrom([registry]);
  });
  afterEach(() => reading.close());

  describe('reads', () => {
    it.each([INDEX, DOCKER_LIST])('every platform of a list, with its variant: %s', async (type) => {
      const manifests = ARM.map((platform) => ({ mediaType: IMAGE, digest: registry.image(platform), platform }));
      registry.tag('shop', 'v1', registry.list(manifests, type));
      const found = await read('shop:v1');
      expect(found.shape).toBe('index');
      expect(texts(found)).toEqual(['linux/amd64', 'linux/arm/v6', 'linux/arm/v7', 'linux/arm64/v8']);
      const accept = registry.requests[0]?.headers.accept ?? '';
      for (const one of [INDEX, IMAGE, DOCKER_LIST, 'manifest.v2+json']) expect(accept).toContain(one);
    });

    it('the one platform of a single image, out of its configuration', async () => {
      registry.tag('shop', 'latest', registry.image({ os: 'linux', architecture: 'arm', variant: 'v6' }));
      const found = await read('shop');
      expect([found.shape, texts(found)]).toEqual(['single', ['linux/arm/v6']]);
    });

    it('no attestation, no artifact, and each of Windows once', async () => {
      const entry = (platform: Record<string, unknown>, more = {}) => ({
        mediaType: IMAGE,
        digest: registry.image(platform),
        platform,
        ...more,
      });
      const windows = (version: string) => ({ os: 'windows', architecture: 'amd64', 'os.version': version });
      const attestation = { 'vnd.docker.reference.type': 'attestation-manifest' };
      const list = registry.list([
        entry({ os: 'linux', architecture: 'arm64' }),
        entry({ os: 'unknown', architecture: 'unknown' }),
        entry({ os: 'linux', architecture: 's390x' }, { annotations: attestation }),
        entry({ os: 'linux', architecture: 'ppc64le' }, { artifactType: 'application/spdx+json' }),
        entry(windows('10.0.17763')),
        entry(windows('10.0.20348')),
      ]);
      registry.tag('shop', 'v1', list);
      expect(texts(await read('shop:v1'))).toEqual(['linux/arm64', 'windows/amd64']);
    });

    it('lists in lists, and entries that do not name their platform', async () => {
      const inner = registry.index([{ os: 'linux', architecture: 'riscv64' }]);
      const digest = registry.image({ os: 'linux', architecture: 'arm64' });
      const list = registry.list([
        { mediaType: INDEX, digest: inner },
        { mediaType: IMAGE, digest },
      ]);
      registry.tag('shop', 'v1', list);
      expect(texts(await read('shop:v1'))).toEqual(['linux/riscv64', 'linux/arm64']);
    });

    it('lists in lists in lists no further than a few requests', async () => {
      let list = registry.index(ARM);
      for (let depth = 0; depth < 5; depth++) list = registry.list([{ mediaType: INDEX, digest: list }]);
      registry.tag('shop', 'v1', list);
      expect(await failure('shop:v1')).toMatchObject({ problem: 'unsupported' });
      expect(registry.requests.length).toBeLessThan(5);
    });

    it('a huge list whole, or not at all', async () => {
      const entries = Array.from({ length: 2_000 }, (_, n) => ({
        mediaType: IMAGE,
        digest: `sha256:${n.toString(16).padStart(64, '0')}`,
        platform: ARM[n % ARM.length],
      }));
      registry.tag('shop', 'big', registry.list(entries));
      expect(texts(await read('shop:big'))).toHaveLength(ARM.length);
      registry.tag('shop', 'bigger', registry.list(Array.from({ length: 10_001 }, () => entries[0] ?? {})));
      expect(await failure('shop:bigger')).toMatchObject({ problem: 'broken' });
    });

    it('by digest what has that digest, and nothing else', async () => {
      const digest = registry.index(ARM);
      expect((await read(`shop@${digest}`)).digest).toBe(digest);
      const asked = registry.image({ os: 'linux', architecture: 'amd64' });
      registry.interrupt = (_, response) => {
        response.writeHead(200, { 'content-type': IMAGE, 'docker-content-digest': asked }).end('{"schemaVersion":2}');
        return true;
      };
      const error = await failure(`shop@${asked}`);
      expect(error).toMatchObject({ problem: 'broken', message: expect.stringContaining('than the digest') });
    });

    it('a configuration only where it has the digest that the manifest names', async () => {
      registry.tag('shop', 'v1', registry.image({ os: 'linux', architecture: 'amd64' }));
      registry.interrupt = ({ path }, response) => {
        if (path.includes('/blobs/')) response.end('{"os":"linux","architecture":"arm"}');
        return path.includes('/blobs/');
      };
      expect(await failure('shop:v1')).toMatchObject({ problem: 'broken' });
    });
  });

  describe('is polite', () => {
    beforeEach(() => registry.tag('shop', 'v1', registry.index(ARM)));

    it('to a registry that says "too many": nothing is sent until it may be', async () => {
      registry.interrupt = (_, response) => {
        response.writeHead(429, { 'retry-after': '120' }).end('slow down');
        return true;
      };
      const retryAtMs = reading.nowMs + 120_000;
      expect(await failure('shop:v1')).toMatchObject({ problem: 'busy', retryAtMs });
      registry.interrupt = () => false;
      expect(await failure('other:v1')).toMatchObject({ problem: 'busy', retryAtMs });
      reading.nowMs += 119_000;
      expect(await failure('shop:v1')).toMatchObject({ problem: 'busy' });
      expect(registry.requests).toHaveLength(1);
      reading.nowMs += 2_000;
      expect(texts(await read('shop:v1'))).toHaveLength(ARM.length);
    });

    it.each([
      [new Date(1_000_000 + 90_000).toUTCString(), 90_000],
      ['soon', 60_000],
      ['99999999', 6 * 3_600_000],
      ['0', 1_000],
    ])('and reads when that is: %s', async (value, waitMs) => {
      registry.interrupt = (_, response) => {
        response.writeHead(429, { 'retry-after': value }).end();
        return true;
      };
      expect((await failure('shop:v1')).retryAtMs).toBe(reading.nowMs + waitMs);
    });

    it('to one that fails: longer each time in a row', async () => {
      const waits: number[] = [];
      registry.interrupt = (_, response) => {
        response.writeHead(503).end();
        return true;
      };
      for (let i = 0; i < 8; i++) {
        const { problem, retryAtMs } = await failure('shop:v1');
        expect(problem).toBe('failing');
        waits.push((retryAtMs ?? 0) - reading.nowMs);
        reading.nowMs = retryAtMs ?? 0;
      }
      expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
      expect(registry.requests).toHaveLength(8);
    });

    it('to one that counts pulls: half of them are left to the boards', async () => {
      registry.interrupt = (_, response) => {
        response.setHeader('ratelimit-limit', '100;w=21600').setHeader('ratelimit-remaining', '50;w=21600');
        return false;
      };
      await read('shop:v1');
      expect(await failure('other:v1')).toMatchObject({ problem: 'busy' });
      expect(registry.requests).toHaveLength(1);
    });

    it('in what it asks at once, and never twice for the same', async () => {
      let open = 0;
      let most = 0;
      registry.interrupt = (_, response) => {
        open += 1;
        most = Math.max(most, open);
        // Before the answer's last byte is out, so before its reader can ask for more.
        response.on('prefinish', () => (open -= 1));
        return false;
      };
      for (let n = 0; n < 20; n++)
        registry.tag('shop', `v${n}`, registry.image({ os: 'linux', architecture: `a${n}` }));
      registry.requests.splice(0);
      await Promise.all(Array.from({ length: 60 }, (_, n) => read(`shop:v${n % 20}`)));
      expect(registry.asked).toHaveLength(40);
      expect(most).toBeLessThanOrEqual(2);
    });
  });

  describe('remembers', () => {
    it('a digest for good', async () => {
      const digest = registry.index(ARM);
      await read(`shop@${digest}`);
      reading.nowMs += 365 * 86_400_000;
      await read(`shop@${digest}`);
      expect(registry.requests).toHaveLength(1);
    });

    it('a tag for a while; then it asks what it stands for, without a pull', async () => {
      registry.tag('shop', 'v1', registry.index(ARM));
      await read('shop:v1');
      reading.nowMs += 9 * 60_000;
      await read('shop:v1');
      expect(registry.asked).toEqual(['GET /v2/shop/manifests/v1']);
      reading.nowMs += 2 * 60_000;
      expect(texts(await read('shop:v1'))).toHaveLength(ARM.length);
      expect(registry.asked.slice(1)).toEqual(['HEAD /v2/shop/manifests/v1']);
      registry.tag('shop', 'v1', registry.index([{ os: 'linux', architecture: 'riscv64' }]));
      reading.nowMs += 11 * 60_000;
      expect(texts(await read('shop:v1'))).toEqual(['linux/riscv64']);
    });

    it('that something is missing for a minute', async () => {
      expect(await failure('shop:v2')).toMatchObject({ problem: 'missing' });
      registry.tag('shop', 'v2', registry.index(ARM));
      reading.nowMs += 59_000;
      expect(await failure('shop:v2')).toMatchObject({ problem: 'missing' });
      expect(registry.requests).toHaveLength(1);
      reading.nowMs += 2_000;
      expect(texts(await read('shop:v2'))).toHaveLength(ARM.length);
    });
  });
});
