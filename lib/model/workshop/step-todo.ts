// What applying a step would do, in a line for whoever confirms several at once.
import { CHANGE_SIGNS, changeCounts } from './difference.ts';
import type { StepPlan } from './step-plan.ts';

export interface TodoLine {
  /** Of what it does foremost, as objects have it: `+`, `~`. */
  sign: string;
  words: string;
}

const FOREMOST = ['create', 'change', 'unknown', 'same'] as const;

type Planned = Pick<StepPlan, 'state' | 'words' | 'components' | 'taints'>;

export function stepTodo({ state, words, components, taints }: Planned): TodoLine {
  if (state === 'blocked') return { sign: CHANGE_SIGNS.refused, words };
  if (state !== 'ready') return { sign: CHANGE_SIGNS.same, words: 'all of it is there, and is waited for once more' };
  if (taints !== null) return { sign: CHANGE_SIGNS.create, words };
  const offered = components.filter((one) => one.chosen && one.state === 'offered');
  const counts = changeCounts(offered.flatMap(({ objects }) => objects));
  return { sign: CHANGE_SIGNS[FOREMOST.find((change) => counts[change] > 0) ?? 'same'], words };
}
