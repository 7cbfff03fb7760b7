// Answers of thousands of objects: complete, in order, and never further ahead of their reader than a bound.
import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientOf, eventsIn } from '#test/support/simulated-api.ts';
import { type Cluster, createCluster } from '../index.ts';
import type { Sink } from './answer.ts';
import { sendPaced } from './paced.ts';

const OBJECTS = 2_500;
const TURNS = 200;

/** A reader that takes nothing until it is told to. */
class LazySink implements Sink {
  waiting = 0;
  taken = 0;
  #drained: (() => void)[] = [];
  #closed: (() => void)[] = [];

  write(bytes: Uint8Array | string): number {
    this.waiting += bytes.length;
    return this.waiting;
  }

  end(): void {
    this.leave();
  }

  onDrain(task: () => void): void {
    this.#drained.push(task);
  }

  onClose(task: () => void): void {
    this.#closed.push(task);
  }

  take(): void {
    this.taken += this.waiting;
    this.waiting = 0;
    for (const task of this.#drained.splice(0)) task();
  }

  leave(): void {
    for (const task of this.#closed.splice(0)) task();
  }
}

function* kilobytes(count: number, made: { count: number }): Generator<string> {
  for (; made.count < count; made.count++) yield 'x'.repeat(1024);
}

async function turns(): Promise<void> {
  for (let count = 0; count < TURNS; count++) await turn();
}

describe('sendPaced', () => {
  it('prepares no more than a bound for a reader that does not read, and all for one that does', async () => {
    const sink = new LazySink();
    const made = { count: 0 };
    let isDone = false;
    sendPaced(sink, kilobytes(5_000, made), () => {
      isDone = true;
    });
    await turns();
    expect(sink.waiting).toBeGreaterThan(0);
    expect(sink.waiting).toBeLessThan(1.2 * 1024 * 1024);
    while (!isDone) {
      sink.take();
      await turns();
    }
    sink.take();
    expect(sink.taken).toBe(5_000 * 1024);
  });

  it('makes nothing more once the reader is gone', async () => {
    const sink = new LazySink();
    const made = { count: 0 };
    sendPaced(sink, kilobytes(5_000, made), () => expect.unreachable('it was never read'));
    sink.leave();
    const before = made.count;
    await turns();
    sink.take();
    expect(made.count).toBe(before);
  });
});

describe('a resource with thousands of objects', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await createCluster({ scenario: 'empty', clock: { kind: 'paused' }, seed: 1 });
    cluster.settle();
    for (let index = 0; index < OBJECTS; index++) put(String(index).padStart(5, '0'));
  });
  afterAll(() => cluster.close());

  function put(name: string, data: Record<string, string> = {}): void {
    const metadata = { name, namespace: 'default', uid: name, creationTimestamp: '2026-01-01T00:00:00Z' };
    cluster.store.put('configmaps', { apiVersion: 'v1', kind: 'ConfigMap', metadata, data } as object);
  }

  it('is listed whole, as it is page by page', async () => {
    const ask = clientOf(cluster);
    const whole = await ask('GET', '/api/v1/namespaces/default/configmaps');
    const paged: unknown[] = [];
    let token = '';
    do {
      const page = await ask('GET', `/api/v1/namespaces/default/configmaps?limit=700&continue=${token}`);
      paged.push(...(page.json.items ?? []));
      token = (page.json['metadata'] as { continue?: string } | undefined)?.continue ?? '';
    } while (token !== '');
    expect(whole.json.items?.length).toBeGreaterThanOrEqual(OBJECTS);
    expect(whole.json.items).toEqual(paged);
  });

  it('is watched from its list on, with what changes while that is sent after it', async () => {
    const ask = clientOf(cluster);
    const count = cluster.store.count('configmaps');
    const query = 'watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true';
    const watching = ask('GET', `/api/v1/configmaps?${query}`, { lines: count + 3 });
    while (cluster.control.state().watches === 0) await turn();
    put('00000', { changed: 'first' });
    put('late', {});
    put('99999', {});
    const events = eventsIn(await watching);
    const types = events.map(({ type }) => type);
    expect(types.slice(0, count).every((type) => type === 'ADDED')).toBe(true);
    expect(types.slice(count, count + 3)).toEqual(['BOOKMARK', 'MODIFIED', 'ADDED']);
    expect(events[0]?.object).not.toHaveProperty('data.changed');
  });
});
