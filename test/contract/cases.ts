// All cases, one file for each topic.
import { access } from './cases/access.ts';
import { admission } from './cases/admission.ts';
import { aggregated } from './cases/aggregated.ts';
import { batch } from './cases/batch.ts';
import { budgets } from './cases/budgets.ts';
import { collecting } from './cases/collecting.ts';
import { objectDefaults } from './cases/defaults-objects.ts';
import { workloadDefaults } from './cases/defaults-workloads.ts';
import { definitions } from './cases/definitions.ts';
import { endpoints } from './cases/endpoints.ts';
import { guarded } from './cases/guarded.ts';
import { kinds } from './cases/kinds.ts';
import { describing } from './cases/kubectl-describe.ts';
import { kubectlWords } from './cases/kubectl-words.ts';
import { nodeLife } from './cases/node-life.ts';
import { objects } from './cases/objects.ts';
import { patches } from './cases/patches.ts';
import { reading } from './cases/reading.ts';
import { refusedObjects } from './cases/refused.ts';
import { replicas } from './cases/replicas.ts';
import { rollouts } from './cases/rollouts.ts';
import { scheduling } from './cases/scheduling.ts';
import { subresources } from './cases/subresources.ts';
import { volumes } from './cases/volumes.ts';
import { writing } from './cases/writing.ts';

export const CASES = [
  ...access,
  ...admission,
  ...aggregated,
  ...batch,
  ...budgets,
  ...collecting,
  ...objectDefaults,
  ...workloadDefaults,
  ...definitions,
  ...endpoints,
  ...guarded,
  ...kinds,
  ...describing,
  ...kubectlWords,
  ...nodeLife,
  ...objects,
  ...patches,
  ...reading,
  ...refusedObjects,
  ...replicas,
  ...rollouts,
  ...scheduling,
  ...subresources,
  ...volumes,
  ...writing,
];
