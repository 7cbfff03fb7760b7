import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ConnectionView } from '#lib/model/stream.ts';
import { type StreamFrame, StreamSource, streamUrl } from './stream-source.ts';

/** What the browser would be told to open, and a way to send events down it. */
class FakeEventSource extends EventTarget {
  static opened: FakeEventSource[] = [];
  readonly url: string;
  closed = false;

  constructor(url: string) {
    super();
    this.url = url;
    FakeEventSource.opened.push(this);
  }

  close(): void {
    this.closed = true;
  }

  send(event: string, frame: unknown): void {
    this.dispatchEvent(new MessageEvent(event, { data: JSON.stringify(frame) }));
  }
}

const LIVE: ConnectionView = {
  state: 'live',
  asOf: '2017-03-29T12:00:00.000Z',
  message: null,
  clusterTime: '2017-03-29T12:00:00Z',
  clockRate: 1,
  build: 'b1',
};

let frames: StreamFrame[] = [];

function opened(index: number): FakeEventSource {
  const source = FakeEventSource.opened.at(index);
  if (source === undefined) throw new Error(`no stream ${index} was opened`);
  return source;
}

function lastState(): string | undefined {
  const last = frames.findLast((frame) => frame.event === 'connection');
  return last?.event === 'connection' ? last.connection.state : undefined;
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('EventSource', FakeEventSource);
  FakeEventSource.opened = [];
  frames = [];
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('the stream', () => {
  it('asks for what comes after the rows a page already has', () => {
    expect(streamUrl(new Map([['overview', 'e:4']]))).toBe('/api/stream?topics=overview&since=e%3A4');
    expect(
      streamUrl(
        new Map([
          ['overview', null],
          ['node/pi5', 'e:1'],
        ]),
      ),
    ).toBe('/api/stream?topics=overview%2Cnode%2Fpi5&since=%2Ce%3A1');
  });

  it('says reconnecting when two heartbeats are missing, and keeps when it was last live', () => {
    const source = new StreamSource((frame) => frames.push(frame));
    source.follow(new Map([['overview', 'e:1']]));
    opened(0).send('heartbeat', { connection: LIVE });
    vi.advanceTimersByTime(7_400);
    expect(lastState()).toBe('live');
    vi.advanceTimersByTime(200);
    expect(lastState()).toBe('reconnecting');
    expect(source.connection.asOf).toBe(LIVE.asOf);
    source.close();
  });

  it('comes back from where it stopped', () => {
    const source = new StreamSource((frame) => frames.push(frame));
    source.follow(new Map([['overview', 'e:1']]));
    opened(0).send('delta', { topic: 'overview', after: 'e:1', cursor: 'e:2', upsert: {}, remove: [] });
    opened(0).dispatchEvent(new Event('error'));
    expect(opened(0).closed).toBe(true);
    vi.advanceTimersByTime(1_000);
    expect(opened(1).url).toContain('since=e%3A2');
    source.close();
  });

  it('waits longer from try to try, and starts over once it is heard', () => {
    const source = new StreamSource((frame) => frames.push(frame));
    source.follow(new Map([['overview', null]]));
    for (let attempt = 0; attempt < 6; attempt++) {
      opened(-1).dispatchEvent(new Event('error'));
      vi.advanceTimersByTime(12_001);
    }
    const tries = FakeEventSource.opened.length;
    opened(-1).dispatchEvent(new Event('error'));
    vi.advanceTimersByTime(3_900);
    expect(FakeEventSource.opened).toHaveLength(tries);
    vi.advanceTimersByTime(8_200);
    opened(-1).send('heartbeat', { connection: LIVE });
    opened(-1).dispatchEvent(new Event('error'));
    vi.advanceTimersByTime(800);
    expect(FakeEventSource.opened).toHaveLength(tries + 2);
    source.close();
  });

  it('opens again only when the topics change, and not at all for none', () => {
    const source = new StreamSource((frame) => frames.push(frame));
    source.follow(new Map([['overview', 'e:1']]));
    source.follow(new Map([['overview', 'e:9']]));
    expect(FakeEventSource.opened).toHaveLength(1);
    source.follow(new Map());
    expect(FakeEventSource.opened).toHaveLength(1);
    expect(opened(0).closed).toBe(true);
    source.close();
  });
});
