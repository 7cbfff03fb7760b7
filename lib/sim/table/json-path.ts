// The simple JSON paths of a CRD's additionalPrinterColumns: names, indexes, `[*]` and `[?(@.type=="Ready")]`.
// Follows client-go, util/jsonpath, as far as apiextensions-apiserver allows it in a column.
import { isList, isObject, own } from '../json.ts';

export type PathStep =
  | { kind: 'field'; name: string }
  | { kind: 'index'; index: number }
  | { kind: 'all' }
  | { kind: 'filter'; path: readonly PathStep[]; operator: '==' | '!='; value: string };

const STEP =
  /\.((?:\\.|[^.[\]\\])*)|\['((?:[^'\\]|\\.)*)'\]|\[(-?\d+)\]|\[\*\]|\[\?\(@(\.[^=!<>]+?)\s*(==|!=)\s*([^)]+)\)\]/y;

/** Null where the path is not one of the simple ones. */
export function parseJsonPath(text: string): PathStep[] | null {
  const path = text.startsWith('.') || text.startsWith('[') ? text : `.${text}`;
  const steps: PathStep[] = [];
  let at = 0;
  while (at < path.length) {
    STEP.lastIndex = at;
    const match = STEP.exec(path);
    if (match === null) return null;
    at = STEP.lastIndex;
    const step = stepOf(match);
    if (step === null) return null;
    steps.push(step);
  }
  return steps.filter((step) => step.kind !== 'field' || step.name !== '');
}

function stepOf([whole, field, quoted, index, filterPath, operator, literal]: RegExpExecArray): PathStep | null {
  if (index !== undefined) return { kind: 'index', index: Number(index) };
  if (filterPath !== undefined && (operator === '==' || operator === '!=') && literal !== undefined) {
    const path = parseJsonPath(filterPath.trim());
    return path === null
      ? null
      : { kind: 'filter', path, operator, value: literal.trim().replace(/^(["'])(.*)\1$/, '$2') };
  }
  if (whole === '[*]') return { kind: 'all' };
  const name = (field ?? quoted ?? '').replace(/\\(.)/g, '$1');
  return field === '*' ? { kind: 'all' } : { kind: 'field', name };
}

/** The first value the path leads to; undefined where there is none. */
export function firstMatch(value: unknown, steps: readonly PathStep[]): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  for (const next of follow(value, step)) {
    const found = firstMatch(next, rest);
    if (found !== undefined) return found;
  }
  return undefined;
}

function follow(value: unknown, step: PathStep): readonly unknown[] {
  switch (step.kind) {
    case 'field':
      return isObject(value) ? [own(value, step.name)].filter((found) => found !== undefined) : [];
    case 'index':
      return isList(value) ? value.slice(step.index).slice(0, 1) : [];
    case 'all':
      return isList(value) ? value : isObject(value) ? Object.values(value) : [];
    case 'filter':
      return (isList(value) ? value : []).filter((item) => {
        const found = firstMatch(item, step.path);
        // What is no single value cannot be compared, not even with `!=` (evalFilter).
        if (typeof found !== 'string' && typeof found !== 'number' && typeof found !== 'boolean') return false;
        return (String(found) === step.value) === (step.operator === '==');
      });
  }
}
