import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Supposition } from '#lib/model/placement/what-if-view.ts';
import { HubOnCluster } from '#test/support/hub-on-cluster.ts';
import type { Hub } from '../live/hub.ts';
import { PLAYS_SAVED_MS, PlayBudget } from './play-budget.ts';
import { answerWhatIf } from './what-if.ts';

const APP = { kind: 'Deployment', namespace: 'default', name: 'sample-metrics-app' } as const;
const UNPLUG: Supposition = { suppose: 'unplug', node: 'pi5' };

function scaledTo(replicas: number): Supposition {
  return { suppose: 'action', action: { action: 'scale', workload: APP, replicas } };
}

describe('what would happen if', () => {
  let on: HubOnCluster;
  let hub: Hub;

  beforeAll(async () => {
    on = await HubOnCluster.start();
    hub = await on.beginSettled();
  });

  afterAll(() => on.end());

  const asked = (...suppositions: Supposition[]) => answerWhatIf(hub, { suppositions });

  it('a board is unplugged: its pods are named, and nothing is asked of the cluster', async () => {
    const { pods, kubectl } = await asked(UNPLUG);
    const onBoard = [...hub.cache.podsOn('pi5').values()].map(({ name }) => name);
    expect(
      pods
        .filter(({ from }) => from === 'pi5')
        .map(({ name }) => name)
        .sort(),
    ).toEqual(onBoard.sort());
    expect(kubectl).toEqual([]);
  });

  it.each([
    ['a board that is not there', { suppose: 'unplug', node: 'pi9' }, 404, 'there is no node pi9'],
    ['more pods than are played', scaledTo(5_000), 413, 'more pods'],
  ] as const)('%s is refused in words', async (_, supposition, code, words) => {
    await expect(asked(supposition)).rejects.toMatchObject({ code, message: expect.stringContaining(words) });
  });

  it('is not played where suppositions have had their share of the time, until it is said', async () => {
    let nowMs = 0;
    let usedMs = 0;
    const plays = new PlayBudget({ nowMs: () => nowMs, usedMs: () => usedMs });
    const { cache, images } = hub;
    const parts = {
      cache,
      images,
      plays,
      connection: () => hub.connection(),
      whenSettled: () => Promise.resolve(),
    };
    plays.spend(() => {
      usedMs += 2 * PLAYS_SAVED_MS;
    });
    const refused = await answerWhatIf(parts, { suppositions: [UNPLUG] }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 503, message: expect.stringContaining('try again in') });
    const { retryAfterSeconds } = refused as { retryAfterSeconds: number };
    nowMs += retryAfterSeconds * 1_000;
    await expect(answerWhatIf(parts, { suppositions: [UNPLUG] })).resolves.toHaveProperty('pods');
  });
});
