import { describe, expect, it } from 'vitest';
import { Topic, type TopicFrame } from './topic.ts';

/** The JSON in an SSE event. */
function dataOf(frame: TopicFrame): Record<string, unknown> {
  const text = new TextDecoder().decode(frame.bytes);
  expect(text.split('\n')).toHaveLength(3);
  return JSON.parse(text.split('\n')[1]?.replace(/^data: /, '') ?? '') as Record<string, unknown>;
}

function watched(topic: Topic): Record<string, unknown>[] {
  const seen: Record<string, unknown>[] = [];
  topic.join({ delta: (_, frame) => seen.push(dataOf(frame)) });
  return seen;
}

describe('a topic', () => {
  it('tells viewers what differs, and nothing where nothing does', () => {
    const topic = new Topic('overview', 'e');
    const seen = watched(topic);
    topic.update([
      ['a', { n: 1 }],
      ['b', 'two\nlines'],
    ]);
    topic.update([
      ['a', { n: 1 }],
      ['b', undefined],
      ['never', undefined],
    ]);
    topic.update([['a', { n: 1 }]]);
    expect(seen).toEqual([
      { topic: 'overview', after: 'e:0', cursor: 'e:1', upsert: { a: { n: 1 }, b: 'two\nlines' }, remove: [] },
      { topic: 'overview', after: 'e:1', cursor: 'e:2', upsert: {}, remove: ['b'] },
    ]);
    expect(topic.snapshot()).toEqual({ topic: 'overview', cursor: 'e:2', rows: { a: { n: 1 } } });
    expect(dataOf(topic.snapshotFrame())).toEqual(topic.snapshot());
  });

  it('replaces all rows at once', () => {
    const topic = new Topic('node/pi5', 'e');
    topic.update([
      ['a', 1],
      ['b', 2],
    ]);
    const seen = watched(topic);
    topic.replace(new Map([['b', 3]]));
    expect(seen).toEqual([{ topic: 'node/pi5', after: 'e:1', cursor: 'e:2', upsert: { b: 3 }, remove: ['a'] }]);
  });

  it('serialises a frame once for all viewers', () => {
    const topic = new Topic('overview', 'e');
    const frames: TopicFrame[] = [];
    for (let i = 0; i < 2; i++) topic.join({ delta: (_, frame) => frames.push(frame) });
    topic.update([['a', 1]]);
    expect(frames[0]?.bytes).toBe(frames[1]?.bytes);
    expect(topic.snapshotFrame()).toBe(topic.snapshotFrame());
  });

  it('resumes from any cursor of its history, and from no other', () => {
    const topic = new Topic('overview', 'e');
    for (let n = 1; n <= 3; n++) topic.update([['a', n]]);
    expect(topic.missedSince('e:1')?.map(dataOf)).toMatchObject([{ upsert: { a: 2 } }, { upsert: { a: 3 } }]);
    expect(topic.missedSince('e:3')).toEqual([]);
    for (const cursor of ['other:1', 'e:4', 'e:-1', 'e:x', 'e:1.5', '', ':', 'e:', 'e:0x1']) {
      expect([cursor, topic.missedSince(cursor)]).toEqual([cursor, null]);
    }
  });

  it('forgets history beyond its bounds', () => {
    const topic = new Topic('overview', 'e');
    for (let n = 1; n <= 300; n++) topic.update([['a', n]]);
    expect(topic.missedSince('e:10')).toBeNull();
    expect(topic.missedSince('e:290')).toHaveLength(10);
    topic.update([['big', 'x'.repeat(1024 * 1024)]]);
    expect(topic.missedSince('e:299')).toBeNull();
  });
});
