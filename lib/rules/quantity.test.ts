import { describe, expect, it } from 'vitest';
import {
  canonicalQuantity,
  compareQuantities,
  cpuMillicores,
  cpuQuantity,
  exactQuantity,
  formatQuantity,
  memoryBytes,
  memoryQuantity,
  parseQuantity,
  QuantityError,
} from './quantity.ts';

describe('parseQuantity', () => {
  it.each([
    ['333m', 0.333],
    ['0', 0],
    ['4', 4],
    ['1.5', 1.5],
    ['-5', -5],
    ['+5', 5],
    ['1k', 1000],
    ['1Ki', 1024],
    ['1.5Gi', 1.5 * 1024 ** 3],
    ['1E', 1e18],
    ['1e3', 1000],
    ['1E-3', 0.001],
    ['100n', 1e-7],
    ['999036Ki', 999036 * 1024],
    ['0.1', 0.1],
  ])('%s is %d', (text, value) => {
    expect(parseQuantity(text)).toBe(value);
  });

  it('reads a JSON number as its text', () => {
    expect(parseQuantity(2)).toBe(2);
    expect(cpuMillicores(0.5)).toBe(500);
  });

  // apimachinery pkg/api/resource/quantity_test.go, TestQuantityParseEmpty and TestQuantityParse
  it.each([
    '',
    '1.1.M',
    '1+1.0M',
    '0.1mi',
    '0.1am',
    'aoeu',
    '.5i',
    '1i',
    '-3.01i',
    '-3.01e-',
    ' 1',
    '1 ',
    '1Kib',
    '0x1',
  ])('refuses %j', (text) => {
    expect(() => parseQuantity(text)).toThrow(QuantityError);
  });

  it('says what is wrong as the API server does', () => {
    expect(() => parseQuantity('1 core')).toThrow(
      "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
    );
    expect(() => parseQuantity('1i')).toThrow("unable to parse quantity's suffix");
  });

  it('does not try to raise ten to an absurd power', () => {
    expect(() => parseQuantity('1e999999999')).toThrow(QuantityError);
    expect(() => parseQuantity('9'.repeat(10_000))).toThrow(QuantityError);
  });
});

describe('whole amounts round up, so that a little is never nothing', () => {
  it.each([
    ['100n', 1],
    ['352123456n', 353],
    ['1.0001m', 2],
    ['4', 4000],
    ['-1.5m', -2],
  ])('%s is %d millicores', (text, millicores) => {
    expect(cpuMillicores(text)).toBe(millicores);
  });

  it.each([
    ['1m', 1],
    ['1500m', 2],
    ['0.5Ki', 512],
    ['1.1Ki', 1127],
  ])('%s is %d bytes', (text, bytes) => {
    expect(memoryBytes(text)).toBe(bytes);
  });
});

describe('canonicalQuantity', () => {
  // apimachinery pkg/api/resource/quantity_test.go, TestQuantityString and TestQuantityParseEmit
  it.each([
    ['0', '0'],
    ['0Ki', '0'],
    ['1000m', '1'],
    ['1500m', '1500m'],
    ['0.5', '500m'],
    ['1.5', '1500m'],
    ['1000', '1k'],
    ['1000000k', '1G'],
    ['1024Ki', '1Mi'],
    ['1024Mi', '1Gi'],
    ['1025Mi', '1025Mi'],
    ['0.5Mi', '512Ki'],
    ['1.5Gi', '1536Mi'],
    ['0.5Ki', '512'],
    ['1.1Ki', '1126400m'],
    ['0.1Mi', '104857600m'],
    ['0.001Ki', '1024m'],
    ['.001Ki', '1024m'],
    ['1e3', '1e3'],
    ['1E6', '1E6'],
    ['1e2', '100'],
    ['0.0000000001', '1n'],
    ['-0.5', '-500m'],
    ['9223372036854775807', '9223372036854775807'],
    ['100Ei', '9223372036854775807'],
  ])('%s is stored as %s', (text, canonical) => {
    expect(canonicalQuantity(text)).toBe(canonical);
  });

  it('keeps a text that is written in thousandths already', () => {
    expect(canonicalQuantity('1.234')).toBe('1.234');
    expect(canonicalQuantity('100.035k')).toBe('100.035k');
  });

  it('is idempotent', () => {
    for (const text of ['0.5Mi', '1.1Ki', '1000m', '1e2', '.5', '100Ei']) {
      const once = canonicalQuantity(text);
      expect(canonicalQuantity(once)).toBe(once);
    }
  });
});

describe('making quantities', () => {
  it.each([
    [cpuQuantity(352), '352m'],
    [cpuQuantity(4000), '4'],
    [memoryQuantity(487 * 1024 ** 2), '487Mi'],
    [memoryQuantity(1000), '1k'],
    [memoryQuantity(1025), '1025'],
    [memoryQuantity(999036 * 1024), '999036Ki'],
    [formatQuantity({ nanos: exactQuantity('333m').nanos, format: 'DecimalSI' }), '333m'],
  ])('%s', (text, expected) => {
    expect(text).toBe(expected);
  });

  it('compares by amount, whatever the unit', () => {
    expect(['1Gi', '1000m', '1M', '512Ki'].sort(compareQuantities)).toEqual(['1000m', '512Ki', '1M', '1Gi']);
    expect(compareQuantities('1', '1000m')).toBe(0);
  });
});
