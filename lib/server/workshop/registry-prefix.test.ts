// A classroom without internet: every image is named under the prefix of a registry of its own, and runs from there.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { RunView } from '#lib/model/workshop/workshop-view.ts';
import { HubOnCluster, rowsOf } from '#test/support/hub-on-cluster.ts';
import { runWorkshopRequest } from './workshop-requests.ts';

const TEST_MS = 120_000;
const RUN_MS = 90_000;
const PREFIX = 'registry.classroom.example:5000/mirror';

let on: HubOnCluster;
beforeEach(async () => {
  on = await HubOnCluster.start({ kind: 'times', factor: 20 }, 'classroom');
});
afterEach(() => on.end());

it('is all set up from a registry of its own', { timeout: TEST_MS }, async () => {
  const hub = await on.beginSettled();
  const ask = (body: unknown) => runWorkshopRequest(hub.workshop, body);
  const run = async () => (await rowsOf('workshop'))['run'] as RunView;
  const before = imagesOf(on);
  const choices = { ...(await run()).choices, kubeletInsecureTls: true, registryPrefix: PREFIX };
  await ask({ workshop: 'choose', choices });
  const { rest, restFingerprint } = await run();
  await ask({ workshop: 'apply', steps: rest, previewed: restFingerprint });
  await vi.waitFor(async () => expect(await run()).toMatchObject({ doing: null }), { timeout: RUN_MS, interval: 100 });
  expect((await run()).rest).toEqual([]);
  const made = imagesOf(on).filter((image) => !before.includes(image));
  expect(made.length).toBeGreaterThan(4);
  expect(made.filter((image) => !image.startsWith(`${PREFIX}/`))).toEqual([]);
});

function imagesOf({ cluster }: HubOnCluster): string[] {
  const containers = cluster.store.list('pods').flatMap(({ spec }) => spec?.containers ?? []);
  return [...new Set(containers.map(({ image = '' }) => image))];
}
