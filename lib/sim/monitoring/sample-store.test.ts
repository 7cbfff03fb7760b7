// The bounds of what a Prometheus holds.
import { describe, expect, it } from 'vitest';
import { RETENTION_MS, SampleStore } from './sample-store.ts';

const STEP_MS = 30_000;
const DAY = RETENTION_MS / STEP_MS;

function filled(seriesCount: number, scrapes: number, valuesMax?: number): SampleStore {
  const store = new SampleStore(STEP_MS, valuesMax);
  for (let index = 0; index < scrapes; index++) {
    for (let series = 0; series < seriesCount; series++) {
      store.set(
        store.open(`target ${series}`, 'up', () => ({ series: String(series) })),
        index,
        index,
      );
    }
  }
  return store;
}

describe('a store of samples', () => {
  it('holds a day, and an hour more at most', () => {
    const store = filled(1, 3 * DAY);
    const [series] = store.series();
    const newestMs = (3 * DAY - 1) * STEP_MS;
    expect(series?.between(newestMs - RETENTION_MS, newestMs)).toHaveLength(DAY);
    expect(series?.between(Number.MIN_SAFE_INTEGER / 2, newestMs - RETENTION_MS - 3_600_000)).toEqual([]);
    expect(store.valueCount).toBeLessThanOrEqual(DAY + 240);
  });

  it('forgets the oldest hours where there are too many series', () => {
    const store = filled(10, 600, 2_400);
    expect(store.valueCount).toBeLessThanOrEqual(2_400);
    const [series] = store.series();
    expect(series?.at(599)).toBe(599);
    expect(series?.at(0)).toBeNaN();
  });

  it('drops a series of which nothing is left', () => {
    const store = filled(1, 10);
    store.set(
      store.open('other', 'up', () => ({})),
      2 * DAY,
      1,
    );
    expect([...store.series()].map(({ labels }) => labels)).toEqual([{}]);
  });
});
