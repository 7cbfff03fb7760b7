// Sums and the like over the elements that share some labels.
import { type Element, type Evaluation, notEvaluated, signatureOf, typeName } from './evaluation.ts';
import { ExecutionError, type Expression, type Grouping, type Labels, METRIC_NAME, ParseError } from './syntax-tree.ts';

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

const FIGURES: Readonly<Record<string, (values: readonly number[]) => number>> = {
  sum: total,
  avg: (values) => total(values) / values.length,
  min: (values) => Math.min(...values),
  max: (values) => Math.max(...values),
  count: (values) => values.length,
};

/** @throws {ExecutionError | ParseError} */
export function aggregate(
  { name, grouping }: Expression & { kind: 'aggregation' },
  args: readonly Evaluation[],
): Evaluation {
  const figure = Object.hasOwn(FIGURES, name) ? FIGURES[name] : undefined;
  if (figure === undefined) throw new ExecutionError(notEvaluated(name));
  const [inner] = args;
  if (inner === undefined || args.length > 1) {
    throw new ParseError(
      `parse error: wrong number of arguments for aggregate expression provided, expected 1, got ${args.length}`,
    );
  }
  if (inner.type !== 'vector') {
    const message = `parse error: expected type instant vector in aggregation expression, got ${typeName(inner)}`;
    throw new ParseError(message);
  }
  const keep = keeper(grouping);
  const at = (atMs: number) => {
    const groups = new Map<string, { labels: Labels; values: number[] }>();
    for (const element of inner.at(atMs)) add(groups, element, keep(element.labels));
    return [...groups.values()].map(({ labels, values }) => ({ labels, value: figure(values) }));
  };
  return { type: 'vector', at };
}

type Groups = Map<string, { labels: Labels; values: number[] }>;

function add(groups: Groups, { value }: Element, labels: Labels): void {
  const signature = signatureOf(labels);
  const group = groups.get(signature);
  if (group === undefined) groups.set(signature, { labels, values: [value] });
  else group.values.push(value);
}

/** Each element's labels are looked at once for all instants. */
function keeper({ how, labels: named }: Grouping): (labels: Labels) => Labels {
  const kept = new WeakMap<Labels, Labels>();
  const wanted = new Set(named);
  return (labels) => {
    const known = kept.get(labels);
    if (known !== undefined) return known;
    const keeps = ([label]: [string, string]) => label !== METRIC_NAME && wanted.has(label) === (how === 'by');
    const those = Object.fromEntries(Object.entries(labels).filter(keeps));
    kept.set(labels, those);
    return those;
  };
}
