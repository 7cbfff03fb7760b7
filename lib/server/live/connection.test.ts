import { describe, expect, it } from 'vitest';
import type { ProbeView } from '#lib/kube/index.ts';
import { clockJumped } from './connection.ts';

const START_MS = Date.UTC(2026, 0, 1);

function at(answeredMs: number, clusterMs: number | null, clockRate = 1): ProbeView {
  const version = null;
  return { reachable: true, answeredMs, clusterMs, clockRate, version, scenario: null, message: null };
}

describe("the cluster's time", () => {
  it.each([
    ['goes on', at(0, START_MS), at(3_000, START_MS + 3_000), false],
    ['goes on in whole seconds', at(0, START_MS), at(3_900, START_MS + 3_000), false],
    ['stands', at(0, START_MS, 0), at(3_000, START_MS, 0), false],
    ['was stepped', at(0, START_MS, 0), at(100, START_MS + 60_000, 0), true],
    ['was reset', at(0, START_MS + 600_000, 0), at(100, START_MS, 0), true],
    ['goes on fast', at(0, START_MS, 10), at(3_000, START_MS + 30_000, 10), false],
    ['is known for the first time', at(0, null), at(3_000, START_MS), true],
    ['is not known', at(0, null), at(3_000, null), false],
  ])('%s', (_, before, view, jumped) => {
    expect(clockJumped(view, before)).toBe(jumped);
  });
});
