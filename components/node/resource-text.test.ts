import { describe, expect, it } from 'vitest';
import type { ResourceRowView } from '#lib/model/node/node-view.ts';
import { percentOf, resourceText, shareText } from './resource-text.ts';

function row(name: string, allocatable: number | null): ResourceRowView {
  return { name, capacity: allocatable, allocatable, requested: null, limited: null, used: null };
}

describe('amounts of a resource', () => {
  it.each([
    ['cpu', 4000, '4'],
    ['memory', 896_532_480, '855Mi'],
    ['pods', 110, '110'],
    ['example.com/gpu', 2, '2'],
    ['memory', null, 'not reported'],
  ])('%s of %s is %s', (name, amount, text) => {
    expect(resourceText(name, amount)).toBe(text);
  });

  it.each([
    [row('cpu', 4000), 352, '352m, 8%'],
    [row('cpu', null), 352, '352m'],
    [row('pods', 110), 0, '0, 0%'],
    [row('cpu', 4000), 0, '–'],
    [row('cpu', 4000), null, '–'],
  ])('its share reads well', (of, amount, text) => {
    expect(shareText(of, amount)).toBe(text);
  });

  it('is no share of nothing', () => {
    expect(percentOf(row('example.com/gpu', 0), 1)).toBeNull();
  });
});
