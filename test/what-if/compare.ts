// What was foretold of a supposition beside what the simulated cluster then did, workload by workload.
import type { Supposition } from '#lib/model/placement/what-if-view.ts';
import { whatIf } from '#lib/model/what-if/what-if.ts';
import type { TestWorld } from '#lib/sim/scenarios/testdata/test-world.ts';
import { differencesOf } from './differences.ts';
import { drawnSuppositions } from './draw-suppositions.ts';
import { drawnWorld } from './drawn-world.ts';
import { makeTrue } from './make-true.ts';
import { recordsOf } from './records-of.ts';

/** Grace, tolerations and roll-outs are over by then. */
const AFTER_SECONDS = 1_200;

export interface Comparison {
  seed: number;
  suppositions: readonly Supposition[];
  /** Pods that something was foretold of, and how many of those may land elsewhere as well. */
  foretold: number;
  open: number;
  /** Pods come and go for ever, which is said: there is no end to compare. */
  isRestless: boolean;
  /** Where it came out otherwise, in words. */
  differences: readonly string[];
}

export function compareDrawn(seed: number): Comparison {
  const { world, random } = drawnWorld(seed);
  try {
    const suppositions = drawnSuppositions(random, recordsOf(world));
    return { seed, suppositions, ...compareIn(world, suppositions) };
  } finally {
    world.close();
  }
}

export function compareIn(world: TestWorld, suppositions: readonly Supposition[]) {
  const cluster = recordsOf(world);
  const { pods: fates, notModelled, summary } = whatIf(cluster, suppositions);
  const isRestless = notModelled.some((text) => text.includes('come and go'));
  for (const supposition of suppositions) makeTrue(world, supposition);
  world.step(AFTER_SECONDS);
  const after = recordsOf(world).pods;
  // Of some workloads it is said that they may be concerned as well.
  const said = summary.find((sentence) => sentence.startsWith('Depending')) ?? '';
  const isUnsaid = (difference: string) => !said.split(/\W+/).includes(difference.split(/[ /]/)[2] ?? '');
  const open = fates.filter(({ orElse }) => orElse.length > 0).length;
  return {
    foretold: fates.length,
    open,
    isRestless,
    differences: differencesOf(cluster.pods, after, fates).filter(isUnsaid),
  };
}
