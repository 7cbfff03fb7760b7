// Evaluates expressions over a store of samples: selectors, rates and figures over time, sums and the like by label,
// arithmetic, comparisons and `and`. Everything else is refused in words; it is no engine for all of the language.
// Mirrors prometheus promql/engine.go as far as it goes.
import type { SampleStore, Series } from '../sample-store.ts';
import { aggregate } from './aggregations.ts';
import { binary } from './binary.ts';
import { type Element, type Evaluation, notEvaluated, SampleBudget, typeName, withoutName } from './evaluation.ts';
import { labelTest } from './label-matching.ts';
import { RANGE_FUNCTIONS } from './range-functions.ts';
import { ExecutionError, type Expression, ParseError, type Selector } from './syntax-tree.ts';

/** An instant's lookback: --query.lookback-delta. */
const LOOKBACK_MS = 300_000;

type Call = Expression & { kind: 'call' };

/** How far back from an instant it looks. */
export function reachMs(expression: Expression): number {
  switch (expression.kind) {
    case 'number':
    case 'string':
      return 0;
    case 'selector':
      return expression.rangeMs ?? LOOKBACK_MS;
    case 'binary':
      return Math.max(reachMs(expression.left), reachMs(expression.right));
    case 'call':
    case 'aggregation':
      return Math.max(0, ...expression.args.map(reachMs));
  }
}

/** Finds the series once, for all instants. @throws {ExecutionError | ParseError} */
export function evaluation(expression: Expression, store: SampleStore, budget = new SampleBudget()): Evaluation {
  switch (expression.kind) {
    case 'number':
      return { type: 'scalar', at: () => expression.value };
    case 'string':
      return { type: 'string', value: expression.value };
    case 'selector':
      return selection(expression, store, budget);
    case 'aggregation':
      return aggregate(
        expression,
        expression.args.map((arg) => evaluation(arg, store, budget)),
      );
    case 'binary':
      return binary(
        expression,
        evaluation(expression.left, store, budget),
        evaluation(expression.right, store, budget),
      );
    case 'call':
      return call(expression, store, budget);
  }
}

function selection({ matchers, rangeMs }: Selector, store: SampleStore, budget: SampleBudget): Evaluation {
  const series = selected(matchers, store);
  if (rangeMs === null) {
    const at = (atMs: number) => {
      budget.take(series.length);
      return series.flatMap((one): Element[] => {
        const sample = one.newest(atMs - LOOKBACK_MS, atMs);
        return sample === null ? [] : [{ labels: one.labels, value: sample.value }];
      });
    };
    return { type: 'vector', at };
  }
  const at = (atMs: number) =>
    series.flatMap((one) => {
      const samples = one.between(atMs - rangeMs, atMs);
      budget.take(samples.length + 1);
      return samples.length === 0 ? [] : [{ labels: one.labels, samples }];
    });
  return { type: 'matrix', at };
}

function selected(matchers: Selector['matchers'], store: SampleStore): Series[] {
  const test = labelTest(matchers);
  return [...store.series()].filter(({ labels }) => test(labels));
}

function call({ name, args }: Call, store: SampleStore, budget: SampleBudget): Evaluation {
  const [arg] = args;
  const wrongCount = () =>
    new ParseError(`parse error: wrong number of arguments in call to "${name}", got ${args.length}`);
  if (name === 'time') {
    if (args.length !== 0) throw wrongCount();
    return { type: 'scalar', at: (atMs) => atMs / 1_000 };
  }
  const isKnown = name === 'vector' || name === 'timestamp' || Object.hasOwn(RANGE_FUNCTIONS, name);
  if (!isKnown) throw new ExecutionError(notEvaluated(`${name}()`));
  if (arg === undefined || args.length > 1) throw wrongCount();
  if (name === 'timestamp') return timestamps(arg, store, budget);
  const inner = evaluation(arg, store, budget);
  if (name === 'vector') {
    if (inner.type !== 'scalar') throw wrongType(name, 'scalar', inner);
    return { type: 'vector', at: (atMs) => [{ labels: {}, value: inner.at(atMs) }] };
  }
  return overRange(name, arg, inner);
}

function overRange(name: string, arg: Expression, inner: Evaluation): Evaluation {
  if (inner.type !== 'matrix' || arg.kind !== 'selector') throw wrongType(name, 'range vector', inner);
  const rangeMs = arg.rangeMs ?? 0;
  const at = (atMs: number) =>
    inner.at(atMs).flatMap(({ labels, samples }): Element[] => {
      const value = RANGE_FUNCTIONS[name]?.(samples, atMs - rangeMs, atMs) ?? null;
      return value === null ? [] : [{ labels: withoutName(labels), value }];
    });
  return { type: 'vector', at };
}

/** When each sample was taken, in seconds; of anything but a selector that is the instant itself. */
function timestamps(arg: Expression, store: SampleStore, budget: SampleBudget): Evaluation {
  if (arg.kind === 'selector' && arg.rangeMs === null) {
    const series = selected(arg.matchers, store);
    const at = (atMs: number) => {
      budget.take(series.length);
      return series.flatMap((one): Element[] => {
        const sample = one.newest(atMs - LOOKBACK_MS, atMs);
        return sample === null ? [] : [{ labels: withoutName(one.labels), value: sample.atMs / 1_000 }];
      });
    };
    return { type: 'vector', at };
  }
  const inner = evaluation(arg, store, budget);
  if (inner.type !== 'vector') throw wrongType('timestamp', 'instant vector', inner);
  const at = (atMs: number) =>
    inner.at(atMs).map(({ labels }) => ({ labels: withoutName(labels), value: atMs / 1_000 }));
  return { type: 'vector', at };
}

function wrongType(name: string, wanted: string, got: Evaluation): ParseError {
  const message = `parse error: expected type ${wanted} in call to function "${name}", got ${typeName(got)}`;
  return new ParseError(message);
}
