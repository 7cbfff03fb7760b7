import { describe, expect, it } from 'vitest';
import { countIndexes, firstFreeIndexes, indexesText, parseIndexes, withIndexes } from './job-indexes.ts';

describe('completion indexes as text', () => {
  it.each([
    ['', '', 0],
    ['0', '0', 1],
    ['0,1', '0,1', 2],
    ['0,1,2', '0-2', 3],
    ['0-2,4,5,7-9', '0-2,4,5,7-9', 8],
    // The text may be older than a smaller number of completions.
    ['3-20', '3-9', 7],
    ['0,x,2', '0,2', 2],
  ])('%j of ten is %j', (text, expected, count) => {
    const indexes = parseIndexes(text, 10);
    expect(indexesText(indexes)).toBe(expected);
    expect(countIndexes(indexes)).toBe(count);
  });

  it('joins what has become adjacent', () => {
    expect(indexesText(withIndexes(parseIndexes('0-2,6', 10), [5, 3, 9]))).toBe('0-3,5,6,9');
  });
});

describe('the indexes to start next', () => {
  it.each([
    ['', 3, [0, 1, 2]],
    ['0-2,4', 3, [3, 5, 6]],
    ['0-7', 5, [8, 9]],
    ['0-9', 5, []],
    ['3', 0, []],
  ])('with %j taken, %i of ten', (taken, count, expected) => {
    expect(firstFreeIndexes(parseIndexes(taken, 10), count, 10)).toEqual(expected);
  });
});
