// Choices given at a terminal, over what the workshop was last done with or what is suggested.
import type { TaintChoice, WorkshopChoices } from '#lib/model/workshop/choices.ts';
import type { WorkshopFacts } from '#lib/model/workshop/facts.ts';
import { knownOr } from '#lib/model/workshop/known.ts';
import { suggestedTaints } from '#lib/model/workshop/suggested-choices.ts';
import { ARCH_LABEL } from '#lib/rules/nodes/platform.ts';
import { UsageError } from '../options.ts';

const NO_TAINTS: TaintChoice = { key: ARCH_LABEL, effect: 'NoSchedule', architectures: [] };

/** What was said; what was not stays as it is. */
export interface GivenChoices extends Partial<WorkshopChoices> {
  /** Over those that are there or suggested. */
  taint?: Partial<TaintChoice>;
}

/** Throws a UsageError for an architecture that no board has. */
export function choicesWith(
  { taint, ...given }: GivenChoices,
  before: WorkshopChoices,
  { nodes }: Pick<WorkshopFacts, 'nodes'>,
): WorkshopChoices {
  const choices = { ...before, ...given };
  if (taint === undefined) return choices;
  const boards = knownOr(nodes, []);
  const there = [...new Set(boards.map(({ hardware }) => hardware.architecture))].sort();
  const unknown = taint.architectures?.find((name) => nodes.known && !there.some((arch) => arch === name));
  if (unknown !== undefined) {
    throw new UsageError(`no board is ${unknown}: --taint takes ${there.join(', ')}.`);
  }
  const taints = { ...(before.taints ?? suggestedTaints(boards) ?? NO_TAINTS), ...taint };
  if (taints.architectures.length === 0) {
    throw new UsageError('--taint ARCH,... says which architectures are tainted.');
  }
  return { ...choices, taints };
}
