// Which series a selector means (prometheus model/labels/matcher.go): regular expressions match the whole value.
import { ExecutionError, type Labels, type Matcher } from './syntax-tree.ts';

/** Longer ones are nobody's, and cost. */
const PATTERN_LENGTH_MAX = 1_000;
/** What is repeated as a whole may take forever to fail, which it does not in Go. */
const REPEATED_GROUP = /\)[*+?{]/;

export type LabelTest = (labels: Labels) => boolean;

/** @throws {ExecutionError} for a pattern that is not evaluated here. */
export function labelTest(matchers: readonly Matcher[]): LabelTest {
  const tests = matchers.map(testOf);
  return (labels) => tests.every((test) => test(labels));
}

function testOf({ label, op, value }: Matcher): LabelTest {
  if (op === '=') return (labels) => (labels[label] ?? '') === value;
  if (op === '!=') return (labels) => (labels[label] ?? '') !== value;
  const pattern = wholePattern(value);
  const wanted = op === '=~';
  return (labels) => pattern.test(labels[label] ?? '') === wanted;
}

function wholePattern(text: string): RegExp {
  if (text.length > PATTERN_LENGTH_MAX || REPEATED_GROUP.test(text)) {
    throw new ExecutionError(
      `the simulated Prometheus does not evaluate the regular expression ${JSON.stringify(text)}`,
    );
  }
  try {
    return new RegExp(`^(?:${text})$`, 's');
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new ExecutionError(`error parsing regexp: ${JSON.stringify(text)}`);
  }
}
