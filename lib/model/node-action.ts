// What a person can do to a node, and what the server answers: preview (dry run) first, then the same for real.
import type { PodRef } from './overview-view.ts';

export type TaintEffect = 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';

export interface TaintInput {
  key: string;
  value: string;
  effect: TaintEffect;
}

export type NodeAction =
  | { action: 'cordon'; node: string }
  | { action: 'uncordon'; node: string }
  /** `overwrite` replaces the value of a taint with the same key and effect, as kubectl's flag does. */
  | { action: 'taint'; node: string; taint: TaintInput; overwrite?: boolean }
  | { action: 'untaint'; node: string; taint: TaintInput };

/** Body of `POST /api/nodes/<name>/actions`. Errors are a Kubernetes Status. */
export interface NodeActionRequest {
  action: NodeAction;
  /** Asks the API server what would happen, and changes nothing. */
  dryRun: boolean;
  /** What the preview that was confirmed said it would do; where it would now do something else, it is a Conflict. */
  previewed?: string;
}

export interface NodeActionResult {
  /** The command that does the same. */
  kubectl: string;
  applied: boolean;
  /** False when the node is already so: there is nothing to do. */
  changes: boolean;
  /** In words, one line an effect: `adds taint a=b:NoSchedule`. */
  effects: readonly string[];
  /** Pods that a NoExecute taint evicts (with the seconds they may stay; 0 is at once). */
  evicts: readonly (PodRef & { afterSeconds: number })[];
  /** Stands for the effects and the evicted pods, to be sent back as `previewed`. */
  fingerprint: string;
  /** What takes it back; null where nothing changed. */
  undo: NodeAction | null;
}
