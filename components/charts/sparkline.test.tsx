import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { formatCpu } from '#lib/format/cpu.ts';
import { linePath, measuredRuns } from './runs.ts';
import { rangeWords, Sparkline } from './sparkline.tsx';

describe('measuredRuns', () => {
  test.each([
    { values: [], runs: [] },
    { values: [null, null], runs: [] },
    { values: [0, 1, 2], runs: [[0, 2]] },
    {
      values: [null, 1, null, 2, 3, null],
      runs: [
        [1, 1],
        [3, 4],
      ],
    },
  ])('$values is measured in $runs', ({ values, runs }) => {
    expect(measuredRuns(values).map(({ from, to }) => [from, to])).toEqual(runs);
  });
});

describe('linePath', () => {
  const box = { width: 100, height: 20 };
  test.each([
    { name: 'a line from edge to edge', values: [0, 5, 10], max: 10, path: 'M0 20L50 10L100 0' },
    { name: 'a hole breaks it', values: [10, 10, null, 10, 10], max: 10, path: 'M0 0L25 0M75 0L100 0' },
    { name: 'a value between holes is a dot', values: [null, 10, null], max: 10, path: 'M50 0h0' },
    { name: 'a board that is gone ends it', values: [10, 10, null], max: 10, path: 'M0 0L50 0' },
    { name: 'more than the top edge stays inside', values: [20, 20], max: 10, path: 'M0 0L100 0' },
    { name: 'nothing but zeros lies on the ground', values: [0, 0], max: 0, path: 'M0 20L100 20' },
    { name: 'nothing measured draws nothing', values: [null, null], max: 10, path: '' },
  ])('$name', ({ values, max, path }) => expect(linePath(values, max, box)).toBe(path));
});

describe('rangeWords', () => {
  test.each([
    { values: [310, 420, 400], words: '310m to 420m' },
    { values: [310.2, 310.4], words: '310m' },
    { values: [310, null, 420, 400], words: '310m to 420m, not measured for 25%' },
    { values: [null, null], words: 'not measured' },
    { values: [], words: 'not measured' },
  ])('$values reads $words', ({ values, words }) => expect(rangeWords(values, formatCpu)).toBe(words));
});

test('a sparkline names what it shows, and needs no style attribute', () => {
  const html = renderToStaticMarkup(<Sparkline values={[310, 420]} about="CPU of pi5, last hour" format={formatCpu} />);
  expect(html).toContain('<title>CPU of pi5, last hour: 310m to 420m</title>');
  expect(html).toContain('role="img"');
  expect(html).not.toContain('style=');
});
