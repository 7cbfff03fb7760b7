import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LogFollower } from './log-follower.ts';

const CHOICE = { namespace: 'default', pod: 'web', container: 'app', previous: false };
const line = (second: number, text: string) => `2026-01-02T03:04:${String(second).padStart(2, '0')}.5Z ${text}\n`;

type Answer = (query: URLSearchParams, signal: AbortSignal) => Response;

const text =
  (body: string): Answer =>
  () =>
    new Response(body);
const refusal =
  (code: number, message: string): Answer =>
  () =>
    new Response(JSON.stringify({ kind: 'Status', message, reason: 'x' }), { status: code });

describe('following a log', () => {
  /** What the next question and the next stream answer; the last one stays. */
  let whole: Answer[];
  let streams: ReadableStreamDefaultController<Uint8Array>[];
  let asked: URLSearchParams[];
  let follower: LogFollower;

  beforeEach(() => {
    vi.useFakeTimers();
    whole = [];
    streams = [];
    asked = [];
    vi.stubGlobal('fetch', async (path: string, { signal }: { signal: AbortSignal }) => {
      const query = new URL(path, 'http://server').searchParams;
      asked.push(query);
      if (!query.has('follow')) return (whole.length > 1 ? whole.shift() : whole[0])?.(query, signal);
      return new Response(
        new ReadableStream({
          start(controller) {
            streams.push(controller);
            signal.addEventListener('abort', () => controller.error(signal.reason));
          },
        }),
      );
    });
  });
  afterEach(() => {
    follower.pause();
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  function begin(run: string | null = 'run-1', previous = false): void {
    follower = new LogFollower({ ...CHOICE, previous });
    follower.runChanged(run);
    follower.start();
  }
  const say = (words: string) => streams.at(-1)?.enqueue(new TextEncoder().encode(words));
  const lines = () => follower.snapshot().lines.map((one) => one.text);
  const state = () => follower.snapshot().state.state;
  const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

  it('shows what there is, and then what comes', async () => {
    whole = [text(line(1, 'a'))];
    begin();
    await pass(200);
    expect([lines(), state()]).toEqual([['a'], 'following']);
    say(line(1, 'a') + line(2, 'b'));
    await pass(200);
    expect(lines()).toEqual(['a', 'b']);
    expect(asked[1]?.get('sinceTime')).toBe('2026-01-02T03:04:01Z');
  });

  it('goes on after a break from where it was, with each line once', async () => {
    whole = [text(line(1, 'a')), text(line(1, 'a') + line(2, 'b') + line(3, 'c'))];
    begin();
    await pass(200);
    say(line(1, 'a') + line(2, 'b'));
    await pass(200);
    streams.at(-1)?.error(new TypeError('network'));
    await pass(5_000);
    expect([lines(), state()]).toEqual([['a', 'b', 'c'], 'following']);
    say(line(3, 'c') + line(4, 'd'));
    await pass(200);
    expect(lines()).toEqual(['a', 'b', 'c', 'd']);
  });

  it('says why there is none, and has it as soon as the container runs', async () => {
    whole = [refusal(400, 'waiting to start'), text(line(1, 'a'))];
    begin(null);
    await pass(200);
    expect(follower.snapshot().state).toEqual({ state: 'failed', message: 'waiting to start' });
    follower.runChanged('run-1');
    await pass(200);
    expect([lines(), state()]).toEqual([['a'], 'following']);
  });

  it('says where one run ends and the next begins', async () => {
    whole = [text(line(1, 'first run')), text(line(9, 'second run'))];
    begin('run-1');
    await pass(200);
    follower.runChanged(null);
    streams.at(-1)?.close();
    await pass(200);
    expect(state()).toBe('ended');
    follower.runChanged('run-2');
    await pass(3_000);
    expect(lines()).toEqual(['first run', 'The container was started again.', 'second run']);
  });

  it('says where lines may be missing', async () => {
    whole = [text(line(1, 'a')), text(line(50, 'z'))];
    begin();
    await pass(200);
    streams.at(-1)?.error(new TypeError('network'));
    await pass(5_000);
    expect(lines()).toEqual(['a', expect.stringContaining('may be missing'), 'z']);
  });

  it('gives the connection back while nobody looks, and goes on afterwards', async () => {
    whole = [text(line(1, 'a')), text(line(1, 'a') + line(2, 'b'))];
    begin();
    await pass(200);
    follower.pause();
    await pass(120_000);
    expect([lines(), state(), asked.length]).toEqual([['a'], 'paused', 2]);
    follower.start();
    await pass(200);
    expect([lines(), state()]).toEqual([['a', 'b'], 'following']);
  });

  it('asks anew when a stream is silent for too long', async () => {
    whole = [text(line(1, 'a')), text(line(1, 'a') + line(2, 'unseen'))];
    begin();
    await pass(70_000);
    expect(lines()).toEqual(['a', 'unseen']);
  });

  it('reads the log of an earlier run once', async () => {
    whole = [text(line(1, 'a'))];
    begin('run-2', true);
    await pass(120_000);
    expect([lines(), state(), asked.length]).toEqual([['a'], 'ended', 1]);
    expect(asked[0]?.get('previous')).toBe('true');
  });

  it('does not press a server that refuses', async () => {
    whole = [refusal(403, 'forbidden')];
    begin();
    await pass(60_000);
    expect(asked.length).toBeLessThanOrEqual(3);
    expect(follower.snapshot().state).toMatchObject({ state: 'failed', message: 'forbidden' });
  });
});
