import { expect, it } from 'vitest';
import { board } from '../../testdata/cluster.ts';
import { nodeCourses } from './expected-nodes.ts';
import { graphSeries, type SeriesValues } from './graph-series.ts';
import { unmeasured } from './unmeasured.ts';

const FROM = Date.parse('2026-01-01T12:00:00Z');
const STEP = 15_000;
const OLD = '2025-12-01T00:00:00Z';

/** `1 2 . 4`: a dot is a hole. */
function values(text: string): SeriesValues {
  const mean = text.split(' ').map((word) => (word === '.' ? null : Number(word)));
  return { cpu: { mean, max: mean }, memory: { mean, max: mean } };
}

const pi6 = board({ name: 'pi6', arch: 'arm', since: OLD });
const pi7 = board({ name: 'pi7', arch: 'arm', ready: 'False', since: OLD });
const up1 = board({ name: 'up1', arch: 'amd64', since: OLD });

it.each([
  { name: 'nobody is missing', use: { pi6: '1 2 3', up1: '1 1 1' }, nodes: [pi6, up1], spans: [] },
  {
    name: 'a board that is NotReady all the time',
    use: { pi6: '1 2 3', up1: '1 1 1' },
    nodes: [pi6, pi7, up1],
    spans: ['0-2 pi7'],
  },
  {
    name: 'a Ready board that is silent makes its layer unknown',
    use: { pi6: '1 . 3', up1: '1 1 1' },
    nodes: [pi6, pi7, up1],
    spans: ['0-0 pi7', '1-1 arm', '2-2 pi7'],
  },
  { name: 'nothing at all was measured', use: { pi6: '. 1 .' }, nodes: [pi6, pi7], spans: ['1-1 pi7'] },
])('by architecture: $name', ({ use, nodes: records, spans }) => {
  const read = new Map(Object.entries(use).map(([key, text]) => [key, values(text)]));
  const axis = { fromMs: FROM, toMs: FROM + 2 * STEP, stepMs: STEP };
  const nodes = nodeCourses({ nodes: records, seen: [], gone: new Map(), events: [] });
  const sums = graphSeries({ by: 'arch', axis, values: read, nodes, each: false, most: 12 });
  const found = unmeasured({ axis, values: read, nodes, sums }, 'cpu');
  expect(found.map(({ from, to, named }) => `${from}-${to} ${named.join(' ')}`)).toEqual(spans);
});

it('by node: every one, and of many the first by name', () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const nodes = nodeCourses({
    nodes: names.map((name) => board({ name, arch: 'arm', since: OLD })),
    seen: [],
    gone: new Map([['gone', { arch: 'arm', atMs: FROM - 1 }]]),
    events: [],
  });
  const axis = { fromMs: FROM, toMs: FROM, stepMs: STEP };
  expect(unmeasured({ axis, values: new Map([['c', values('1')]]), nodes, sums: null }, 'memory')).toEqual([
    { from: 0, to: 0, named: ['a', 'b', 'd'], count: 4 },
  ]);
});
