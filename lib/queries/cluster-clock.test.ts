import { describe, expect, it } from 'vitest';
import type { ConnectionView } from '#lib/model/stream.ts';
import { clusterNowMs, nextReading } from './cluster-clock.ts';

const T0 = Date.parse('2017-03-29T12:00:00Z');
const reading = { clusterMs: T0, localMs: 1_000, rate: 1 };

function heartbeat(change: Partial<ConnectionView>): ConnectionView {
  return { state: 'live', asOf: null, message: null, clusterTime: null, clockRate: 1, build: 'x', ...change };
}

describe('the clock of the cluster', () => {
  it('moves with its own rate', () => {
    expect(clusterNowMs({ ...reading, rate: 10 }, 3_000) - T0).toBe(20_000);
    expect(clusterNowMs({ ...reading, rate: 0 }, 3_000) - T0).toBe(0);
  });

  it.each([
    ['takes no second back for a rounded Date header', heartbeat({ clusterTime: '2017-03-29T12:00:03Z' }), 4_000],
    ['follows a cluster that is far off', heartbeat({ clusterTime: '2017-03-29T12:10:00Z' }), 600_000],
    ['goes on without a Date header', heartbeat({}), 4_000],
    ['takes a paused clock at its word', heartbeat({ clusterTime: '2017-03-29T12:00:03Z', clockRate: 0 }), 3_000],
  ])('%s', (_, connection, expectedMs) => {
    expect(clusterNowMs(nextReading(reading, connection, 5_000), 5_000) - T0).toBe(expectedMs);
  });

  it('stands while the API server does not answer, and goes on when it does', () => {
    const stopped = nextReading(reading, heartbeat({ state: 'reconnecting' }), 5_000);
    expect(clusterNowMs(stopped, 60_000) - T0).toBe(4_000);
    const again = nextReading(stopped, heartbeat({ clusterTime: '2017-03-29T12:01:00Z' }), 61_000);
    expect(clusterNowMs(again, 62_000) - T0).toBe(61_000);
  });
});
