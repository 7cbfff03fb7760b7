// A way out of a refusal, and what is needed to make one.
import type { Check } from '#lib/rules/scheduling/explain.ts';
import type { ClusterAction, PlacementFields } from '../../actions/cluster-action.ts';
import type { WhyView } from './why-view.ts';

export interface WayOut {
  /** What it does: `Tolerate arch=arm:NoSchedule`. */
  label: string;
  action: ClusterAction;
  /** Whether nothing else keeps the pod off this node. */
  enough: boolean;
}

/** What cannot be done from here, in one sentence. */
export interface Advice {
  text: string;
  /** Shows more, and changes nothing. */
  kubectl: string;
}

/** Of one check. */
export type Way = Omit<WayOut, 'enough'> & { /** Of what the check refuses. */ removesAll: boolean };

export type CheckOf<K extends Check['kind']> = Extract<Check, { kind: K }>;

export function placed({ owner }: WhyView, placement: PlacementFields): ClusterAction {
  return { action: 'place', workload: owner, placement };
}
