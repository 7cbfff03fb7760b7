// Simulated time over a host clock that is not always well-behaved.
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SimulatedClock } from './clock.ts';

let hostMs: number;
let clock: SimulatedClock;
beforeEach(() => {
  hostMs = 1_000_000;
  clock = new SimulatedClock({ kind: 'real' }, 0, () => hostMs);
});
afterEach(() => clock.close());

describe('a host clock that is set back', () => {
  it('delays nothing that is due', () => {
    const ran: string[] = [];
    clock.after(0, () => ran.push('soon'));
    clock.after(1_000, () => ran.push('later'));
    hostMs -= 48_000;
    clock.settle();
    expect(ran).toEqual(['soon']);
    hostMs += 1_000;
    clock.settle();
    expect(ran).toEqual(['soon', 'later']);
  });

  it('never takes simulated time back', () => {
    hostMs += 5_000;
    expect(clock.now()).toBe(5_000);
    hostMs -= 48_000;
    expect(clock.now()).toBe(5_000);
    hostMs += 100;
    expect(clock.now()).toBe(5_100);
  });
});

it('runs what is due in the next turn, however often more is asked for meanwhile', async () => {
  let ran = false;
  clock.after(0, () => {
    ran = true;
  });
  for (let turns = 0; turns < 3; turns++) {
    const next = turn();
    clock.after(60_000, () => undefined);
    await next;
  }
  expect(ran).toBe(true);
});
