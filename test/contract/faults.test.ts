// Ten of the faults that `npm run soak` goes through: five before a simulated cluster, five before a real one.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findClusterTools } from '#scripts/cluster-tools.ts';
import { controlPlaneBinaries } from '../control-plane/binaries.ts';
import { type SoakClusters, soakClusters } from '../soak/clusters.ts';
import { faultNamed } from '../soak/faults.ts';
import { measure } from '../soak/measure.ts';
import { World } from '../soak/world.ts';

const SEED = 7;
const LASTS_MS = 1_500;
const START_MS = 180_000;
const FAULT_MS = 120_000;

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const tools = findClusterTools(say);
if (tools !== null) process.env['BRAMBLE_KUBECTL'] = tools.kubectl;
const hasReal = controlPlaneBinaries(say) !== null;

describe.each([
  {
    real: false,
    faults: [
      'everything stalls, and is lost',
      'answers end in mid-JSON, cut',
      'another cluster with a new authority',
      'history is compacted: 410',
      "a plugin's token expires",
    ],
  },
  {
    real: true,
    faults: [
      'every connection is reset',
      'watches of pods fall silent',
      'another cluster, at once',
      'stale lists',
      'events come again',
    ],
  },
])('a page on a cluster (real: $real)', ({ real, faults }) => {
  // Without Go there is no real control plane.
  const runs = tools !== null && (hasReal || !real);
  let clusters: SoakClusters | null = null;
  let world: World | undefined;

  beforeAll(async () => {
    if (!runs) return;
    clusters = await soakClusters(real, say);
    world = await World.start(clusters?.kubeconfigs ?? [], SEED);
  }, START_MS);
  afterAll(async () => {
    await world?.stop();
    await clusters?.stop();
  });

  it.skipIf(!runs).each(faults)(
    'shows what kubectl prints, and nothing old as live: %s',
    { timeout: FAULT_MS },
    async (name) => {
      if (world === undefined) throw new Error('the clusters did not start');
      const { wrong, healedMs } = await measure(world, faultNamed(name), LASTS_MS);
      expect(wrong, `healed after ${healedMs} ms`).toEqual([]);
    },
  );
});
