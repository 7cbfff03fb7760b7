// All cases, one file for each topic.
import { objectDefaults } from './cases/defaults-objects.ts';
import { workloadDefaults } from './cases/defaults-workloads.ts';
import { objects } from './cases/objects.ts';
import { patches } from './cases/patches.ts';
import { refusedObjects } from './cases/refused.ts';
import { replicas } from './cases/replicas.ts';
import { rollouts } from './cases/rollouts.ts';
import { scheduling } from './cases/scheduling.ts';

export const CASES = [
  ...objects,
  ...patches,
  ...refusedObjects,
  ...replicas,
  ...rollouts,
  ...scheduling,
  ...workloadDefaults,
  ...objectDefaults,
];
