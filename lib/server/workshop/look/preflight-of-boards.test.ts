// What preflight reads from the boards of a simulated classroom: their clocks and the certificates they serve with.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PreflightCheck } from '#lib/model/workshop/preflight/check.ts';
import { HubOnCluster, rowsOf } from '#test/support/hub-on-cluster.ts';

const BOARDS = ['up-1', 'up-2', 'pi4-64', 'pi3-64', 'pi3-32'];
const SEEN_MS = 20_000;

describe('the boards’ clocks', () => {
  let on: HubOnCluster;

  beforeEach(async () => {
    on = await HubOnCluster.start({ kind: 'times', factor: 20 }, 'classroom');
    await on.beginSettled();
  });

  afterEach(() => on.end());

  const clocks = async () => (await rowsOf('workshop'))['check/clocks'] as PreflightCheck;
  const seen = (state: PreflightCheck['state'], words: RegExp) =>
    vi.waitFor(
      async () => expect(await clocks()).toMatchObject({ state, words: expect.stringMatching(words) as unknown }),
      { timeout: SEEN_MS, interval: 200 },
    );

  it('agree with the API server’s', async () => {
    expect(await clocks()).toMatchObject({ state: 'ok' });
  });

  it('are found behind, while the board stays Ready, and right again', async () => {
    await on.cluster.control.setFaults({ clocksBehind: ['pi3-64'] });
    await seen('warning', /pi3-64 (89|90|91) s behind/);
    const ready = (await rowsOf('workshop'))['check/nodes'] as PreflightCheck;
    expect(ready.words).toBe(`${BOARDS.length} of ${BOARDS.length} boards ready.`);
    await on.cluster.control.setFaults({});
    await seen('ok', /^All within/);
  }, 60_000);
});
