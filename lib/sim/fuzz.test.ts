// Thousands of seeded requests, sound and broken: each is answered, none with a 500, every refusal is a Status,
// and what they leave in the store holds together.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest';
import { fireAt } from '#test/fuzz/fire.ts';
import { brokenInvariants } from '#test/fuzz/store-invariants.ts';
import { clientOf } from '#test/support/simulated-api.ts';
import { type Cluster, createCluster } from './index.ts';

const REQUESTS = 850;

let cluster: Cluster;
let complaints: MockInstance<typeof console.error>;

beforeAll(async () => {
  cluster = await createCluster({ scenario: 'kubecon-2017', clock: { kind: 'paused' }, seed: 3 });
  cluster.clock.step(5_000);
});
afterAll(() => cluster.close());
beforeEach(() => {
  complaints = vi.spyOn(console, 'error');
});
afterEach(() => complaints.mockRestore());

describe('the simulated API under fire', () => {
  it.each([11, 12, 13])('answers whatever is asked, seed %i', { timeout: 30_000 }, async (seed) => {
    const { counts, wrong } = await fireAt(cluster, { seed, requests: REQUESTS });
    expect(wrong.slice(0, 5)).toEqual([]);
    expect(brokenInvariants(cluster.store).slice(0, 5)).toEqual([]);
    // The shots reach far enough: some of each come through, clash, and are refused for what they hold.
    for (const status of [200, 201, 409, 422]) expect(counts.get(status)).toBeGreaterThan(5);
  });

  it('lives on, and its controllers bear what is left', async () => {
    cluster.clock.step(120_000);
    expect(complaints.mock.calls.slice(0, 3)).toEqual([]);
    expect(brokenInvariants(cluster.store).slice(0, 5)).toEqual([]);
    const { json } = await clientOf(cluster)('GET', '/api/v1/nodes');
    expect(json.kind).toBe('NodeList');
  });
});
