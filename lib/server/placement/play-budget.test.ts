import { beforeEach, describe, expect, it } from 'vitest';
import { isStatusError, type StatusError } from '#lib/kube/index.ts';
import { PLAYS_SAVED_MS, PLAYS_SHARE, PlayBudget } from './play-budget.ts';

const HOUR_MS = 3_600_000;

describe('the time that suppositions may take', () => {
  let nowMs: number;
  let usedMs: number;
  let budget: PlayBudget;

  beforeEach(() => {
    nowMs = 0;
    usedMs = 0;
    budget = new PlayBudget({ nowMs: () => nowMs, usedMs: () => usedMs });
  });

  const takes = (ms: number) => () => {
    usedMs += ms;
    nowMs += ms;
    return 'played';
  };

  function refusal(play: () => unknown): StatusError {
    try {
      play();
    } catch (error) {
      if (isStatusError(error)) return error;
      throw error;
    }
    throw new Error('it was played');
  }

  it('is its share of one core, however often is asked', () => {
    while (nowMs < HOUR_MS) {
      try {
        budget.spend(takes(700));
      } catch {
        nowMs += 50;
      }
    }
    expect(usedMs / HOUR_MS).toBeGreaterThan(PLAYS_SHARE * 0.95);
    expect(usedMs).toBeLessThanOrEqual(PLAYS_SHARE * HOUR_MS + PLAYS_SAVED_MS + 700);
  });

  it('is refused in words when it is used up, until when it is said', () => {
    budget.spend(takes(PLAYS_SAVED_MS + 6_000));
    const { code, message, retryAfterSeconds = 0 } = refusal(() => budget.spend(takes(1)));
    expect(code).toBe(503);
    expect(message).toContain(`try again in ${retryAfterSeconds} s`);
    nowMs += (retryAfterSeconds - 2) * 1_000;
    expect(refusal(() => budget.spend(takes(1))).retryAfterSeconds).toBeLessThanOrEqual(2);
    nowMs += 2_000;
    expect(budget.spend(takes(1))).toBe('played');
  });

  it('counts what failed as well, and passes its error on', () => {
    const failing = () => {
      takes(2 * PLAYS_SAVED_MS)();
      throw new Error('no such node');
    };
    expect(() => budget.spend(failing)).toThrow('no such node');
    expect(refusal(() => budget.spend(takes(1))).code).toBe(503);
  });

  it('is not saved for ever', () => {
    nowMs += HOUR_MS;
    budget.spend(takes(PLAYS_SAVED_MS / 2));
    nowMs += HOUR_MS;
    budget.spend(takes(4 * PLAYS_SAVED_MS));
    expect(refusal(() => budget.requireLeft()).retryAfterSeconds).toBeGreaterThan(PLAYS_SAVED_MS / 1_000);
  });
});
