import { describe, expect, test } from 'vitest';
import { scaleOf } from './scale.ts';
import { timeTicks } from './time-ticks.ts';

const GIB = 1024 ** 3;

describe('scaleOf', () => {
  test.each([
    { amount: 'cpu', max: 2_300, texts: ['0', '1', '2', '3'] },
    { amount: 'cpu', max: 1_190, texts: ['0', '0.5', '1', '1.5'] },
    { amount: 'cpu', max: 400, texts: ['0', '0.1', '0.2', '0.3', '0.4'] },
    { amount: 'cpu', max: 90, texts: ['0', '0.05', '0.1'] },
    { amount: 'cpu', max: 1, texts: ['0', '0.001'] },
    { amount: 'cpu', max: 0, texts: ['0', '0.001'] },
    { amount: 'cpu', max: 870_000, texts: ['0', '500', '1000'] },
    { amount: 'memory', max: 3.2 * GIB, texts: ['0', '1 GiB', '2 GiB', '3 GiB', '4 GiB'] },
    { amount: 'memory', max: 1.9 * GIB, texts: ['0', '0.5 GiB', '1 GiB', '1.5 GiB', '2 GiB'] },
    { amount: 'memory', max: 0.4 * GIB, texts: ['0', '128 MiB', '256 MiB', '384 MiB', '512 MiB'] },
    { amount: 'memory', max: 100 * GIB, texts: ['0', '32 GiB', '64 GiB', '96 GiB', '128 GiB'] },
    { amount: 'memory', max: 0, texts: ['0', '1 MiB'] },
  ] as const)('$amount up to $max', ({ amount, max, texts }) => {
    const ticks = scaleOf(max, amount);
    expect(ticks.map(({ text }) => text)).toEqual(texts);
    expect(ticks.at(-1)?.value).toBeGreaterThanOrEqual(max);
  });
});

describe('timeTicks', () => {
  const at = (text: string): number => Date.parse(`2017-12-06T${text}Z`);
  const HOUR = 3_600_000;
  test.each([
    {
      name: 'an hour',
      from: '13:02:15',
      to: '14:02:15',
      count: 7,
      offset: 0,
      times: ['13:10', '13:20', '13:30', '13:40', '13:50', '14:00'],
    },
    { name: 'an hour on a phone', from: '13:02:15', to: '14:02:15', count: 3, offset: 0, times: ['13:30', '14:00'] },
    {
      name: 'five minutes',
      from: '13:00:00',
      to: '13:05:00',
      count: 6,
      offset: 0,
      times: ['13:00', '13:01', '13:02', '13:03', '13:04', '13:05'],
    },
    {
      name: 'six hours half an hour off',
      from: '06:00:00',
      to: '12:00:00',
      count: 4,
      offset: HOUR / 2,
      times: ['07:30', '09:30', '11:30'],
    },
  ])('$name', ({ from, to, count, offset, times }) => {
    const { atMs } = timeTicks({ fromMs: at(from), toMs: at(to) }, count, offset);
    expect(atMs.map((ms) => new Date(ms).toISOString().slice(11, 16))).toEqual(times);
  });

  test('a week is told in days that begin where the reader is', () => {
    const { stepMs, atMs } = timeTicks({ fromMs: at('00:00:00') - 7 * 24 * HOUR, toMs: at('00:00:00') }, 7, 5 * HOUR);
    expect(stepMs).toBe(24 * HOUR);
    expect(atMs.map((ms) => (ms + 5 * HOUR) % (24 * HOUR))).toEqual(Array(7).fill(0));
  });
});
