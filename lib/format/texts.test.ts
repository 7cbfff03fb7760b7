import { describe, expect, it } from 'vitest';
import { formatCount, formatNumber } from './count.ts';
import { formatCores, formatCpu } from './cpu.ts';
import { formatMemory, formatSize } from './memory.ts';
import { formatPercent } from './percent.ts';
import { formatRestarts } from './restarts.ts';

const MEBIBYTE = 1024 ** 2;

describe('texts in kubectl top’s formats', () => {
  it.each([
    ['millicores', formatCpu(352.9), '352m'],
    ['mebibytes', formatMemory(487 * MEBIBYTE + 900_000), '487Mi'],
    ['a share', formatPercent(56.99), '56%'],
    ['nothing used', formatPercent(0.4), '0%'],
  ])('cuts the fraction of %s', (_what, text, expected) => {
    expect(text).toBe(expected);
  });
});

describe('sizes for people', () => {
  it.each([
    [4000, '4'],
    [1500, '1.5'],
    [100, '0.1'],
    [346, '0.35'],
    [34, '0.034'],
  ])('%d millicores are %s cores', (millicores, text) => {
    expect(formatCores(millicores)).toBe(text);
  });

  it.each([
    [0, '0B'],
    [999, '999B'],
    [1536, '1.5Ki'],
    [855 * MEBIBYTE, '855Mi'],
    [1312 * MEBIBYTE, '1.3Gi'],
    [12 * 1024 * MEBIBYTE, '12Gi'],
  ])('%d bytes are %s', (bytes, text) => {
    expect(formatSize(bytes)).toBe(text);
  });

  it.each([
    [formatCount(1, 'board'), '1 board'],
    [formatCount(0, 'board'), '0 boards'],
    [formatCount(12_000, 'pod'), '12,000 pods'],
    [formatCount(2, 'taint that fits', 'taints that fit'), '2 taints that fit'],
    [formatNumber(999), '999'],
    [formatNumber(1_234_567), '1,234,567'],
  ])('%s', (text, expected) => {
    expect(text).toBe(expected);
  });
});

describe('formatRestarts', () => {
  const nowMs = Date.parse('2017-03-30T12:00:00Z');
  it.each([
    [{ restarts: 0, lastRestartAt: '2017-03-30T11:00:00Z' }, '0'],
    [{ restarts: 2, lastRestartAt: null }, '2'],
    [{ restarts: 1, lastRestartAt: '2017-03-30T11:55:48Z' }, '1 (4m12s ago)'],
  ])('%o is %s', (pod, text) => {
    expect(formatRestarts(pod, nowMs)).toBe(text);
  });
});
