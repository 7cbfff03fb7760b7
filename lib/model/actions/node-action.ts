// What a person can do to a node.
import type { TaintEffect } from '#lib/rules/nodes/taint-spec.ts';

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
