import { describe, expect, it } from 'vitest';
import { topNodeCommand, topPodCommand } from './top-command.ts';
import { firstRange, nextSorting, usageQueryOf } from './usage-query.ts';

function queryOf(search: string) {
  return usageQueryOf(new URLSearchParams(search));
}

describe('the address of the usage page', () => {
  it('shows the nodes by architecture where it says nothing', () => {
    expect(queryOf('')).toMatchObject({
      table: 'nodes',
      nodeSorting: { column: 'name', descending: false },
      podSorting: { column: 'namespace', descending: false },
      flat: false,
      containers: false,
      graph: { by: 'arch', span: null, source: '' },
    });
  });

  it.each([
    ['range=6h', { range: '6h' }],
    ['range=2h', null],
    [
      'from=2026-11-23T13:00:00Z&to=2026-11-23T14:30:00%2B01:00',
      { from: '2026-11-23T13:00:00.000Z', to: '2026-11-23T13:30:00.000Z' },
    ],
    ['from=2026-11-23T13:00:00Z', null],
    ['from=2026-11-23T14:00:00Z&to=2026-11-23T13:00:00Z', null],
    ['from=yesterday&to=today', null],
  ])('%s is %j', (search, span) => {
    expect(queryOf(search).graph.span).toEqual(span);
  });

  it.each([
    ['sort=-cpu', { column: 'cpu', descending: true }],
    ['sort=memory-share', { column: 'memory-share', descending: false }],
    ['sort=node', { column: 'name', descending: false }],
    ['sort=-', { column: 'name', descending: false }],
  ])('%s orders nodes by %j', (search, sorting) => {
    expect(queryOf(search).nodeSorting).toEqual(sorting);
  });

  it('begins with the largest amount and the first name, and turns round', () => {
    const byName = { column: 'name', descending: false } as const;
    expect(nextSorting<'name' | 'cpu'>(byName, 'cpu')).toEqual({ column: 'cpu', descending: true });
    expect(nextSorting<'name' | 'cpu'>({ column: 'cpu', descending: true }, 'cpu').descending).toBe(false);
    expect(nextSorting<'name' | 'cpu'>({ column: 'cpu', descending: true }, 'name').descending).toBe(false);
  });
});

describe('the time that graphs show at first', () => {
  const state = { state: 'live' } as const;
  const live = { kind: 'metrics.k8s.io', title: '', at: '2026-11-23T13:30:00Z', resolutionSeconds: 15, state };
  const history = { title: '', resolutionSeconds: 15, state };
  it.each([
    ['a server that has just started', 'memory', '2026-11-23T13:28:00Z', '5m'],
    ['one that has measured nothing yet', 'memory', null, '5m'],
    ['one that remembers a while', 'memory', '2026-11-23T13:15:00Z', '1h'],
    ['a Prometheus, which does not say since when it knows', 'prometheus', null, '1h'],
    ['no history', 'none', null, '1h'],
  ] as const)('of %s', (_, kind, since, range) => {
    expect(firstRange({ live, history: { ...history, kind, since } })).toBe(range);
  });
});

describe('the kubectl line of a table', () => {
  it.each([
    ['', 'kubectl top node'],
    ['sort=-cpu', 'kubectl top node --sort-by=cpu'],
    ['sort=cpu', 'kubectl top node'],
    ['sort=-memory-share', 'kubectl top node'],
    ['arch=arm&sort=-memory', 'kubectl top node -l kubernetes.io/arch=arm --sort-by=memory'],
    ['text=pi', "kubectl top node | grep -i -e 'CPU(cores)' -e pi"],
    ["text=a.b+'", "kubectl top node | grep -i -e 'CPU(cores)' -e 'a\\.b' | grep -i -e 'CPU(cores)' -e ''\\'''"],
  ])('of nodes with %j is %s', (search, line) => {
    expect(topNodeCommand(queryOf(search))).toBe(line);
  });

  it.each([
    ['', 'kubectl top pod -A'],
    ['namespace=default&containers=all', 'kubectl top pod -n default --containers'],
    ['arch=arm&sort=-memory', 'kubectl top pod -A --sort-by=memory'],
  ])('of pods with %j is %s', (search, line) => {
    expect(topPodCommand(queryOf(search))).toBe(line);
  });
});
