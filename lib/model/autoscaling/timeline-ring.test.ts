import { describe, expect, it } from 'vitest';
import { TimelineRing, type TimelineSample } from './timeline-ring.ts';

const STEP = 15_000;
const START = 1_000 * STEP;

function sample(step: number, metric: number | null, spanMs = 2 * STEP): TimelineSample {
  const byArch = [{ arch: 'arm64', pods: 2, ready: 2 }];
  return { atMs: START + step * STEP, spanMs, metric, desired: 2, byArch };
}

describe('what is remembered of an autoscaler', () => {
  it('begins with the first look', () => {
    const ring = new TimelineRing();
    expect(ring.view()).toBeNull();
    ring.record(sample(0, 5));
    expect(ring.view()).toEqual({
      since: new Date(START).toISOString(),
      stepMs: STEP,
      fromMs: START,
      metric: [5],
      desired: [2],
      ready: [{ arch: 'arm64', values: [2] }],
    });
  });

  it.each<[what: string, gap: number, spanMs: number, metric: (number | null)[]]>([
    ['holds between two looks', 3, 4 * STEP, [5, 5, 5, 7]],
    ['has a hole where nobody looked', 3, 2 * STEP, [5, null, null, 7]],
    ['keeps the last word of a step', 0, STEP, [7]],
  ])('%s', (_, gap, spanMs, metric) => {
    const ring = new TimelineRing();
    ring.record(sample(0, 5));
    ring.record(sample(gap, 7, spanMs));
    expect(ring.view()?.metric).toEqual(metric);
  });

  it('keeps six hours, and nothing of what a longer silence leaves behind', () => {
    const ring = new TimelineRing();
    for (let step = 0; step < 2_000; step++) ring.record(sample(step, step));
    const view = ring.view();
    expect([view?.metric.length, view?.metric[0], view?.metric.at(-1)]).toEqual([1_440, 560, 1_999]);
    ring.record(sample(5_000, 1));
    expect(ring.view()?.metric.filter((value) => value !== null)).toEqual([1]);
  });

  it('tells none from not known', () => {
    const ring = new TimelineRing();
    ring.record(sample(0, 1));
    ring.record({ ...sample(1, 1), byArch: [{ arch: 'arm', pods: 1, ready: 1 }] });
    ring.record({ ...sample(2, null), byArch: null });
    expect(ring.view()).toMatchObject({
      metric: [1, 1, null],
      ready: [
        { arch: 'arm64', values: [2, 0, null] },
        { arch: 'arm', values: [null, 1, null] },
      ],
    });
  });

  it('begins anew where time goes back', () => {
    const ring = new TimelineRing();
    ring.record(sample(10, 1));
    ring.record(sample(0, 2));
    expect(ring.view()).toMatchObject({ fromMs: START, metric: [2] });
  });

  it('forgets nothing where the clock is only found to be a little behind', () => {
    const ring = new TimelineRing();
    ring.record(sample(0, 1));
    ring.record(sample(1, 2));
    ring.record({ ...sample(1, 3), atMs: START + STEP - 800 });
    expect(ring.view()).toMatchObject({ fromMs: START, metric: [1, 3] });
    ring.record(sample(2, 4));
    expect(ring.view()?.metric).toEqual([1, 3, 4]);
  });

  it('is filled with what another remembers of before, and of nothing that was seen', () => {
    const ring = new TimelineRing();
    ring.record(sample(3, 7));
    ring.record(sample(4, 8));
    ring.backfill({
      fromMs: START,
      toMs: START + 4 * STEP,
      stepMs: STEP,
      metric: [1, null, 3, 100, 100],
      desired: [1, 1, 1, 9, 9],
      ready: new Map([['arm', [1, 1, 2, 9, 9]]]),
    });
    expect(ring.view()).toMatchObject({
      fromMs: START,
      metric: [1, null, 3, 7, 8],
      desired: [1, 1, 1, 2, 2],
      ready: [
        { arch: 'arm64', values: [null, null, null, 2, 2] },
        { arch: 'arm', values: [1, 1, 2, null, null] },
      ],
    });
  });
});
