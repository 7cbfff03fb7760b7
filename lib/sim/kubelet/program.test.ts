import { describe, expect, it } from 'vitest';
import { parseImageReference } from '#lib/rules/images/reference.ts';
import { backOffMs, goDuration, restartDelayMs } from './back-off.ts';
import { ImageRegistry } from './image-registry.ts';
import { programOf } from './program.ts';

const program = (command: string[], image = 'busybox') => {
  const facts = new ImageRegistry([]).factsOf(image);
  const { endsAfterMs, exitCode, prints } = programOf({ name: 'c', image, args: command }, facts, 'main');
  return [endsAfterMs, exitCode, prints?.map(({ text }) => text) ?? null];
};

describe('what a command does', () => {
  it.each<[string[], number | null, number, string[] | null]>([
    [['sleep', '30'], 30_000, 0, []],
    [['sleep', '1.5m'], 90_000, 0, []],
    [['sleep', 'infinity'], null, 0, []],
    [['/bin/false'], 1_000, 1, []],
    [['echo', 'hello', 'world'], 1_000, 0, ['hello world']],
    [['sh', '-c', 'echo hi; sleep 5; exit 3'], 5_000, 3, ['hi']],
    [['sh', '-c', "echo 'two words' && false"], 1_000, 1, ['two words']],
    [['/bin/sh', '-ec', 'while true; do date; sleep 1; done'], null, 0, []],
    [['sh', '-c', 'exit 2; echo never'], 1_000, 2, []],
    [['seq', '3'], 1_000, 0, ['1', '2', '3']],
    [['sh', '-c', 'seq 8 10; sleep 7'], 7_000, 0, ['8', '9', '10']],
    [['seq', 'many'], 1_000, 0, []],
    [['sleep', 'soon'], 1_000, 1, ["sleep: invalid number 'soon'"]],
  ])('%j', (words, endsAfterMs, exitCode, prints) => {
    expect(program(words)).toEqual([endsAfterMs, exitCode, prints]);
  });

  it('lets a server run for ever, and a shell without a terminal end at once', () => {
    expect(program([], 'nginx')).toEqual([null, 0, null]);
    expect(program([], 'busybox')).toEqual([1_000, 0, null]);
    expect(program(['--verbose'], 'nginx')).toEqual([null, 0, null]);
  });
});

describe('the back-off of a container', () => {
  it('starts it again at once, then after 10 s, doubled to five minutes', () => {
    expect([0, 1, 2, 3, 4, 5, 6, 7, 50].map((restarts) => restartDelayMs(restarts, 1_000) / 1_000)).toEqual([
      0, 10, 20, 40, 80, 160, 300, 300, 300,
    ]);
    expect(backOffMs(0)).toBe(10_000);
  });

  it('is forgiven after a run of more than ten minutes', () => {
    expect(restartDelayMs(7, 600_001)).toBe(0);
    expect(restartDelayMs(7, 600_000)).toBe(300_000);
  });

  it.each([
    [0, '0s'],
    [850, '850ms'],
    [10_000, '10s'],
    [2_345, '2.345s'],
    [80_000, '1m20s'],
    [300_000, '5m0s'],
    [3_661_000, '1h1m1s'],
  ])('%i ms is written %s', (ms, text) => {
    expect(goDuration(ms)).toBe(text);
  });
});

describe('an image name', () => {
  const digest = `sha256:${'a'.repeat(64)}`;

  it.each([
    ['nginx', 'docker.io/library/nginx', 'latest', null],
    ['nginx:1.29', 'docker.io/library/nginx', '1.29', null],
    ['luxas/my-app:v1.0.0', 'docker.io/luxas/my-app', 'v1.0.0', null],
    ['registry.k8s.io/pause:3.10', 'registry.k8s.io/pause', '3.10', null],
    ['localhost:5000/a/b', 'localhost:5000/a/b', 'latest', null],
    [`nginx@${digest}`, 'docker.io/library/nginx', null, digest],
    [`nginx:1@${digest}`, 'docker.io/library/nginx', '1', digest],
  ])('%s', (text, repository, tag, held) => {
    expect(parseImageReference(text)).toEqual({ repository, tag, digest: held });
  });

  it.each(['', 'Nginx', 'a b', 'nginx:', 'nginx@sha256:short', 'a@b@c', '-x'])('%j is none', (text) => {
    expect(parseImageReference(text)).toBeNull();
  });
});

describe('a registry', () => {
  const board = { node: 'pi6', coreSpeed: 1, pullBytesPerSecond: 1_000_000, runtime: 'containerd', dark: [] } as const;
  const registry = new ImageRegistry([
    {
      name: 'me/app',
      tags: ['v1'],
      platforms: ['amd64'],
      singlePlatform: true,
      sizeBytes: 5_000_000,
      startupMs: 0,
      log: 'generic',
      usage: 'small',
    },
  ]);
  const pull = (image: string, architecture: string) => registry.pull(image, { ...board, architecture });

  it('has multi-platform images for each of their platforms, and none for the others', () => {
    expect(pull('redis', 's390x')).toMatchObject({ kind: 'ok', runsHere: true });
    expect(pull('mysql', 'arm')).toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('no match for platform in manifest'),
    });
    expect(pull('arm32v7/redis', 'arm64')).toMatchObject({ kind: 'ok', runsHere: true });
  });

  const pullOn = (image: string, platform: string) => registry.pull(image, { ...board, architecture: 'arm', platform });

  it.each([
    ['a Pi Zero takes what is built for it', 'busybox', 'arm/v6', true],
    ['nor does it take what is for newer ones', 'node', 'arm/v6', null],
    ['and cannot run a single image of theirs', 'arm32v7/nginx', 'arm/v6', false],
    ['a 32-bit system pulls no 64-bit image', 'mysql', 'arm/v8', null],
    ['though its 64-bit kernel would run one', 'arm64v8/nginx', 'arm/v8', true],
    ['which a 32-bit kernel does not', 'arm64v8/nginx', 'arm/v7', false],
    ['an image that somebody brought by hand is not pulled', 'registry.example.com/shop/stock', 'arm/v7', false],
  ])('%s: %s on %s', (_, image, platform, runsHere) => {
    const expected = runsHere === null ? { kind: 'failed', reason: 'ErrImagePull' } : { kind: 'ok', runsHere };
    expect(pullOn(image, platform)).toMatchObject(expected);
  });

  it('hands a single-platform image to any board, which cannot always run it', () => {
    expect(pull('me/app:v1', 'arm64')).toMatchObject({ kind: 'ok', runsHere: false, tookMs: 5_700 });
    expect(pull('me/app:v1', 'amd64')).toMatchObject({ kind: 'ok', runsHere: true });
  });

  it('does not know other tags and other names', () => {
    for (const image of ['me/app:v2', 'me/other', 'example.com/nginx']) {
      expect(pull(image, 'amd64')).toMatchObject({ kind: 'failed', message: expect.stringMatching(/: not found$/) });
    }
  });
});
