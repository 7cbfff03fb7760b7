import { describe, expect, it } from 'vitest';
import { architecturesOf, choosePlatform, formatPlatform, type Platform, parsePlatform, runsOn } from './platform.ts';

function platform(text: string): Platform {
  const parsed = parsePlatform(text);
  if (parsed === null) throw new Error(`not a platform: ${text}`);
  return parsed;
}

/** As containerd's platforms package answers them (compare_test.go asks the same). */
const MATCHES: Readonly<Record<string, { yes: readonly string[]; no: readonly string[] }>> = {
  'linux/amd64': {
    yes: ['linux/amd64', 'linux/amd64/v1', 'linux/386', 'linux/x86_64'],
    no: ['linux/amd64/v2', 'linux/arm/v7', 'linux/arm64', 'windows/amd64', 'windows/arm'],
  },
  'linux/amd64/v2': {
    yes: ['linux/amd64', 'linux/amd64/v1', 'linux/amd64/v2', 'linux/386'],
    no: ['linux/amd64/v3', 'linux/amd64/v4', 'linux/arm64'],
  },
  'linux/386': { yes: ['linux/386', 'linux/i386'], no: ['linux/amd64', 'linux/arm/v7'] },
  'windows/amd64': { yes: ['windows/amd64'], no: ['linux/amd64', 'windows/arm'] },
  'linux/arm/v8': {
    yes: ['linux/arm', 'linux/arm/v5', 'linux/arm/v6', 'linux/arm/v7', 'linux/arm/v8'],
    no: ['linux/arm/v4', 'linux/arm64', 'linux/amd64'],
  },
  'linux/arm/v7': {
    yes: ['linux/arm', 'linux/arm/v5', 'linux/arm/v6', 'linux/arm/v7', 'linux/armhf'],
    no: ['linux/arm/v4', 'linux/arm/v8', 'linux/arm64', 'windows/arm'],
  },
  'linux/arm/v6': {
    yes: ['linux/arm/v5', 'linux/arm/v6', 'linux/armel'],
    no: ['linux/arm', 'linux/arm/v7', 'linux/arm/v8', 'linux/arm64'],
  },
  'linux/arm/v5': { yes: ['linux/arm/v5'], no: ['linux/arm', 'linux/arm/v6'] },
  'linux/arm/v4': { yes: ['linux/arm/v4'], no: ['linux/arm', 'linux/arm/v5'] },
  'linux/arm64/v9.6': {
    yes: ['linux/arm', 'linux/arm/v8', 'linux/arm64', 'linux/arm64/v8.9', 'linux/arm64/v9', 'linux/arm64/v9.6'],
    no: ['linux/arm/v4', 'linux/arm64/v8.10', 'linux/arm64/v9.7', 'linux/amd64'],
  },
  'linux/arm64/v9': {
    yes: ['linux/arm/v5', 'linux/arm64/v8', 'linux/arm64/v8.5', 'linux/arm64/v9', 'linux/arm64/v9.0'],
    no: ['linux/arm64/v8.6', 'linux/arm64/v9.1'],
  },
  'linux/arm64/v8.1': {
    yes: ['linux/arm', 'linux/arm/v8', 'linux/arm64', 'linux/arm64/v8', 'linux/arm64/v8.1'],
    no: ['linux/arm/v9', 'linux/arm64/v9', 'linux/arm64/v8.2'],
  },
  'linux/arm64': {
    yes: ['linux/arm', 'linux/arm/v5', 'linux/arm/v6', 'linux/arm/v7', 'linux/arm/v8', 'linux/aarch64/8'],
    no: ['linux/amd64', 'linux/arm/v4', 'linux/arm64/v9', 'windows/arm'],
  },
  'linux/riscv64': { yes: ['linux/riscv64'], no: ['linux/amd64', 'linux/arm64'] },
};

describe('what a board of a platform accepts', () => {
  it.each(Object.entries(MATCHES))('%s', (board, { yes, no }) => {
    const accepts = (text: string) => runsOn(platform(text), platform(board));
    expect(yes.filter((text) => !accepts(text))).toEqual([]);
    expect(no.filter(accepts)).toEqual([]);
  });
});

it.each([
  ['linux/arm64', ['linux/arm/v6', 'linux/arm64/v8', 'linux/arm/v7'], 'linux/arm64'],
  ['linux/arm64', ['linux/arm/v6', 'linux/arm/v7'], 'linux/arm/v7'],
  ['linux/arm/v6', ['linux/arm/v5', 'linux/arm/v7', 'linux/arm64'], 'linux/arm/v5'],
  ['linux/arm/v7', ['linux/amd64', 'linux/arm/v6', 'linux/arm'], 'linux/arm/v7'],
  ['linux/amd64', ['linux/386', 'linux/amd64'], 'linux/amd64'],
  ['linux/riscv64', ['linux/amd64', 'linux/arm64'], null],
  ['linux/amd64', [], null],
])('%s takes of %j %s', (board, offered, expected) => {
  const chosen = choosePlatform(offered.map(platform), platform(board));
  expect(chosen === null ? null : formatPlatform(chosen)).toBe(expected);
});

it.each([
  [['linux/amd64'], ['amd64']],
  [['linux/386'], ['386', 'amd64']],
  [['linux/amd64/v3'], []],
  [['linux/arm/v7'], ['arm', 'arm64']],
  [
    ['linux/arm64', 'linux/amd64', 'linux/s390x'],
    ['amd64', 'arm64', 's390x'],
  ],
  [['linux/mips64le'], ['mips64le']],
  [['windows/amd64'], []],
  [[], []],
])('nodes of these architectures run one of %j: %j', (platforms, architectures) => {
  expect(architecturesOf(platforms.map(platform))).toEqual(architectures);
});

it.each(['', 'linux', 'linux/', 'linux/arm/v7/x', '/arm'])('%j is no platform', (text) => {
  expect(parsePlatform(text)).toBeNull();
});
