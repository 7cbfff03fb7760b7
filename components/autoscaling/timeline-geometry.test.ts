import { describe, expect, test } from 'vitest';
import type { TimelineWindow } from '#lib/model/autoscaling/timeline-window.ts';
import { axisOf, barsOf, desiredPath, replicasTop } from './timeline-geometry.ts';

const BOX = { width: 100, height: 50, top: 10 };

function timeline(change: Partial<TimelineWindow>): TimelineWindow {
  return { fromMs: 0, toMs: 10_000, stepMs: 1_000, metric: [], desired: [], ready: [], marks: [], ...change };
}

describe('axisOf', () => {
  test.each([
    { max: 501, least: 0.001, axis: [0, 200, 400, 600] },
    { max: 10, least: 1, axis: [0, 5, 10] },
    { max: 1, least: 1, axis: [0, 1] },
    { max: 0, least: 1, axis: [0, 1] },
  ])('$max goes up to $axis', ({ max, least, axis }) => expect(axisOf(max, least)).toEqual(axis));

  test('a fraction has steps of its own size', () => {
    const axis = axisOf(0.333, 0.001);
    expect(axis.length).toBeGreaterThan(2);
    expect(axis.at(-1)).toBeGreaterThanOrEqual(0.333);
    expect(axis.at(-1)).toBeLessThan(0.5);
  });
});

describe('desiredPath', () => {
  test.each([
    { name: 'stands for the whole of each step', values: [5, 5, 10, 10], path: 'M0 25H25V25H50V0H75V0H100' },
    { name: 'is broken by a hole', values: [5, null, 0, 0], path: 'M0 25H25M50 50H75V50H100' },
    { name: 'is nothing where nothing is known', values: [null, null], path: '' },
  ])('$name', ({ values, path }) => expect(desiredPath(values, BOX)).toBe(path));
});

describe('bars', () => {
  test('lie on one another in the order of architectures, and a hole has none', () => {
    const window = timeline({
      metric: [1, null],
      ready: [
        { arch: 'arm64', values: [4, null] },
        { arch: 'arm', values: [2, null] },
      ],
    });
    const bars = barsOf(window, BOX);
    expect(bars.map(({ arch, y, height }) => [arch, y + height])).toEqual([
      ['arm64', 49.5],
      ['arm', 29.5],
    ]);
  });

  test('the axis has room for what is wanted as for what is there', () => {
    const ready = [{ arch: 'arm', values: [3, 1] }];
    expect(replicasTop(timeline({ metric: [1, 1], ready, desired: [2, null] }))).toBe(3);
    expect(replicasTop(timeline({ metric: [1, 1], ready, desired: [null, 9] }))).toBe(9);
  });
});
