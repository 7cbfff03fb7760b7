import { describe, expect, test } from 'vitest';
import type { TimelineView } from './autoscaling-view.ts';
import { readyAt, timelineWindow } from './timeline-window.ts';

const MINUTE_MS = 60_000;

function filled(length: number, value: number): number[] {
  return Array.from({ length }, () => value);
}

function timeline(change: Partial<TimelineView> = {}): TimelineView {
  return {
    since: null,
    stepMs: 5_000,
    fromMs: 0,
    metric: [],
    target: 100,
    unit: 'req/s',
    desired: [],
    ready: [],
    marks: [],
    ...change,
  };
}

describe('timelineWindow', () => {
  test('a quarter of an hour is sixty steps, the last of which holds the newest value', () => {
    const metric = Array.from({ length: 361 }, (_, index) => index);
    const window = timelineWindow(timeline({ metric }), 15 * MINUTE_MS);
    expect(window.stepMs).toBe(15_000);
    expect(window.metric).toHaveLength(60);
    expect(window.metric.at(-1)).toBe(360);
    expect(window.toMs - window.fromMs).toBe(15 * MINUTE_MS);
    expect(window.fromMs % window.stepMs).toBe(0);
  });

  test('a value that comes moves nothing until its step is full', () => {
    const at = (length: number) => timelineWindow(timeline({ metric: filled(length, 1) }), 15 * MINUTE_MS).fromMs;
    expect(at(182)).toBe(at(181));
    expect(at(184)).toBe(at(181) + 15_000);
  });

  test.each([
    { name: 'a hole stays one', metric: [1, 1, 1, null, null, null, 3], last: [1, null, 3] },
    { name: 'a value is known in its step even where the next is not', metric: [1, 2, null, 4], last: [2, 4] },
    { name: 'zero is a value', metric: [0, 0, 0, 5], last: [0, 5] },
  ])('$name', ({ metric, last }) => {
    expect(timelineWindow(timeline({ metric }), 15 * MINUTE_MS).metric.slice(-last.length)).toEqual(last);
  });

  test('before the beginning nothing is known', () => {
    const window = timelineWindow(timeline({ metric: [1], desired: [2] }), 15 * MINUTE_MS);
    expect(window.metric.slice(0, -1).every((value) => value === null)).toBe(true);
    expect(window.desired.at(-1)).toBe(2);
  });

  test('architectures and marks of another time are left out', () => {
    const long = 15 * 12 + 30;
    const view = timeline({
      metric: filled(long, 1),
      ready: [
        { arch: 'arm', values: [1, ...filled(long - 1, 0)] },
        { arch: 'amd64', values: filled(long, 1) },
      ],
      marks: [
        { key: 'a', atMs: 0, text: '1 → 2', isWarning: false },
        { key: 'b', atMs: 10 * MINUTE_MS, text: '2 → 4', isWarning: false },
      ],
    });
    const window = timelineWindow(view, 15 * MINUTE_MS);
    expect(window.ready.map(({ arch }) => arch)).toEqual(['amd64']);
    expect(window.marks.map(({ key }) => key)).toEqual(['b']);
  });
});

test.each([
  { name: 'adds what is known', values: [2, 1], ready: 3 },
  { name: 'takes a missing one as none there', values: [2, null], ready: 2 },
  { name: 'is not zero where nobody knows', values: [null, null], ready: null },
])('readyAt $name', ({ values, ready }) => {
  expect(readyAt({ ready: values.map((value, at) => ({ arch: String(at), values: [value] })) }, 0)).toBe(ready);
});
