import { describe, expect, it } from 'vitest';
import { activeFilters, filterOf, filterRows, isTroubled, type PlacementFilter, sortRows } from './placement-filter.ts';
import type { PlacementRow } from './placement-view.ts';

const NONE: PlacementFilter = { namespace: '', arch: '', state: '', text: '' };

function row(part: Partial<PlacementRow>): PlacementRow {
  return {
    kind: 'Deployment',
    namespace: 'default',
    name: 'web',
    ready: 1,
    desired: 1,
    pods: [],
    podCount: 1,
    byArch: { arm64: { running: 1 } },
    verdicts: '.',
    imageArchs: null,
    note: null,
    ...part,
  };
}

const web = row({
  name: 'web',
  pods: [{ name: 'web-5d8-x7', node: 'pi5', state: 'running', status: 'Running' }],
});
const short = row({ name: 'short', ready: 1, desired: 2, byArch: { arm64: { running: 1 }, '': { pending: 1 } } });
const broken = row({ name: 'broken', namespace: 'lab', ready: 0, byArch: { amd64: { failing: 1 } } });
const ended = row({ kind: 'Job', name: 'ended', desired: null, byArch: { arm: { completed: 1 } }, note: 'complete' });
const rows = [web, short, broken, ended];

describe('the filter', () => {
  it.each<[what: string, filter: Partial<PlacementFilter>, names: string[]]>([
    ['leaves all without a part', {}, ['web', 'short', 'broken', 'ended']],
    ['takes a namespace', { namespace: 'lab' }, ['broken']],
    ['takes an architecture on which it has pods', { arch: 'arm64' }, ['web', 'short']],
    ['takes fewer ready than wanted', { state: 'unready' }, ['short', 'broken']],
    ['takes pods in a state, wherever they are', { state: 'pending' }, ['short']],
    ['takes a state beside running', { state: 'completed' }, ['ended']],
    ['finds a pod by its name', { text: '5d8-X7' }, ['web']],
    ['finds kind, namespace and note', { text: 'job complete' }, ['ended']],
    ['wants every word', { text: 'web lab' }, []],
    ['takes all its parts together', { namespace: 'default', arch: 'arm64', state: 'unready' }, ['short']],
    ['does not count blanks as text', { text: '   ' }, ['web', 'short', 'broken', 'ended']],
  ])('%s', (_what, filter, names) => {
    expect(filterRows(rows, { ...NONE, ...filter }).map(({ name }) => name)).toEqual(names);
  });

  it('never calls a workload unready of which nobody says how many are wanted', () => {
    expect(filterRows([row({ ready: 0, desired: null })], { ...NONE, state: 'unready' })).toEqual([]);
  });
});

describe('the address', () => {
  it.each<[query: string, filter: Partial<PlacementFilter>, active: string[]]>([
    ['', {}, []],
    [
      'namespace=lab&state=failing&text=a+b',
      { namespace: 'lab', state: 'failing', text: 'a b' },
      ['namespace', 'state', 'text'],
    ],
    ['state=running', {}, []],
    ['state=__proto__&arch=arm', { arch: 'arm' }, ['arch']],
    [`text=${'x'.repeat(1_000)}`, { text: 'x'.repeat(300) }, ['text']],
  ])('%.40s', (query, filter, active) => {
    const read = filterOf(new URLSearchParams(query));
    expect(read).toEqual({ ...NONE, ...filter });
    expect(activeFilters(read)).toEqual(active);
  });
});

describe('the order', () => {
  it('is by name as people count, those that were in trouble first', () => {
    const names = ['web10', 'web9', 'api'].map((name) => row({ name }));
    expect(sortRows(names, new Set()).map(({ name }) => name)).toEqual(['api', 'web9', 'web10']);
    expect(sortRows(names, new Set(['default/Deployment/web10'])).map(({ name }) => name)).toEqual([
      'web10',
      'api',
      'web9',
    ]);
  });

  it('parts the same name by namespace, then kind', () => {
    const same = [row({ namespace: 'b' }), row({ kind: 'Job' }), row({}), row({ namespace: 'a' })];
    expect(sortRows(same, new Set()).map(({ namespace, kind }) => `${namespace}/${kind}`)).toEqual([
      'a/Deployment',
      'b/Deployment',
      'default/Deployment',
      'default/Job',
    ]);
  });

  it('counts failing and pending as trouble, starting and unknown not', () => {
    const states = ['failing', 'pending', 'starting', 'unknown', 'completed'] as const;
    expect(states.filter((state) => isTroubled(row({ byArch: { arm: { [state]: 1 } } })))).toEqual([
      'failing',
      'pending',
    ]);
  });
});
