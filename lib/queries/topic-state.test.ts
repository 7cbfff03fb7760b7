import { describe, expect, it } from 'vitest';
import type { DeltaFrame } from '#lib/model/stream.ts';
import { applyDelta, type TopicState } from './topic-state.ts';

const pi5 = { name: 'pi5' };
const state: TopicState = { cursor: 'a:7', rows: { 'board/pi5': pi5, 'board/pi6': { name: 'pi6' } } };

function delta(after: string, cursor: string, change: Partial<DeltaFrame> = {}): DeltaFrame {
  return { topic: 'overview', after, cursor, upsert: {}, remove: [], ...change };
}

describe('a delta', () => {
  it('adds, replaces and removes the rows it names and leaves the others as they are', () => {
    const next = applyDelta(state, delta('a:7', 'a:8', { upsert: { 'board/pi7': 7 }, remove: ['board/pi6'] }));
    expect(next).toEqual({ cursor: 'a:8', rows: { 'board/pi5': pi5, 'board/pi7': 7 } });
    expect(next?.rows['board/pi5']).toBe(pi5);
  });

  it('does not touch the state it started from', () => {
    applyDelta(state, delta('a:7', 'a:8', { remove: ['board/pi6'] }));
    expect(Object.keys(state.rows)).toEqual(['board/pi5', 'board/pi6']);
  });

  it.each([
    ['one that is in the snapshot already', delta('a:5', 'a:6')],
    ['the one that made this state', delta('a:6', 'a:7')],
  ])('is ignored when it is %s', (_, late) => {
    expect(applyDelta(state, late)).toBe(state);
  });

  it.each([
    ['an earlier one was lost', delta('a:8', 'a:9')],
    ['it is of another server', delta('b:7', 'b:8')],
    ['it is of another server with a shorter history', delta('b:1', 'b:2')],
    ['sequences have more digits', delta('a:10', 'a:11')],
  ])('asks for a snapshot when %s', (_, far) => {
    expect(applyDelta(state, far)).toBeNull();
  });
});
