// A what-if is worth what comes true of it: the simulated cluster, whose controllers are none of the play's, is the judge.
import { describe as about, expect, it } from 'vitest';
import type { Supposition } from '#lib/model/placement/what-if-view.ts';
import { whatIf } from '#lib/model/what-if/what-if.ts';
import { Random } from '#lib/sim/random.ts';
import { loadScenario } from '#lib/sim/scenarios/catalogue.ts';
import { START_MS, testWorld } from '#lib/sim/scenarios/testdata/test-world.ts';
import { compareIn } from './compare.ts';
import { recordsOf } from './records-of.ts';
import { compareSeeds, describe, isTelling } from './tally.ts';

const SEED = 20_000;
const CLUSTERS = 40;
const TIME_LIMIT_MS = 90_000;

function worldOf(name: string) {
  const scenario = loadScenario(name);
  if (scenario === undefined) throw new Error(`no scenario ${name}`);
  const built = scenario.build({ nowMs: START_MS, random: new Random(1), parameters: {} });
  // Without visitors, autoscalers and timed jobs nothing happens but what is supposed.
  const { load: _load, ...quiet } = built;
  const world = testWorld(quiet);
  for (const resource of ['horizontalpodautoscalers.autoscaling', 'cronjobs.batch'] as const) {
    for (const { metadata } of world.store.list(resource)) {
      world.writer.delete(resource, metadata.namespace ?? '', metadata.name);
    }
  }
  world.step(60);
  return world;
}

it(
  `comes true in ${CLUSTERS} made-up clusters`,
  () => {
    const tally = compareSeeds(SEED, CLUSTERS);
    expect(tally.wrong.map(({ seed, differences }) => ({ seed, differences }))).toEqual([]);
    expect(isTelling(tally), describe(tally).join('\n')).toBe(true);
  },
  TIME_LIMIT_MS,
);

about.each([
  { scenario: 'kubecon-2017', supposition: { suppose: 'unplug', node: 'pi5' } },
  { scenario: 'kubecon-2017', supposition: { suppose: 'unplug', node: 'upboard1' } },
  { scenario: 'classroom', supposition: { suppose: 'unplug', node: 'pi4-64' } },
  { scenario: 'modern', supposition: { suppose: 'unplug', node: 'raspi4' } },
] satisfies { scenario: string; supposition: Supposition }[])('$scenario', ({ scenario, supposition }) => {
  it(`comes true where ${supposition.node} is unplugged`, () => {
    const world = worldOf(scenario);
    try {
      const { foretold, differences } = compareIn(world, [supposition]);
      expect(differences).toEqual([]);
      expect(foretold).toBeGreaterThan(0);
      expect(world.bugs).toEqual([]);
    } finally {
      world.close();
    }
  });
});

it('says of a board that comes back which pods land on it, and so it is', () => {
  const world = worldOf('classroom');
  try {
    compareIn(world, [{ suppose: 'unplug', node: 'pi4-64' }]);
    const supposition: Supposition = { suppose: 'plug-in', node: 'pi4-64' };
    expect(whatIf(recordsOf(world), [supposition]).after.find(({ name }) => name === 'pi4-64')?.ready.status).toBe(
      'True',
    );
    expect(compareIn(world, [supposition]).differences).toEqual([]);
  } finally {
    world.close();
  }
});
