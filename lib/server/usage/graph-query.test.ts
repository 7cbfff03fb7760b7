import { describe, expect, it } from 'vitest';
import { graphQuery } from './graph-query.ts';

const asked = (query: string) => graphQuery(new URLSearchParams(query));

describe('what a graph is asked with', () => {
  it.each([
    ['', { by: 'arch', span: { lastMs: 3_600_000 }, source: null, node: null, each: false, pod: null }],
    ['by=node&each=1&range=24h', { by: 'node', span: { lastMs: 86_400_000 }, each: true }],
    ['by=node&node=pi5', { by: 'node', node: 'pi5' }],
    ['by=pod&namespace=default&name=web-0', { by: 'pod', pod: { namespace: 'default', name: 'web-0' } }],
    ['source=prometheus', { source: 'prometheus' }],
    [
      'from=2026-01-01T00:00Z&to=2026-01-08T00:00:00.000Z',
      { span: { fromMs: Date.UTC(2026, 0, 1), toMs: Date.UTC(2026, 0, 8) } },
    ],
  ])('%j', (query, expected) => expect(asked(query)).toMatchObject(expected));

  it.each([
    ['by=color', /by is one of/],
    ['range=2h', /range is one of/],
    ['from=2026-01-01T00:00:00Z', /given together/],
    ['from=2026-01-01T00:00:00Z&to=2026-01-09T00:00:00Z', /7 days/],
    ['from=2026-01-01T00:00:00Z&to=2026-01-01T00:00:01Z', /a minute/],
    ['from=yesterday&to=today', /is a time/],
    ['range=1h&from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z', /not both/],
    ['by=pod', /name of a pod/],
    ['namespace=default', /by=pod/],
    ['node=pi5', /by=node/],
    ['by=node&node=..', /no node/],
    ['by=node&each=yes', /each is 1/],
    ['source=../x', /source/],
    ['query=up', /no parameter/],
    ['by=arch&by=node', /twice/],
  ])('refuses %j', (query, message) => {
    expect(() => asked(query)).toThrow(expect.objectContaining({ code: 400, message: expect.stringMatching(message) }));
  });
});
