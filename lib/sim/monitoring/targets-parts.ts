// What targets are found and measured with.
import type { Pod } from 'kubernetes-types/core/v1';
import type { Power } from '../kubelet/power.ts';
import type { Stored } from '../store/object.ts';
import type { Load, ObjectSource } from '../usage/load.ts';
import type { Kubelets } from './kubelets.ts';

export interface TargetsParts {
  source: ObjectSource;
  startMs: number;
  power: Power;
  load: Load;
  kubelets: Kubelets;
  /** What the program behind a port of a pod tells at `/metrics`; null where none listens. */
  toldBy(pod: Stored<Pod>, port: number): 'requests' | 'nothing' | null;
}
