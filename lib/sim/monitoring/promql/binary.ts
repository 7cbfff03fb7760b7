// Arithmetic and comparisons between numbers, and between elements of the same labels, one to one; `and` of such elements.
import { type Element, type Evaluation, notEvaluated, signatureOf, typeName, withoutName } from './evaluation.ts';
import { ExecutionError, type Expression, ParseError } from './syntax-tree.ts';

const ARITHMETIC: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '^': (a, b) => a ** b,
};

const COMPARISONS: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

/** What two values give: a number, or null where a comparison without `bool` leaves the element out. */
type Operation = (left: number, right: number, kept: number) => number | null;

/** @throws {ExecutionError | ParseError} */
export function binary(
  { operator, isBool }: Expression & { kind: 'binary' },
  left: Evaluation,
  right: Evaluation,
): Evaluation {
  if (operator === 'and' && left.type === 'vector' && right.type === 'vector') {
    return { type: 'vector', at: (atMs) => both(left.at(atMs), right.at(atMs)) };
  }
  const operation = operationOf(operator, isBool);
  for (const side of [left, right]) {
    if (side.type === 'scalar' || side.type === 'vector') continue;
    const message = `parse error: binary expression must contain only scalar and instant vector types, got ${typeName(side)}`;
    throw new ParseError(message);
  }
  if (left.type === 'scalar' && right.type === 'scalar') {
    if (operator in COMPARISONS && !isBool) {
      throw new ParseError('parse error: comparisons between scalars must use BOOL modifier');
    }
    return { type: 'scalar', at: (atMs) => operation(left.at(atMs), right.at(atMs), 0) ?? 0 };
  }
  const drops = isBool || operator in ARITHMETIC;
  const labelsOf = ({ labels }: Element) => (drops ? withoutName(labels) : labels);
  if (left.type === 'vector' && right.type === 'vector') {
    return { type: 'vector', at: (atMs) => matched(left.at(atMs), right.at(atMs), operation, labelsOf) };
  }
  if (left.type === 'vector' && right.type === 'scalar') {
    const at = (atMs: number) => {
      const value = right.at(atMs);
      return left.at(atMs).flatMap((one) => elementOf(labelsOf(one), operation(one.value, value, one.value)));
    };
    return { type: 'vector', at };
  }
  if (left.type !== 'scalar' || right.type !== 'vector') throw new ExecutionError(notEvaluated(operator));
  const at = (atMs: number) => {
    const value = left.at(atMs);
    return right.at(atMs).flatMap((one) => elementOf(labelsOf(one), operation(value, one.value, one.value)));
  };
  return { type: 'vector', at };
}

/** Those on the left whose labels are on the right too. */
function both(left: readonly Element[], right: readonly Element[]): Element[] {
  const there = new Set(right.map(({ labels }) => signatureOf(withoutName(labels))));
  return left.filter(({ labels }) => there.has(signatureOf(withoutName(labels))));
}

function operationOf(operator: string, isBool: boolean): Operation {
  const arithmetic = ARITHMETIC[operator];
  if (arithmetic !== undefined) return arithmetic;
  const compare = COMPARISONS[operator];
  if (compare === undefined) throw new ExecutionError(notEvaluated(operator));
  if (isBool) return (left, right) => (compare(left, right) ? 1 : 0);
  return (left, right, kept) => (compare(left, right) ? kept : null);
}

function matched(
  left: readonly Element[],
  right: readonly Element[],
  operation: Operation,
  labelsOf: (one: Element) => Element['labels'],
): Element[] {
  const bySignature = new Map<string, Element>();
  for (const one of right) unique(bySignature, one, 'right');
  const seen = new Map<string, Element>();
  return left.flatMap((one) => {
    const signature = unique(seen, one, 'left');
    const other = bySignature.get(signature);
    return other === undefined ? [] : elementOf(labelsOf(one), operation(one.value, other.value, one.value));
  });
}

function unique(seen: Map<string, Element>, one: Element, side: 'left' | 'right'): string {
  const signature = signatureOf(withoutName(one.labels));
  if (seen.has(signature)) {
    const words = 'many-to-many matching not allowed: matching labels must be unique on one side';
    throw new ExecutionError(`found duplicate series on the ${side} hand-side of the operation;${words}`);
  }
  seen.set(signature, one);
  return signature;
}

function elementOf(labels: Element['labels'], value: number | null): Element[] {
  return value === null ? [] : [{ labels, value }];
}
