import { describe, expect, test } from 'vitest';
import { FROM_MS, graphOf, STEP_MS } from '../../testdata/graph-of.ts';
import { csvOf } from './graph-csv.ts';
import { sumText } from './graph-text.ts';
import { knownSince, momentAt, newestMeasured } from './moment.ts';
import { silenceOf } from './silence.ts';

const GIB = 1024 ** 3;

describe('the sum of a moment', () => {
  const view = graphOf({ cpu: { pi5: [300, null, null], pi6: [890, 890, null] } });
  const silence = {
    cpu: silenceOf(view, 'cpu'),
    memory: silenceOf(view, 'memory'),
  };
  test.each([
    { index: 0, text: '1.19 of 20 cores' },
    { index: 1, text: '0.89 of 20 cores without pi5' },
    { index: 2, text: 'not measured' },
  ])('step $index: $text', ({ index, text }) => {
    const { cpu } = momentAt(view, silence, index);
    expect(sumText(cpu, view.allocatable.cpuMillicores, 'cpu')).toBe(text);
  });

  test('boards that are in no layer are named as well', () => {
    const span = { from: 1, to: 2, named: ['pi7'], count: 1 };
    const arch = graphOf({ by: 'arch', cpu: { arm: [5, 5, 5] }, unmeasured: { cpu: [span], memory: [] } });
    expect([0, 1, 2].map((index) => momentAt(arch, silence, index).cpu.without.named)).toEqual([[], ['pi7'], ['pi7']]);
    expect(momentAt(arch, silence, 1).memory.without.count).toBe(0);
  });

  test('the newest is the last at which anything was measured', () => {
    expect(newestMeasured(view)).toBe(1);
    const [one] = graphOf({ cpu: { pi5: [1, 2, 3] } }).series;
    const shorter = one === undefined ? [] : [{ ...one, cpu: { mean: [1, 2, null], max: [1, 2, null] } }];
    expect(newestMeasured({ ...graphOf({ cpu: { pi5: [1, 2, 3] } }), series: shorter })).toBe(1);
    expect(newestMeasured(graphOf({ cpu: { pi5: [null] } }))).toBeNull();
    expect(newestMeasured(graphOf({ cpu: {} }))).toBeNull();
  });
});

test.each([
  { name: 'from the beginning on', cpu: [1, 2, 3, 4], since: null, known: null },
  {
    name: 'from its first value on',
    cpu: [null, null, 3, 4],
    since: null,
    known: { atMs: FROM_MS + 2 * STEP_MS, index: 2 },
  },
  {
    name: 'as it says itself',
    cpu: [null, null, 3, 4],
    since: FROM_MS + 20_000,
    known: { atMs: FROM_MS + 20_000, index: 2 },
  },
  { name: 'a hole at the beginning', cpu: [null, null, 3, 4], since: FROM_MS - 60_000, known: null },
  { name: 'nothing at all', cpu: [null, null, null, null], since: null, known: null },
])('a source knows $name', ({ cpu, since, known }) => {
  const view = graphOf({ cpu: { pi5: cpu } });
  const source = { ...view.source, since: since === null ? null : new Date(since).toISOString() };
  expect(knownSince({ ...view, source })).toEqual(known);
});

test.each([
  { sum: 1.9 * GIB, without: { named: [], count: 0 }, allocatable: 4.9 * GIB, text: '1.9 of 4.9 GiB' },
  { sum: 0.25 * GIB, without: { named: [], count: 0 }, allocatable: null, text: '0.25 GiB' },
  {
    sum: GIB,
    without: { named: ['a', 'b', 'c'], count: 5 },
    allocatable: 2 * GIB,
    text: '1 of 2 GiB without a, b, c and 2 more',
  },
])('memory reads $text', ({ sum, without, allocatable, text }) => {
  expect(sumText({ sum, without }, allocatable, 'memory')).toBe(text);
});

test('CSV has a row for each step, ISO times, nothing for holes, and quotes where they are needed', () => {
  const view = graphOf({ cpu: { 'say "a", b': [1.23456, null] } });
  expect(csvOf(view)).toBe(
    [
      'time,"say ""a"", b CPU millicores","say ""a"", b CPU millicores peak","say ""a"", b memory bytes","say ""a"", b memory bytes peak"',
      '2017-12-06T13:00:00.000Z,1.235,1.235,1294530,1294530',
      '2017-12-06T13:00:15.000Z,,,,',
      '',
    ].join('\r\n'),
  );
});
