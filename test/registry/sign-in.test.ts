import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Credentials } from '#lib/registry/credentials.ts';
import { ARM, ME, Reading, texts, USER } from './reading.ts';
import type { TestRegistry, TestRegistryOptions } from './test-registry.ts';

describe('the registry reader', () => {
  let reading: Reading;
  let registry: TestRegistry;
  const read = (name: string, credentials: Credentials | null = null) =>
    reading.read(`${registry.host}/${name}`, credentials);
  const failure = (name: string, credentials: Credentials | null = null) =>
    reading.failure(`${registry.host}/${name}`, credentials);

  async function begin(options: TestRegistryOptions): Promise<void> {
    registry = await reading.registry(options);
    reading.readFrom([registry]);
  }

  beforeEach(() => {
    reading = new Reading();
  });
  afterEach(() => reading.close());

  describe('signs in', () => {
    it('with a token for the repository, kept until it ends', async () => {
      await begin({ access: 'token' });
      registry.tag('team/shop', 'v1', registry.image({ os: 'linux', architecture: 'arm64' }));
      expect(texts(await read('team/shop:v1'))).toEqual(['linux/arm64']);
      const tokens = () => registry.requests.filter(({ path }) => path === '/token');
      expect(tokens()).toHaveLength(1);
      expect(Object.fromEntries(tokens()[0]?.query ?? [])).toEqual({
        service: 'tests, "quoted"',
        scope: 'repository:team/shop:pull',
      });
      // Refused once, then let in for the manifest and its configuration.
      expect(registry.asked).toHaveLength(3);
      reading.nowMs += registry.tokenLastsSeconds * 1_000;
      await read(`team/shop@${registry.index(ARM)}`);
      expect(tokens()).toHaveLength(2);
    });

    it('with a pull secret, and shows the password to the realm alone', async () => {
      await begin({ access: 'token', user: USER });
      registry.tag('private/shop', 'v1', registry.index(ARM));
      expect(await failure('private/shop:v1')).toMatchObject({ problem: 'denied' });
      expect(texts(await read('private/shop:v1', ME))).toHaveLength(ARM.length);
      const withPassword = registry.requests.filter(({ headers }) => headers.authorization?.startsWith('Basic '));
      expect(withPassword.map(({ path }) => path)).toEqual(['/token']);
    });

    it('with name and password where the registry asks for them', async () => {
      await begin({ access: 'basic', user: USER });
      registry.tag('shop', 'v1', registry.index(ARM));
      expect(await failure('shop:v1')).toMatchObject({ problem: 'denied' });
      expect(await failure('shop:v1', { username: 'pi', password: 'cherry' })).toMatchObject({ problem: 'denied' });
      expect(texts(await read('shop:v1', ME))).toHaveLength(ARM.length);
    });

    it.each([
      ['in the clear', ({ url }: TestRegistry) => url],
      ['on this machine', ({ host }: TestRegistry) => `https://${host}`],
      ['an address with a password', () => 'https://pi:raspberry@example.org'],
      ['no address', () => 'nonsense'],
    ])('nowhere where the realm is %s', async (_, realmOf) => {
      await begin({ access: 'token', user: USER });
      const elsewhere = await reading.registry();
      registry.challenge = `Bearer realm="${realmOf(elsewhere)}",service="x"`;
      const { problem, message } = await failure('private/shop:v1', ME);
      expect(['refused', 'broken']).toContain(problem);
      expect(message).not.toContain('raspberry');
      expect(elsewhere.requests).toEqual([]);
    });

    it('no more than once a request, however often it is refused', async () => {
      await begin({ access: 'token' });
      registry.interrupt = ({ path }, response) => {
        if (path === '/token') return false;
        response.writeHead(401, { 'www-authenticate': `Bearer realm="${registry.url}/token"` }).end();
        return true;
      };
      expect(await failure('shop:v1')).toMatchObject({ problem: 'denied' });
      expect(registry.requests).toHaveLength(3);
    });

    it('with nothing that is no token', async () => {
      await begin({ access: 'token' });
      registry.interrupt = ({ path }, response) => {
        if (path === '/token') response.end('{"token":"a\\r\\nb: c"}');
        return path === '/token';
      };
      expect(await failure('shop:v1')).toMatchObject({ problem: 'broken' });
    });

    it('not while the realm says "too many"', async () => {
      await begin({ access: 'token' });
      registry.interrupt = ({ path }, response) => {
        if (path === '/token') response.writeHead(429, { 'retry-after': '30' }).end();
        return path === '/token';
      };
      expect(await failure('shop:v1')).toMatchObject({ problem: 'busy', retryAtMs: reading.nowMs + 30_000 });
      expect(await failure('shop:v2')).toMatchObject({ problem: 'busy' });
      expect(registry.requests).toHaveLength(2);
    });
  });

  describe('follows redirects', () => {
    it('to another origin without credentials', async () => {
      await begin({ access: 'basic', user: USER });
      const store = await reading.registry();
      reading.readFrom([registry, store]);
      registry.tag('shop', 'v1', registry.image({ os: 'linux', architecture: 'arm64' }));
      store.image({ os: 'linux', architecture: 'arm64' });
      registry.interrupt = ({ path, headers }, response) => {
        if (!path.includes('/blobs/') || headers.authorization === undefined) return false;
        response.writeHead(307, { location: `${store.url}${path}?signed=yes` }).end();
        return true;
      };
      expect(texts(await read('shop:v1', ME))).toEqual(['linux/arm64']);
      expect(store.requests.map(({ query }) => query.get('signed'))).toEqual(['yes']);
      expect(store.requests[0]?.headers).not.toHaveProperty('authorization');
    });

    it.each([
      ['this machine, which nobody named', (port: number) => `https://127.0.0.1:${port}/v2/`],
      ['the metadata of a cloud', () => 'https://169.254.169.254/latest/meta-data/'],
      ['what is not HTTPS', () => 'http://example.org/'],
      ['another protocol', () => 'file:///etc/passwd'],
    ])('never to %s', async (_, target) => {
      await begin({});
      const hidden = await reading.registry();
      registry.interrupt = (__, response) => {
        response.writeHead(302, { location: target(hidden.port) }).end();
        return true;
      };
      expect(await failure('shop:v1')).toMatchObject({ problem: 'refused' });
      expect(hidden.requests).toEqual([]);
    });

    it('not in circles', async () => {
      await begin({});
      registry.interrupt = ({ path }, response) => {
        response.writeHead(302, { location: path }).end();
        return true;
      };
      expect(await failure('shop:v1')).toMatchObject({ problem: 'broken' });
      expect(registry.requests.length).toBeLessThan(10);
    });
  });
});
