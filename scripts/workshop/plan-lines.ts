// A plan as lines: what is looked at first, then each step with what it would do or why it cannot be done.
import { formatCount } from '#lib/format/count.ts';
import type { ComponentPlan } from '#lib/model/workshop/component-plan.ts';
import { CHANGE_SIGNS, type ObjectDifference } from '#lib/model/workshop/difference.ts';
import { objectText } from '#lib/model/workshop/object-key.ts';
import type { PreflightCheck } from '#lib/model/workshop/preflight/check.ts';
import type { StepPlan } from '#lib/model/workshop/step-plan.ts';
import type { TaintBoard } from '#lib/model/workshop/taint-boards.ts';
import type { TaintPod } from '#lib/model/workshop/taint-pods.ts';
import type { StepRow } from '#lib/model/workshop/workshop-view.ts';
import { wrapped } from './layout.ts';

const ID_COLUMNS = 14;
const STATE_COLUMNS = 8;

/** `metrics        ready    9 objects to create`. */
export function stepLine({ id, state, words }: Pick<StepRow, 'id' | 'state' | 'words'>): string[] {
  return wrapped(words, `${id.padEnd(ID_COLUMNS)} ${state.padEnd(STATE_COLUMNS)} `);
}

export function checkLines(checks: readonly PreflightCheck[]): string[] {
  return checks.flatMap(({ title, state, words, todo, kubectl }) => [
    ...wrapped(`${title}: ${words}`, `  ${state.padEnd(STATE_COLUMNS)} `),
    ...(todo === null ? [] : wrapped(todo, '           -> ')),
    ...(kubectl === null || state === 'ok' ? [] : [`           $ ${kubectl}`]),
  ]);
}

/** `row`: as it stands in the list of steps. */
export function stepLines(step: StepPlan, row: StepRow): string[] {
  const { why, warnings, components, taints, kubectl } = step;
  const reasons = why.filter((one) => one !== row.words);
  const shown = components.filter((one) => one.chosen);
  return [
    ...stepLine(row),
    ...reasons.flatMap((one) => wrapped(one, '  ! ')),
    ...warnings.filter((one) => !reasons.includes(one)).flatMap((one) => wrapped(one, '  ? ')),
    ...(taints?.boards ?? []).flatMap(boardLines),
    ...(taints?.pods ?? []).flatMap(podLines),
    ...shown.flatMap((one) => componentLines(one, shown.length > 1)),
    ...kubectl.map((line) => `  $ ${line}`),
  ];
}

function boardLines({ node, arch, words, state }: TaintBoard): string[] {
  const sign = state === 'add' ? '+' : state === 'conflict' ? '!' : '=';
  return wrapped(`${node} (${arch}) ${words}`, `  ${sign} `);
}

function podLines({ namespace, name, node, words, fixes }: TaintPod): string[] {
  return [
    ...wrapped(`${namespace}/${name} on ${node} ${words}`, '  ! '),
    ...fixes.flatMap(({ label }) => wrapped(label, '      -> ')),
  ];
}

function componentLines({ title, words, objects }: ComponentPlan, isOneOfSeveral: boolean): string[] {
  const head = isOneOfSeveral ? wrapped(`${title}: ${words}`, '  ') : [];
  return [...head, ...objects.flatMap(objectLines)];
}

function objectLines({ ref, summary, change, fields, fieldsLeftOut, words }: ObjectDifference): string[] {
  const told = [objectText(ref), summary].filter((text) => text !== '').join(': ');
  return [
    ...wrapped(told, `  ${CHANGE_SIGNS[change]} `),
    ...(words === '' ? [] : wrapped(words, '      ')),
    ...fields.flatMap(({ path, before, after }) =>
      wrapped(`${path}: ${before ?? 'none'} -> ${after ?? 'none'}`, '      '),
    ),
    ...(fieldsLeftOut === 0 ? [] : [`      and ${formatCount(fieldsLeftOut, 'more field')}`]),
  ];
}
