import { expect, test } from 'vitest';
import type { ShownTimeline } from './timeline-moment.ts';
import { momentWords } from './timeline-words.ts';

const TIMELINE: ShownTimeline = {
  target: 100,
  unit: 'req/s',
  window: {
    fromMs: 0,
    toMs: 3_000,
    stepMs: 1_000,
    metric: [501.4, null, 0],
    desired: [10, null, 2],
    ready: [
      { arch: 'arm64', values: [4, null, 0] },
      { arch: 'arm', values: [3, null, 0] },
    ],
    marks: [],
  },
};

test.each([
  { index: 0, words: '501 req/s, 10 desired, 7 ready (arm64 4, arm 3)' },
  { index: 1, words: 'no metric, desired not known, ready not known' },
  { index: 2, words: '0 req/s, 2 desired, 0 ready' },
])('the moment $index reads $words', ({ index, words }) => {
  expect(momentWords(TIMELINE, index, true)).toMatch(/^At \d\d:\d\d:\d\d: /);
  expect(momentWords(TIMELINE, index, false).replace(/^Newest, \d\d:\d\d:\d\d: /, '')).toBe(words);
});

test('a time of which nothing is known says so', () => {
  expect(momentWords(TIMELINE, null, false)).toBe('Nothing is known of this time.');
});
