// Which boards a choice of architectures taints, and which it leaves as they are and why.
import { isArchitectureKey } from '#lib/rules/nodes/platform.ts';
import { formatTaint, HARD_EFFECTS, sameTaint } from '#lib/rules/nodes/taints.ts';
import type { NodeAction } from '../actions/node-action.ts';
import { planNodeAction } from '../actions/node-plan.ts';
import type { NodeRecord } from '../records/records.ts';
import { isControlPlane, takesOrdinaryPods } from './board-openness.ts';
import type { TaintChoice } from './choices.ts';

export interface TaintBoard {
  node: string;
  arch: string;
  /**
   * `add`: the taint comes; `same`: it has it; `kept`: another architecture taint of its own does the same already;
   * `conflict`: the same key and effect with another value, which is not overwritten; `protected`: the control plane;
   * `open`: its architecture is not among those chosen.
   */
  state: 'add' | 'same' | 'kept' | 'conflict' | 'protected' | 'open';
  words: string;
  /** What is done to it; null where nothing is. */
  action: Extract<NodeAction, { action: 'taint' }> | null;
  kubectl: string | null;
}

export function taintBoards(nodes: readonly NodeRecord[], choice: TaintChoice): TaintBoard[] {
  return nodes.map((node) => ({ node: node.name, arch: node.hardware.architecture, ...taintBoard(node, choice) }));
}

function taintBoard(node: NodeRecord, choice: TaintChoice): Omit<TaintBoard, 'node' | 'arch'> {
  const { architecture } = node.hardware;
  const untouched = { action: null, kubectl: null };
  if (!choice.architectures.includes(architecture)) {
    const there = node.taints.filter(({ effect }) => HARD_EFFECTS.includes(effect)).map(formatTaint);
    const words = there.length === 0 ? 'stays open to every pod' : `stays as it is, with ${there.join(' and ')}`;
    return { state: 'open', words, ...untouched };
  }
  if (isControlPlane(node)) {
    const words = takesOrdinaryPods(node)
      ? 'the control plane runs there, which is never tainted here: it stays open to every pod'
      : 'the control plane runs there, which is never tainted here: its own taint keeps pods away';
    return { state: 'protected', words, ...untouched };
  }
  const taint = { key: choice.key, value: architecture, effect: choice.effect };
  const present = node.taints.find((other) => sameTaint(other, taint));
  if (present !== undefined && (present.value ?? '') === architecture) {
    return { state: 'same', words: `has ${formatTaint(taint)} already`, ...untouched };
  }
  if (present !== undefined) {
    const words = `has ${formatTaint(present)}, put there by somebody else: it is not overwritten`;
    return { state: 'conflict', words, ...untouched };
  }
  const alike = node.taints.find(
    ({ key, value, effect }) => isArchitectureKey(key) && value === architecture && effect === choice.effect,
  );
  if (alike !== undefined) {
    return { state: 'kept', words: `${formatTaint(alike)} does the same already`, ...untouched };
  }
  const action = { action: 'taint', node: node.name, taint } as const;
  const { kubectl } = planNodeAction(node, [], action);
  return { state: 'add', words: `gets ${formatTaint(taint)}`, action, kubectl };
}

/** Those on which pods without tolerations still find a place, once the taints are there. */
export function openBoards(nodes: readonly NodeRecord[], boards: readonly TaintBoard[]): NodeRecord[] {
  const tainted = new Set(boards.filter(({ state }) => state === 'add').map(({ node }) => node));
  return nodes.filter(
    ({ name, taints, unschedulable }) =>
      !unschedulable && !tainted.has(name) && !taints.some(({ effect }) => HARD_EFFECTS.includes(effect)),
  );
}
