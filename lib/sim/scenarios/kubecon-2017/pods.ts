// Where the talk's pods are: on its nodes, with Docker; those on the board that was just lost are marked so.
import type { Ground } from '../objects/ground.ts';
import { Placing } from '../objects/placing.ts';
import { NODES, UPBOARD2_LOST } from './boards.ts';

export function placingOf(ground: Ground): Placing {
  return new Placing(ground, { nodes: NODES, runtime: 'docker', nodeLost: UPBOARD2_LOST });
}
