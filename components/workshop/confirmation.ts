// What a person is asked to confirm before something is applied: taken once, so that it cannot change under the hand.
import { formatCount } from '#lib/format/count.ts';
import type { ComponentPlan } from '#lib/model/workshop/component-plan.ts';
import { CHANGE_SIGNS, isToApply } from '#lib/model/workshop/difference.ts';
import { objectText } from '#lib/model/workshop/object-key.ts';
import type { TaintsPlan } from '#lib/model/workshop/taints.ts';
import type { TokenAsk } from '#lib/model/workshop/token-ask.ts';
import type { StepRows } from '#lib/queries/workshop-rows.ts';
import type { StepId } from '#lib/stack/component.ts';
import type { Workshop } from './workshop-context.ts';

export interface Confirmation {
  title: string;
  button: string;
  steps: readonly StepId[];
  /** As of the plan that is shown. */
  fingerprint: string;
  /** In the order in which it is done. */
  lines: readonly { sign: string; text: string }[];
  warnings: readonly string[];
  kubectl: readonly string[];
  /** Whether ngrok's token is asked for. */
  token: TokenAsk | null;
}

export function stepConfirmation({ detail, components, taints }: StepRows, button: string): Confirmation {
  const made = [...components.values()].filter(({ chosen, state }) => chosen && state === 'offered');
  return {
    title: `Apply ${detail.title}?`,
    button,
    steps: [detail.id],
    fingerprint: detail.fingerprint,
    lines: [...taintLines(taints), ...made.flatMap(objectLines)],
    warnings: detail.warnings,
    kubectl: detail.kubectl,
    token: detail.token,
  };
}

export function restConfirmation({ run, steps }: Pick<Workshop, 'run' | 'steps'>): Confirmation {
  return {
    title: 'Run the rest?',
    button: `Run ${formatCount(run.rest.length, 'step')}`,
    steps: run.rest,
    fingerprint: run.restFingerprint,
    lines: run.restLines.map(({ title, todo }) => ({ sign: todo.sign, text: `${title}: ${todo.words}` })),
    warnings: steps
      .filter(({ state }) => state === 'blocked')
      .map(({ title, words }) => `${title} is left out: ${words}`),
    kubectl: [],
    token: run.restToken,
  };
}

function taintLines(taints: TaintsPlan | null): Confirmation['lines'] {
  const coming = (taints?.boards ?? []).filter(({ state }) => state === 'add');
  return coming.map(({ node, words }) => ({ sign: '+', text: `${node} ${words}` }));
}

function objectLines({ objects }: ComponentPlan): Confirmation['lines'] {
  return objects.filter(isToApply).map(({ ref, change }) => ({ sign: CHANGE_SIGNS[change], text: objectText(ref) }));
}
