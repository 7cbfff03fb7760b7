import { describe, expect, test } from 'vitest';
import { FROM_MS, graphOf, STEP_MS, type Values } from '../../testdata/graph-of.ts';
import type { GraphMark, UsageGraphView } from '../usage-view.ts';
import { silenceOf } from './silence.ts';
import { stackOf } from './stack.ts';

function textsOf(silence: readonly (readonly boolean[])[]): readonly string[] {
  return silence.map((row) => row.map((is) => (is ? '?' : '-')).join(''));
}

describe('silenceOf', () => {
  interface Case {
    name: string;
    by: UsageGraphView['by'];
    cpu: Record<string, Values>;
    marks: readonly (Pick<GraphMark, 'kind' | 'node'> & { step: number })[];
    silent: readonly string[];
  }
  const cases: readonly Case[] = [
    { name: 'all is measured', by: 'node', cpu: { pi5: [1, 2] }, marks: [], silent: ['--'] },
    {
      name: 'what was never measured has not begun',
      by: 'node',
      cpu: { pi5: [null, null, 1] },
      marks: [],
      silent: ['---'],
    },
    { name: 'a hole', by: 'node', cpu: { pi5: [1, null, 1] }, marks: [], silent: ['-?-'] },
    {
      name: 'a node that is NotReady from then on',
      by: 'node',
      cpu: { pi5: [1, null, null, null], pi6: [1, null, 1, 1] },
      marks: [{ kind: 'not-ready', node: 'pi5', step: 2.5 }],
      silent: ['-???', '-?--'],
    },
    {
      name: 'a namespace that ends',
      by: 'namespace',
      cpu: { default: [1, null] },
      marks: [{ kind: 'not-ready', node: 'pi5', step: 1 }],
      silent: ['-?'],
    },
  ];
  test.each(cases)('$name', ({ by, cpu, marks, silent }) => {
    expect(textsOf(silenceOf(graphOf({ by, cpu, marks }), 'cpu'))).toEqual(silent);
  });
});

describe('stackOf', () => {
  /** `3: 0-10 10-30`: at step 3 a layer from 0 to 10 and one above it to 30; `~` is no value, `?` the hatched part. */
  function drawn(...rows: Values[]): { columns: readonly string[]; blind: readonly string[]; max: number } {
    const view = graphOf({ cpu: Object.fromEntries(rows.map((row, index) => [`n${index}`, row])) });
    const silence = silenceOf(view, 'cpu');
    const stack = stackOf(
      view.series.map(({ cpu }, at) => ({ values: cpu.mean, silent: silence[at] ?? [] })),
      view,
    );
    const step = (atMs: number): number => (atMs - FROM_MS) / STEP_MS;
    return {
      columns: stack.columns.map(({ atMs, ranges, unknown }) => {
        const parts = ranges.map((range) => (range === null ? '~' : range.join('-')));
        return `${step(atMs)}: ${parts.join(' ')}${unknown === null ? '' : ` ?${unknown.join('-')}`}`;
      }),
      blind: stack.blind.map(({ fromMs, toMs }) => `${step(fromMs)} to ${step(toMs)}`),
      max: stack.max,
    };
  }

  test('lays series on one another', () => {
    expect(drawn([10, 20], [5, 5])).toEqual({ columns: ['0: 0-10 10-15', '1: 0-20 20-25'], blind: [], max: 25 });
  });

  test('draws no slope down to zero where a series is silent, and keeps its room', () => {
    expect(drawn([10, 10, 10], [5, null, 7]).columns).toEqual([
      '0: 0-10 10-15',
      '0.5: 0-10 10-15',
      '0.5: 0-10 ~ ?10-15',
      '1: 0-10 ~ ?10-15',
      '1.5: 0-10 ~ ?10-15',
      '1.5: 0-10 10-17',
      '2: 0-10 10-17',
    ]);
  });

  test('keeps what lies above a silent series', () => {
    expect(drawn([5, null], [10, 20]).columns.at(-1)).toBe('1: ~ 0-20 ?20-25');
  });

  test('goes on halfway to what both sides measured', () => {
    expect(drawn([10, 20], [null, 5]).columns).toEqual([
      '0: 0-10 ~',
      '0.5: 0-15 ~',
      '0.5: 0-15 15-20',
      '1: 0-20 20-25',
    ]);
  });

  test.each([
    { name: 'is blind where nobody is measured', rows: [[1, null, null, 1]], blind: ['0.5 to 2.5'] },
    { name: 'is blind up to the end', rows: [[1, 1, null, null]], blind: ['1.5 to 3'] },
    { name: 'is not blind before anything is known', rows: [[null, null, 1]], blind: [] },
    {
      name: 'is not blind while one is measured',
      rows: [
        [1, null, 1],
        [1, 1, 1],
      ],
      blind: [],
    },
    {
      name: 'is blind where all are silent',
      rows: [
        [1, null, 1],
        [1, null, 1],
      ],
      blind: ['0.5 to 1.5'],
    },
  ])('$name', ({ rows, blind }) => expect(drawn(...rows).blind).toEqual(blind));

  test('draws nothing at all where nobody is measured', () => {
    expect(drawn([3, null, 3]).columns).toEqual([
      '0: 0-3',
      '0.5: 0-3',
      '0.5: ~',
      '1: ~',
      '1.5: ~',
      '1.5: 0-3',
      '2: 0-3',
    ]);
  });

  test('is empty without series', () => {
    expect(stackOf([], { fromMs: FROM_MS, stepMs: STEP_MS })).toEqual({ columns: [], blind: [], max: 0 });
  });
});
