import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { EVERY_REGISTRY, NO_REGISTRIES } from '#lib/registry/policy.ts';
import { type Certificates, makeCertificates } from '#lib/sim/http/certificates.ts';
import { ARM, ME, Reading, texts, USER } from './reading.ts';
import type { TestRegistry } from './test-registry.ts';

describe('where the registry reader goes', () => {
  let certificates: Certificates;
  let reading: Reading;
  let registry: TestRegistry;

  beforeAll(async () => {
    certificates = await makeCertificates('registry.test');
  });
  beforeEach(async () => {
    reading = new Reading();
    registry = await reading.registry({ tls: certificates });
    registry.tag('shop', 'v1', registry.index(ARM));
    registry.tag('library/shop', 'v1', registry.index(ARM));
  });
  afterEach(() => reading.close());

  const everywhere = { ...EVERY_REGISTRY, mirror: null };
  const resolveTo =
    (...addresses: string[]) =>
    async () =>
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));

  it.each([
    ['loopback', ['127.0.0.1'], 'on this machine'],
    ['loopback beside an address of the world', ['93.184.216.34', '127.0.0.1'], 'on this machine'],
    ['loopback as IPv6', ['::ffff:127.0.0.1'], 'on this machine'],
    ['its link', ['fe80::1'], 'on this machine or its link'],
    ['the metadata of a cloud', ['169.254.169.254'], 'no registry has its address'],
  ])('not to a name that resolves to %s', async (_, addresses, why) => {
    reading.readFrom([registry], { policy: everywhere, resolve: resolveTo(...addresses) });
    const error = await reading.failure(`registry.test:${registry.port}/shop:v1`);
    expect(error).toMatchObject({ problem: 'refused', message: expect.stringContaining(why) });
    expect(registry.requests).toEqual([]);
  });

  it('not to a name that resolves to metadata, even where it is named', async () => {
    const named = new Set(['registry.test']);
    reading.readFrom([registry], { policy: { ...everywhere, named }, resolve: resolveTo('169.254.169.254') });
    expect(await reading.failure('registry.test/shop:v1')).toMatchObject({ problem: 'refused' });
  });

  it('to the address that was checked: a name is looked up once', async () => {
    const answers = ['127.0.0.1', '169.254.169.254'];
    const named = new Set([`registry.test:${registry.port}`]);
    let asked = 0;
    const resolve = async () => [{ address: answers[asked++] ?? '', family: 4 }];
    reading.readFrom([registry], { policy: { ...everywhere, named }, resolve });
    // The registry is reached, and its certificate, made for this name, is signed by nobody the machine trusts.
    const error = await reading.failure(`registry.test:${registry.port}/shop:v1`);
    expect(error.message).toMatch(/registry\.test:\d+ cannot be reached: its certificate is signed by nobody/);
    expect(asked).toBe(1);
  });

  it.each([
    ['127.0.0.1', 'refused'],
    ['localhost', 'refused'],
    ['[::1]', 'refused'],
    ['0.0.0.0', 'refused'],
    ['[::ffff:7f00:1]', 'refused'],
  ])('not to this machine, which nobody named: %s', async (host, problem) => {
    reading.readFrom([registry], { policy: everywhere });
    expect(await reading.failure(`${host}:${registry.port}/shop:v1`)).toMatchObject({ problem });
    expect(registry.requests).toEqual([]);
  });

  it.each([
    ['a port of another protocol', 'registry.example:22/shop'],
    ['what is switched off', 'docker.io/library/nginx'],
    ['a name with something in it', 'evil.example?x=.y/shop'],
    ['a name with a user in it', 'user:secret.example/shop'],
  ])('not to %s', async (what, image) => {
    const policy = what.includes('off') ? { ...NO_REGISTRIES, mirror: null } : everywhere;
    reading.readFrom([registry], { policy, resolve: async () => Promise.reject(new Error('nobody is looked up')) });
    expect(await reading.failure(image)).toMatchObject({ problem: 'refused' });
  });

  it('to a mirror in place of every registry, which it tells whose image it asks for, and no password', async () => {
    const policy = { ...EVERY_REGISTRY, mirror: { url: registry.url, ca: certificates.ca, takesCredentials: false } };
    reading.readFrom([registry], { policy });
    expect(texts(await reading.read('shop:v1', ME))).toHaveLength(ARM.length);
    await reading.read('ghcr.io/shop:v1', { username: USER.name, password: USER.password });
    expect(registry.requests.map(({ path, query }) => `${path} ${query.get('ns')}`)).toEqual([
      '/v2/library/shop/manifests/v1 docker.io',
      '/v2/shop/manifests/v1 ghcr.io',
    ]);
    for (const { headers } of registry.requests) expect(headers).not.toHaveProperty('authorization');
  });

  it('to Docker Hub where it lives', async () => {
    const looked: string[] = [];
    const resolve = async (name: string) => {
      looked.push(name);
      return [{ address: '127.0.0.1', family: 4 }];
    };
    reading.readFrom([registry], { policy: everywhere, resolve });
    await reading.failure('nginx');
    expect(looked).toEqual(['registry-1.docker.io']);
  });
});
