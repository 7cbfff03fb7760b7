import { describe, expect, it } from 'vitest';
import type { DeltaFrame, SnapshotFrame } from '#lib/model/stream.ts';
import { EventReader } from '#test/support/event-stream.ts';
import { Topic } from './topic.ts';
import { Viewer } from './viewer.ts';

const HEARTBEAT = new TextEncoder().encode('event: heartbeat\ndata: {}\n\n');
const KILOBYTE = 'x'.repeat(1024);

function watch(topics: Topic[], since: string[] = []) {
  const left: Viewer[] = [];
  const viewer = new Viewer(topics, since, HEARTBEAT, (gone) => left.push(gone));
  return { viewer, left, reader: new EventReader(viewer.stream) };
}

describe('a viewer', () => {
  it('hears a heartbeat, a snapshot of each topic, then what changes, each with where all topics stand', async () => {
    const [a, b] = [new Topic('a', 'ea'), new Topic('b', 'eb')];
    a.update([['k', 1]]);
    const { reader } = watch([a, b]);
    b.update([['k', 2]]);
    const seen = await reader.until(({ event }) => event === 'delta');
    expect(seen.map(({ event, id }) => [event, id])).toEqual([
      ['heartbeat', null],
      ['snapshot', 'ea:1,'],
      ['snapshot', 'ea:1,eb:0'],
      ['delta', 'ea:1,eb:1'],
    ]);
  });

  it('is told only what it missed where its cursor is known, and everything where it is not', async () => {
    const [a, b] = [new Topic('a', 'ea'), new Topic('b', 'eb')];
    for (let n = 1; n <= 3; n++) for (const topic of [a, b]) topic.update([['k', n]]);
    const { reader } = watch([a, b], ['ea:1', 'old:1']);
    const seen = await reader.until(({ event }) => event === 'snapshot');
    expect(seen.map(({ event, id }) => [event, id])).toEqual([
      ['heartbeat', null],
      ['delta', 'ea:2,old:1'],
      ['delta', 'ea:3,old:1'],
      ['snapshot', 'ea:3,eb:3'],
    ]);
  });

  it('that does not read is not buffered for, and gets a fresh snapshot when it reads again', async () => {
    const topic = new Topic('a', 'e');
    const { reader } = watch([topic]);
    for (let n = 1; n <= 5_000; n++) topic.update([['k', `${n}${KILOBYTE}`]]);
    const seen = await reader.until(({ data }) => ((data as SnapshotFrame).rows?.['k'] as string)?.startsWith('5000'));
    expect(reader.bytes).toBeLessThan(1024 * 1024);
    expect(seen.at(-1)).toMatchObject({ event: 'snapshot', id: 'e:5000' });
    topic.update([['k', 'next']]);
    const [delta] = await reader.until(({ event }) => event === 'delta');
    expect(delta?.data as DeltaFrame).toMatchObject({ after: 'e:5000', upsert: { k: 'next' } });
  });

  it('never reads a delta that does not follow from what it has', async () => {
    const topic = new Topic('a', 'e');
    const { reader } = watch([topic]);
    let cursor = '';
    for (let n = 1; n <= 2_000; n++) {
      topic.update([['k', `${n}${KILOBYTE}`]]);
      if (n % 7 !== 0) continue;
      const event = await reader.next();
      const frame = event?.data as SnapshotFrame & DeltaFrame;
      if (event?.event === 'delta') expect(frame.after).toBe(cursor);
      if (event?.event !== 'heartbeat') cursor = frame.cursor;
    }
  });

  it('that takes nothing for half a minute is let go', () => {
    const topic = new Topic('a', 'e');
    const { viewer, left } = watch([topic]);
    for (let n = 1; n <= 1_000; n++) topic.update([['k', `${n}${KILOBYTE}`]]);
    for (const nowMs of [0, 3_000, 30_000]) viewer.heartbeat(HEARTBEAT, nowMs);
    expect(left).toEqual([]);
    viewer.heartbeat(HEARTBEAT, 33_000);
    expect(left).toEqual([viewer]);
    expect(topic.viewerCount).toBe(0);
  });

  it('that leaves is forgotten at once', async () => {
    const topic = new Topic('a', 'e');
    const { reader, left, viewer } = watch([topic]);
    await reader.next();
    await reader.cancel();
    expect(left).toEqual([viewer]);
    expect(topic.viewerCount).toBe(0);
    topic.update([['k', 1]]);
    viewer.heartbeat(HEARTBEAT, 0);
    viewer.close();
    expect(left).toHaveLength(1);
  });
});
