// Has suppositions about made-up clusters played, makes them true in the simulated cluster, and says where it did otherwise.
import { compareSeeds, describe, isTelling } from '../what-if/tally.ts';

export function fuzzWhatIf(options: { seed: number; count: number }, say: (line: string) => void): boolean {
  const tally = compareSeeds(options.seed, options.count);
  for (const line of describe(tally)) say(`what-if: ${line}`);
  if (!isTelling(tally)) say('too little was foretold for certain');
  return tally.wrong.length === 0 && isTelling(tally);
}
