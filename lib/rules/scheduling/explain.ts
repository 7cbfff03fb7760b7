// Everything the scheduler's filters look at on one node for one pod, check by check and term by term: what a person reads
// to know why. Made by explainer.ts out of the same rules that the verdict comes from.
import type { FilterFailure } from './filter-failure.ts';

export interface NodeExplanation {
  /** The first check that refuses it, as the scheduler counts; null where none does. */
  failure: FilterFailure | null;
  /** Every check, whether it passes or not, in the scheduler's order; all pass exactly where there is no failure. */
  checks: readonly Check[];
}

export type Check =
  /** The node the pod names itself; null where it names none. */
  | { kind: 'name'; passes: boolean; wanted: string | null }
  | { kind: 'cordon'; passes: boolean; cordoned: boolean; tolerated: boolean }
  | { kind: 'taints'; passes: boolean; taints: readonly TaintCheck[] }
  | { kind: 'affinity'; passes: boolean; selector: readonly LabelCheck[]; terms: readonly TermCheck[] }
  | { kind: 'ports'; passes: boolean; taken: readonly { port: string; by: string }[] }
  | { kind: 'resources'; passes: boolean; resources: readonly ResourceCheck[] }
  | { kind: 'volumes'; passes: boolean; reasons: readonly string[] }
  | { kind: 'spread'; passes: boolean; constraints: readonly SpreadCheck[] }
  | { kind: 'pod-affinity'; passes: boolean; reason: string | null };

export interface TaintCheck {
  /** `key=value:Effect`. */
  taint: string;
  effect: string;
  tolerated: boolean;
  /** The toleration that matches it, as `key=value:Effect for 300s`; null where none does. */
  by: string | null;
}

export interface LabelCheck {
  /** `disk=ssd`, `kubernetes.io/arch in (amd64, arm64)`. */
  text: string;
  passes: boolean;
  /** What the node has instead; null where it has no such label. */
  actual: string | null;
}

/** Terms are ORed, the expressions of one are ANDed. */
export interface TermCheck {
  passes: boolean;
  expressions: readonly LabelCheck[];
}

export interface ResourceCheck {
  /** `cpu` in millicores, `memory` in bytes, `pods` as a count. */
  resource: string;
  passes: boolean;
  asked: number;
  /** By the pods that are on the node. */
  requested: number;
  allocatable: number;
  /** Whose requests take most of it, largest first, at most five. */
  takers: readonly { pod: string; amount: number }[];
}

export interface SpreadCheck {
  topologyKey: string;
  passes: boolean;
  /** This node's value of the key; null where it has none. */
  domain: string | null;
  matching: number | null;
  least: number | null;
  maxSkew: number;
}
