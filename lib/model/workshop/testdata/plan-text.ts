// A plan as a person reads it: what the tests compare.
import type { ComponentPlan } from '../component-plan.ts';
import { CHANGE_SIGNS } from '../difference.ts';
import type { FitsView } from '../fits.ts';
import { objectText } from '../object-key.ts';
import type { WorkshopPlan } from '../plan.ts';
import { preloadText } from '../preload.ts';
import type { StepPlan } from '../step-plan.ts';
import type { TaintsPlan } from '../taints.ts';

export function planText({ preflight, steps, images }: WorkshopPlan): unknown {
  return {
    preflight: Object.fromEntries(preflight.map(({ id, state, words, todo }) => [id, told([state, words, todo])])),
    steps: Object.fromEntries(steps.filter(({ id }) => id !== 'preflight').map((step) => [step.id, stepText(step)])),
    images: images.map(preloadText),
  };
}

function told(parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== '').join(' | ');
}

function stepText({ state, words, why, warnings, components, taints, kubectl }: StepPlan): unknown {
  return {
    state: told([state, words]),
    ...some('why', why.slice(1)),
    ...some('warnings', warnings),
    ...(taints === null ? {} : taintsText(taints)),
    ...some('kubectl', kubectl),
    ...Object.fromEntries(components.map((component) => [component.id, componentText(component)])),
  };
}

function some(name: string, items: readonly unknown[]): Record<string, unknown> {
  return items.length === 0 ? {} : { [name]: items };
}

function taintsText({ boards, pods }: TaintsPlan): Record<string, unknown> {
  return {
    ...some(
      'boards',
      boards.map(({ node, state, words }) => `${node} ${state}: ${words}`),
    ),
    ...some(
      'pods',
      pods.map(({ namespace, name, node, fate, words, fixes }) => ({
        [`${namespace}/${name} on ${node}`]: `${fate}: ${words}`,
        ...some(
          'fixes',
          fixes.map(({ label }) => label),
        ),
      })),
    ),
  };
}

function componentText({ state, words, blocked, unsure, fits, objects }: ComponentPlan): unknown {
  const asked = state !== 'theirs';
  return {
    state: told([state, words]),
    ...(asked ? some('blocked', blocked.slice(1)) : {}),
    ...some('unsure', unsure),
    ...some('fits', fits.map(fitsText)),
    ...some(
      'objects',
      objects.map(({ change, ref, fields }) =>
        told([`${CHANGE_SIGNS[change]} ${objectText(ref)}`, ...fields.map(({ path }) => path)]),
      ),
    ),
  };
}

function fitsText({ replicas, placed, on, words, boards }: FitsView): unknown {
  return {
    placed: `${placed ?? 'not known how many'} of ${replicas ?? 'each'}${on.length === 0 ? '' : ` on ${on.join(', ')}`}`,
    words,
    boards: boards.map(({ node, verdict, reason }) => told([`${node} ${verdict}`, reason])),
  };
}
