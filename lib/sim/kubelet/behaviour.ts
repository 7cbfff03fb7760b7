// What a container does beyond what its image and its command tell: by its arguments, its environment and its files.
import type { Container, Pod } from 'kubernetes-types/core/v1';
import type { LogStyle } from './log-styles.ts';
import type { Program } from './program.ts';

export interface Behaviour {
  /** In place of what image and command make of it. */
  program?: Program;
  /** In place of the image's own log. */
  log?: LogStyle;
  /** Its readiness comes so much later than its program; null: never, as what it waits for does not come. */
  readyLaterMs?: number | null;
  /** What it answers over HTTP, by name of an application in lib/sim/proxy, also where its command is not the image's own. */
  application?: { name: string; ports?: readonly number[] };
  /** What it uses, by name of a usage profile. */
  usage?: string;
}

export type Behaviours = (pod: Pod, container: Container) => Behaviour;

const NOTHING: Behaviour = {};

/** Images and commands tell all. */
export const ORDINARY: Behaviours = () => NOTHING;
