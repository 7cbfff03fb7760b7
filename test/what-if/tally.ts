// Comparisons of many seeds, put together.
import { type Comparison, compareDrawn } from './compare.ts';

export interface Tally {
  clusters: number;
  /** Pods that something was foretold of. */
  foretold: number;
  /** Of these, those that were said to be able to land elsewhere as well. */
  open: number;
  /** Clusters that never come to rest, which is said: not compared. */
  restless: number;
  wrong: readonly Comparison[];
}

export function compareSeeds(first: number, count: number): Tally {
  const comparisons = Array.from({ length: count }, (_, at) => compareDrawn(first + at));
  const atRest = comparisons.filter(({ isRestless }) => !isRestless);
  const sum = (of: (one: Comparison) => number) => atRest.reduce((total, one) => total + of(one), 0);
  return {
    clusters: count,
    foretold: sum(({ foretold }) => foretold),
    open: sum(({ open }) => open),
    restless: count - atRest.length,
    wrong: atRest.filter(({ differences }) => differences.length > 0),
  };
}

/** What is said to be open or restless cannot be wrong: too much of it says nothing. */
export function isTelling({ clusters, foretold, open, restless }: Tally): boolean {
  return foretold > clusters && open < foretold * OPEN_SHARE_MAX && restless < clusters * RESTLESS_SHARE_MAX;
}

const OPEN_SHARE_MAX = 0.2;
const RESTLESS_SHARE_MAX = 0.2;

export function describe({ clusters, foretold, open, restless, wrong }: Tally): string[] {
  return [
    `${clusters} clusters, ${foretold} pods foretold, ${open} of them open, ${restless} clusters never at rest`,
    ...wrong.map(
      ({ seed, suppositions, differences }) =>
        `seed ${seed}: ${JSON.stringify(suppositions)}\n${differences.join('\n')}`,
    ),
  ];
}
