import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DeltaFrame } from '#lib/model/stream.ts';
import type { Topic } from './topic.ts';
import { TopicRegistry } from './topic-registry.ts';

describe('the topics', () => {
  const nodes = new Map<string, number>();
  let asked: string[];
  let registry: TopicRegistry;

  beforeEach(() => {
    vi.useFakeTimers({ now: 0 });
    nodes.clear();
    nodes.set('a', 1).set('b', 1);
    asked = [];
    registry = new TopicRegistry({
      nodeNames: () => nodes.keys(),
      *overview(names) {
        for (const name of names) {
          asked.push(name);
          yield [`board/${name}`, nodes.get(name)];
        }
      },
      node: (name) => new Map([['node', nodes.get(name)]]),
    });
  });
  afterEach(() => {
    registry.close();
    vi.useRealTimers();
  });

  function topic(name: string): Topic {
    const found = registry.topic(name);
    if (found === null) throw new Error(`no topic ${name}`);
    return found;
  }

  function watched(name: string): DeltaFrame[] {
    const seen: DeltaFrame[] = [];
    const text = new TextDecoder();
    topic(name).join({
      delta: (_, { bytes }) => seen.push(JSON.parse(text.decode(bytes).split('data: ')[1] ?? '') as DeltaFrame),
    });
    return seen;
  }

  it('recompute only what changed, together with what changed just after', () => {
    const seen = watched('overview');
    asked = [];
    nodes.set('a', 2);
    registry.touch('a');
    nodes.set('a', 3);
    registry.touch('a');
    registry.touch(null);
    expect(seen).toEqual([]);
    vi.advanceTimersByTime(100);
    expect(seen.map(({ upsert }) => upsert)).toEqual([{ 'board/a': 3 }]);
    expect(asked).toEqual(['a']);
  });

  it('lose a node that went, also when everything is recomputed', () => {
    const seen = watched('overview');
    nodes.delete('b');
    registry.touch('b');
    registry.touchAll();
    vi.advanceTimersByTime(100);
    expect(seen.map(({ remove }) => remove)).toEqual([['board/b']]);
  });

  it('do nothing while nobody watches, and are fresh for whoever asks', () => {
    topic('overview');
    asked = [];
    nodes.set('a', 2);
    registry.touch('a');
    vi.advanceTimersByTime(10_000);
    expect(asked).toEqual([]);
    expect(topic('overview').snapshot().rows).toMatchObject({ 'board/a': 2 });
  });

  it('of nodes hear only of their node', () => {
    const seen = watched('node/b');
    nodes.set('a', 2);
    registry.touch('a');
    vi.advanceTimersByTime(100);
    expect(seen).toEqual([]);
    nodes.set('b', 2);
    registry.touch('b');
    vi.advanceTimersByTime(100);
    expect(seen.map(({ upsert }) => upsert)).toEqual([{ node: 2 }]);
  });

  it.each([
    '',
    'node',
    'node/',
    'node/A',
    'node/..',
    'node/a/b',
    'node/-a',
    'node/a..b',
    `node/${'a'.repeat(254)}`,
    'pods',
    'toString',
  ])('have no name %j', (name) => {
    expect(registry.topic(name)).toBeNull();
  });

  it('that nobody uses go after a minute, and come back with a history of their own', () => {
    const first = topic('node/a').cursor;
    registry.sweep(59_000);
    expect(topic('node/a').cursor).toBe(first);
    registry.sweep(61_000);
    expect(topic('node/a').cursor).not.toBe(first);
    expect(topic('node/a').missedSince(first)).toBeNull();
  });

  it('are bounded in number, the unused ones making room', () => {
    watched('node/kept');
    const kept = topic('node/kept').cursor;
    for (let n = 0; n < 2_000; n++) expect(registry.topic(`node/n${n}`)).not.toBeNull();
    expect(topic('node/kept').cursor).toBe(kept);
  });

  it('asked for together are all there, however many others were asked for before', () => {
    for (let n = 0; n < 1_990; n++) topic(`node/n${n}`);
    const [first, ...others] = Array.from({ length: 16 }, (_, n) => topic(`node/together${n}`));
    expect(others).toHaveLength(15);
    expect(topic('node/together0')).toBe(first);
  });
});
