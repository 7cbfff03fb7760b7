import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LookLoop } from './look-loop.ts';

describe('looks along a chain', () => {
  let begun: AbortSignal[];
  let finish: () => void;
  let loop: LookLoop;

  beforeEach(() => {
    vi.useFakeTimers();
    begun = [];
    finish = () => undefined;
    loop = new LookLoop((signal) => {
      begun.push(signal);
      return new Promise((resolve) => {
        finish = resolve;
      });
    });
  });
  afterEach(() => {
    loop.stop();
    vi.useRealTimers();
  });

  const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

  it('come every five seconds while somebody watches, one at a time', async () => {
    loop.watched(true);
    await pass(60_000);
    expect(begun).toHaveLength(1);
    for (let n = 2; n <= 4; n++) {
      finish();
      await pass(n === 2 ? 0 : 5_000);
      expect(begun).toHaveLength(n);
    }
    finish();
    loop.watched(false);
    await pass(60_000);
    expect(begun).toHaveLength(4);
  });

  it('go on after one that failed, and who waited for it is told', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    let count = 0;
    const failing = new LookLoop(() => Promise.reject(new Error(`no ${++count}`)));
    failing.watched(true);
    await failing.whenLooked(60_000);
    await pass(6_000);
    expect(count).toBe(2);
    expect(said).toHaveBeenCalledTimes(2);
    failing.stop();
    said.mockRestore();
  });

  it('are made once for who asks, and not again while they are new', async () => {
    const both = Promise.all([loop.whenLooked(1_000), loop.whenLooked(1_000)]);
    await pass(0);
    finish();
    await both;
    await loop.whenLooked(1_000);
    expect(begun).toHaveLength(1);
    await pass(6_000);
    const later = loop.whenLooked(1_000);
    await pass(1_000);
    await later;
    expect(begun).toHaveLength(2);
  });

  it('come at once where something is known to be another', async () => {
    loop.watched(true);
    await pass(0);
    finish();
    await pass(0);
    loop.poke();
    await pass(0);
    expect(begun).toHaveLength(2);
  });

  it('end with it', async () => {
    loop.watched(true);
    await pass(0);
    loop.stop();
    expect(begun[0]?.aborted).toBe(true);
    finish();
    await pass(60_000);
    expect(begun).toHaveLength(1);
  });
});
