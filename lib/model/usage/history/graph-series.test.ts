import { describe, expect, it } from 'vitest';
import type { NodeRecord } from '../../records/records.ts';
import { board } from '../../testdata/cluster.ts';
import { event } from '../../testdata/usage.ts';
import { nodeCourses } from './expected-nodes.ts';
import { graphSeries, OTHER, type SeriesInput, type SeriesValues } from './graph-series.ts';
import { unfinishedSteps } from './newest-step.ts';

const FROM = Date.parse('2026-01-01T12:00:00Z');
const STEP = 15_000;
const stepAt = (steps: number) => new Date(FROM + steps * STEP).toISOString();

/** `1 2 . 4`: a dot is a hole. */
function values(text: string): SeriesValues {
  const mean = text.split(' ').map((word) => (word === '.' ? null : Number(word)));
  return { cpu: { mean, max: mean }, memory: { mean, max: mean } };
}

const shown = (
  input: Partial<Omit<SeriesInput, 'nodes'>> & { use: Record<string, string>; nodes: readonly NodeRecord[] },
) => {
  const { use, nodes, ...given } = input;
  const count = Object.values(use)[0]?.split(' ').length ?? 0;
  const series = graphSeries({
    by: 'arch',
    axis: { fromMs: FROM, toMs: FROM + (count - 1) * STEP, stepMs: STEP },
    values: new Map(Object.entries(use).map(([key, text]) => [key, values(text)])),
    each: false,
    most: 12,
    ...given,
    nodes: nodeCourses({ nodes, seen: [], gone: new Map(), events: [] }),
  });
  return Object.fromEntries(series.map(({ key, cpu }) => [key, cpu.mean.map((value) => value ?? '.').join(' ')]));
};

const old = '2025-12-01T00:00:00Z';
const arm = (name: string, spec = {}) => board({ name, arch: 'arm', since: old, ...spec });

describe('series of a graph', () => {
  it.each<[string, Record<string, string>, NodeRecord[], Record<string, string>]>([
    ['sums boards of an architecture', { pi6: '1 2', pi7: '3 4' }, [arm('pi6'), arm('pi7')], { arm: '4 6' }],
    [
      'a silent board makes the sum unknown',
      { pi6: '1 2 3', pi7: '3 . 4' },
      [arm('pi6'), arm('pi7')],
      { arm: '4 . 7' },
    ],
    [
      'until it is known to be NotReady: then it is no part of it',
      { pi6: '1 2 3 4 5', pi7: '3 . . . .' },
      [arm('pi6'), arm('pi7', { ready: 'Unknown', since: stepAt(2) })],
      { arm: '4 . 3 4 5' },
    ],
    ['a board that is Ready and never measured', { pi6: '1 2' }, [arm('pi6'), arm('pi7')], {}],
    [
      'a board that was NotReady all the time',
      { pi6: '1 2' },
      [arm('pi6'), arm('pi7', { ready: 'False' })],
      { arm: '1 2' },
    ],
    ['a board that nobody knows any more', { gone: '1 .' }, [], { unknown: '1 .' }],
  ])('%s', (_, use, nodes, expected) => expect(shown({ use, nodes })).toEqual(expected));

  it('shows nodes in the order of the rack, without those that have no value', () => {
    const nodes = [board({ name: 'up1', arch: 'amd64' }), arm('pi10'), arm('pi9'), arm('pi11')];
    expect(Object.keys(shown({ by: 'node', nodes, use: { up1: '1', pi10: '1', pi9: '1' } }))).toEqual([
      'pi9',
      'pi10',
      'up1',
    ]);
    expect(Object.keys(shown({ by: 'node', each: true, nodes, use: { pi9: '1' } }))).toEqual([
      'pi9',
      'pi10',
      'pi11',
      'up1',
    ]);
  });

  it('tells the smallest together', () => {
    const use = { a: '9 9', b: '1 .', c: '2 2', d: '8 8', e: '1 1' };
    expect(shown({ by: 'namespace', most: 3, nodes: [], use })).toEqual({ a: '9 9', d: '8 8', [OTHER]: '4 3' });
  });

  it('knows from events when a board was away', () => {
    const courses = nodeCourses({
      nodes: [arm('pi7', { since: stepAt(4) })],
      seen: [],
      gone: new Map(),
      events: [event('NodeNotReady', 'Node/pi7', stepAt(2)), event('NodeReady', 'Node/pi7', stepAt(4))],
    });
    expect(courses[0]?.changes.map(({ isReady }) => isReady)).toEqual([false, true, true]);
  });
});

describe('the newest step', () => {
  it.each<[string, Record<string, string>, number]>([
    ['is complete', { pi6: '1 2 3', pi7: '1 2 3' }, 0],
    ['waits for a board that is measured later', { pi6: '1 2 3', pi7: '1 2 .' }, 1],
    ['does not wait for long', { pi6: '1 2 3 4 5', pi7: '1 . . . .' }, 2],
    ['has not been measured at all', { pi6: '1 2 .', pi7: '1 2 .' }, 1],
  ])('%s', (_, use, expected) => {
    const all = new Map(Object.entries(use).map(([key, text]) => [key, values(text)]));
    const count = use['pi6']?.split(' ').length ?? 0;
    const axis = { fromMs: FROM, toMs: FROM + (count - 1) * STEP, stepMs: STEP };
    const nodes = nodeCourses({ nodes: [arm('pi6'), arm('pi7')], seen: [], gone: new Map(), events: [] });
    const times = { nowMs: axis.toMs + STEP, graceMs: 2 * STEP };
    expect(unfinishedSteps(axis, all, nodes, times)).toBe(expected);
  });
});
