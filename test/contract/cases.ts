// All cases, one file for each topic.
import { objects } from './cases/objects.ts';
import { patches } from './cases/patches.ts';
import { scheduling } from './cases/scheduling.ts';

export const CASES = [...objects, ...patches, ...scheduling];
