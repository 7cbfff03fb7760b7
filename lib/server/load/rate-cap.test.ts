import { describe, expect, it } from 'vitest';
import { RateCap } from './rate-cap.ts';

describe('the cap of requests in a second', () => {
  it('holds in every second, wherever it begins and however late or often it is asked', () => {
    const cap = new RateCap();
    const sent: { atMs: number; count: number }[] = [];
    let nowMs = 0;
    let seed = 11;
    for (let round = 0; round < 2_000; round++) {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      nowMs += seed % 120;
      sent.push({ atMs: nowMs, count: cap.take(seed % 70, 300, nowMs) });
    }
    for (const { atMs } of sent) {
      const second = sent.filter((one) => one.atMs >= atMs && one.atMs < atMs + 1_000);
      expect(second.reduce((sum, { count }) => sum + count, 0)).toBeLessThanOrEqual(300);
    }
    expect(sent.some(({ count }) => count > 0)).toBe(true);
  });

  it.each([
    [0, 300],
    [999, 0],
    [1_000, 300],
  ])('gives again after a second: at %i ms %i', (atMs, given) => {
    const cap = new RateCap();
    if (atMs > 0) expect(cap.take(500, 300, 0)).toBe(300);
    expect(cap.take(500, 300, atMs)).toBe(given);
  });
});
