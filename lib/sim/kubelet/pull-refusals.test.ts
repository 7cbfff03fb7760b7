// What keeps a board from pulling an image that a registry has: passwords, limits, and a registry that is down.
import type { Pod } from 'kubernetes-types/core/v1';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NO_FAULTS, type RegistryState, setFaults } from '../faults.ts';
import { boardsOf, type TestWorld, testWorld } from '../scenarios/testdata/test-world.ts';

const PRIVATE = 'registry.example.com/team/private-app:v1';
const LOGIN = { username: 'learner', password: 'open-sesame' };

let world: TestWorld;
beforeEach(() => {
  world = testWorld(boardsOf({ pi5: 'arm64' }));
});
afterEach(() => {
  world.close();
  expect(world.bugs).toEqual([]);
});

function run(name: string, image: string, secret?: string): void {
  const spec = {
    nodeName: 'pi5',
    containers: [{ name: 'c', image }],
    ...(secret === undefined ? {} : { imagePullSecrets: [{ name: secret }] }),
  };
  const pod: Pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default' }, spec };
  world.create('pods', pod);
}

function secret(name: string, key: string, content: unknown): void {
  const data = {
    [key]: Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)).toString('base64'),
  };
  const object = { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: 'default' }, data };
  world.create('secrets', object);
}

const stateOf = (name: string) => world.pod(name).status?.containerStatuses?.[0]?.state;
const registry = (state: RegistryState) => setFaults(world.store, { ...NO_FAULTS, registry: state });
const auth = Buffer.from(`${LOGIN.username}:${LOGIN.password}`).toString('base64');

describe('a private image', () => {
  it.each([
    ['.dockerconfigjson', { auths: { 'registry.example.com': LOGIN } }],
    ['.dockerconfigjson', { auths: { 'https://registry.example.com/v1/': { auth } } }],
    ['.dockercfg', { 'registry.example.com': { auth } }],
  ])('is pulled with a pull secret: %s %j', (key, content) => {
    secret('pull', key, content);
    run('app', PRIVATE, 'pull');
    world.step(30);
    expect(stateOf('app')).toHaveProperty('running');
  });

  it.each([
    ['none', null],
    ['one that is not there', undefined],
    ['a wrong password', { auths: { 'registry.example.com': { ...LOGIN, password: 'x' } } }],
    ["another registry's", { auths: { 'example.com': LOGIN } }],
    ['nonsense', 'not json'],
  ])('is not pulled with %s', (_, content) => {
    if (content !== null && content !== undefined) secret('pull', '.dockerconfigjson', content);
    run('app', PRIVATE, content === null ? undefined : 'pull');
    world.step(4);
    expect(stateOf('app')?.waiting).toMatchObject({
      reason: 'ErrImagePull',
      message: expect.stringContaining('pull access denied, repository does not exist or may require authorization'),
    });
  });
});

describe('a registry in trouble', () => {
  it.each([
    ['down', 'dial tcp: connect: connection refused'],
    ['rate-limited', '429 Too Many Requests - Server message: toomanyrequests: You have reached'],
  ] as const)('that is %s keeps new images away, and lets them come when it is back', (state, words) => {
    run('before', 'redis:8');
    world.step(60);
    registry(state);
    run('known', 'redis:8');
    run('new', 'nginx:1.29');
    world.step(20);
    expect(stateOf('known')).toHaveProperty('running');
    expect(world.pod('known').status?.containerStatuses?.[0]?.imageID).toMatch(/@sha256:/);
    expect(stateOf('new')?.waiting?.message).toContain(words);
    registry('up');
    world.step(60);
    expect(stateOf('new')).toHaveProperty('running');
  });
});
