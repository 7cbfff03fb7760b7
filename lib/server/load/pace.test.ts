// The pace of the load generator: whatever rate, no second has more.
import { describe, expect, it } from 'vitest';
import { SLOT_MS, slotQuota } from './pace.ts';

const SLOTS = 1_000 / SLOT_MS;

describe('the pace', () => {
  it.each([1, 3, 7, 19, 20, 21, 99, 333, 1_000])('%i a second are as many in any second of whole slots', (rate) => {
    const quotas = Array.from({ length: 10 * SLOTS }, (_, slot) => slotQuota(rate, slot));
    for (let from = 0; from + SLOTS <= quotas.length; from++) {
      const inSecond = quotas.slice(from, from + SLOTS).reduce((total, quota) => total + quota, 0);
      expect(inSecond).toBe(rate);
    }
    expect(Math.max(...quotas) - Math.min(...quotas), 'evenly').toBeLessThanOrEqual(1);
  });
});
