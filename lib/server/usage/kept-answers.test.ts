import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { KeptAnswers, type PastUse } from './kept-answers.ts';

const TIMES = { keepMs: 60_000, failedMs: 2_000 };
/** Of so many numbers: four lists of each series. */
const answerOf = (numbers: number): Promise<PastUse> => {
  const list = Array.from({ length: numbers / 4 }, () => 1);
  const values = { mean: list, max: list };
  return Promise.resolve(new Map([['pi5', { cpu: values, memory: values }]]));
};

describe('answers that are kept', () => {
  let kept: KeptAnswers;

  beforeEach(() => {
    vi.useFakeTimers();
    kept = new KeptAnswers(1_000);
  });
  afterEach(() => void vi.useRealTimers());

  /** Numbers of each, put in this order. */
  async function put(sizes: Readonly<Record<string, number>>): Promise<void> {
    for (const [key, numbers] of Object.entries(sizes)) kept.put(key, answerOf(numbers), TIMES);
    await vi.advanceTimersByTimeAsync(0);
  }
  const keys = (...all: string[]) => all.filter((key) => kept.get(key) !== null);

  it.each([
    ['all that there is room for', { a: 400, b: 400 }, ['a', 'b']],
    ['the newest of what is too much', { a: 400, b: 400, c: 400 }, ['b', 'c']],
    ['none that is too large by itself, and the others', { a: 400, b: 1_200 }, ['a']],
  ])('are %s', async (_, sizes, expected) => {
    await put(sizes);
    expect(keys('a', 'b', 'c')).toEqual(expected);
  });

  it('are no more than 64', async () => {
    await put(Object.fromEntries(Array.from({ length: 65 }, (_, index) => [`a${index}`, 4])));
    expect(keys('a0', 'a1', 'a64')).toEqual(['a1', 'a64']);
  });

  it('are given while they are waited for, and until their time is over', async () => {
    kept.put('a', answerOf(4), TIMES);
    expect(kept.get('a')).not.toBeNull();
    await vi.advanceTimersByTimeAsync(TIMES.keepMs - 1);
    expect(kept.get('a')).not.toBeNull();
    await vi.advanceTimersByTimeAsync(1);
    expect(kept.get('a')).toBeNull();
  });

  it('are not given for long where they are failures', async () => {
    kept.put('a', Promise.reject(new Error('away')), TIMES);
    await vi.advanceTimersByTimeAsync(TIMES.failedMs - 1);
    await expect(kept.get('a')).rejects.toThrow('away');
    await vi.advanceTimersByTimeAsync(1);
    expect(kept.get('a')).toBeNull();
  });
});
