// Reads an expression in Prometheus' query language: the part of its grammar that dashboards of use need
// (prometheus promql/parser/generated_parser.y). What is read is not always evaluated: evaluate.ts says what is.

import { notEvaluated } from './evaluation.ts';
import { FUNCTION_NAMES } from './function-names.ts';
import {
  ExecutionError,
  type Expression,
  type Grouping,
  type Matcher,
  METRIC_NAME,
  ParseError,
} from './syntax-tree.ts';
import { durationMs, positionIn, type Token, tokensOf } from './tokens.ts';

export const AGGREGATIONS: ReadonlySet<string> = new Set(
  'sum avg min max count group stddev stdvar topk bottomk quantile count_values limitk limit_ratio'.split(' '),
);

/** Weakest first; those of one row bind from the left. */
const LEVELS: readonly (readonly string[])[] = [
  ['or'],
  ['and', 'unless'],
  ['==', '!=', '<=', '<', '>=', '>'],
  ['+', '-'],
  ['*', '/', '%', 'atan2'],
];
const COMPARISONS = new Set(LEVELS[2]);
const MATCHERS = new Set(['=', '!=', '=~', '!~']);
/** Deeper ones are nobody's questions, and would go on the stack. */
const DEPTH_MAX = 50;

/** @throws {ParseError | ExecutionError} the latter for what the language has and is not read here. */
export function parseExpression(text: string): Expression {
  return new Parser(text).all();
}

class Parser {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = tokensOf(text);
  }

  all(): Expression {
    if (this.#peek().kind === 'end')
      throw new ParseError('unknown position: parse error: no expression found in input');
    const expression = this.#binary(0);
    if (this.#peek().kind !== 'end') throw this.#unexpected();
    return expression;
  }

  #binary(level: number): Expression {
    const operators = LEVELS[level];
    if (operators === undefined) return this.#power();
    let left = this.#binary(level + 1);
    while (operators.includes(this.#peek().text) && this.#peek().kind !== 'string') {
      const operator = this.#take().text;
      const isBool = COMPARISONS.has(operator) && this.#takes('bool');
      this.#refuseMatching();
      left = { kind: 'binary', operator, isBool, left, right: this.#binary(level + 1) };
    }
    return left;
  }

  /** Binds from the right, and stronger than a sign. */
  #power(): Expression {
    if (this.#takes('-')) {
      return {
        kind: 'binary',
        operator: '*',
        isBool: false,
        left: { kind: 'number', value: -1 },
        right: this.#power(),
      };
    }
    const left = this.#primary();
    if (!this.#takes('^')) return left;
    return { kind: 'binary', operator: '^', isBool: false, left, right: this.#power() };
  }

  #primary(): Expression {
    if (++this.#depth > DEPTH_MAX) throw this.#error(this.#peek(), 'the expression is nested too deeply');
    try {
      const primary = this.#primaryHere();
      if (this.#peek().text === '[') throw new ExecutionError(notEvaluated('subqueries'));
      return primary;
    } finally {
      this.#depth--;
    }
  }

  #primaryHere(): Expression {
    const token = this.#peek();
    if (this.#takes('(')) {
      const inner = this.#binary(0);
      this.#expect(')');
      return inner;
    }
    if (token.text === '{') return this.#selector(null);
    if (token.kind === 'end' || token.kind === 'symbol') throw this.#unexpected();
    this.#take();
    if (token.kind === 'number') return { kind: 'number', value: Number(token.text) };
    if (token.kind === 'duration') return { kind: 'number', value: (durationMs(token.text) ?? 0) / 1_000 };
    if (token.kind === 'string') return { kind: 'string', value: unquoted(token.text) };
    if (/^(?:inf|nan)$/i.test(token.text)) {
      return { kind: 'number', value: /^inf$/i.test(token.text) ? Number.POSITIVE_INFINITY : Number.NaN };
    }
    const after = this.#peek().text;
    if (AGGREGATIONS.has(token.text) && ['(', 'by', 'without'].includes(after)) return this.#aggregation(token.text);
    if (after === '(') return this.#call(token);
    return this.#selector(token.text);
  }

  #call(name: Token): Expression {
    if (!FUNCTION_NAMES.has(name.text)) throw this.#error(name, `unknown function with name "${name.text}"`);
    return { kind: 'call', name: name.text, args: this.#args() };
  }

  #aggregation(name: string): Expression {
    const before = this.#grouping();
    const args = this.#args();
    const grouping = before ?? this.#grouping() ?? { how: 'by', labels: [] };
    return { kind: 'aggregation', name, grouping, args };
  }

  #grouping(): Grouping | null {
    const how = this.#peek().text;
    if (how !== 'by' && how !== 'without') return null;
    this.#take();
    this.#expect('(');
    const labels: string[] = [];
    while (!this.#takes(')')) {
      labels.push(this.#name());
      if (this.#peek().text !== ')') this.#expect(',');
    }
    return { how, labels };
  }

  #args(): Expression[] {
    this.#expect('(');
    const args: Expression[] = [];
    while (!this.#takes(')')) {
      args.push(this.#binary(0));
      if (this.#peek().text !== ')') this.#expect(',');
    }
    return args;
  }

  #selector(name: string | null): Expression {
    const matchers: Matcher[] = name === null ? [] : [{ label: METRIC_NAME, op: '=', value: name }];
    if (this.#takes('{')) {
      while (!this.#takes('}')) {
        matchers.push(this.#matcher());
        if (this.#peek().text !== '}') this.#expect(',');
      }
    }
    if (matchers.every(({ op, value }) => (op === '=' || op === '=~') && value === '')) {
      throw this.#error(this.#peek(), 'vector selector must contain at least one non-empty matcher');
    }
    const rangeMs = this.#takes('[') ? this.#range() : null;
    const after = this.#peek().text;
    if (after === 'offset' || after === '@') throw new ExecutionError(notEvaluated(after));
    return { kind: 'selector', matchers, rangeMs };
  }

  #matcher(): Matcher {
    const label = this.#name();
    const op = this.#peek();
    if (!MATCHERS.has(op.text)) throw this.#unexpected();
    this.#take();
    const value = this.#take();
    if (value.kind !== 'string') throw this.#unexpected(value);
    return { label, op: op.text as Matcher['op'], value: unquoted(value.text) };
  }

  #range(): number {
    const token = this.#take();
    const rangeMs = token.kind === 'duration' ? durationMs(token.text) : null;
    if (rangeMs === null) throw this.#unexpected(token);
    if (rangeMs === 0) throw this.#error(token, 'duration must be greater than 0');
    if (this.#peek().text === ':') throw new ExecutionError(notEvaluated('subqueries'));
    this.#expect(']');
    return rangeMs;
  }

  #refuseMatching(): void {
    const { text } = this.#peek();
    if (['on', 'ignoring', 'group_left', 'group_right'].includes(text)) throw new ExecutionError(notEvaluated(text));
  }

  #name(): string {
    const token = this.#take();
    if (token.kind !== 'name') throw this.#unexpected(token);
    return token.text;
  }

  #peek(): Token {
    return this.#tokens[Math.min(this.#next, this.#tokens.length - 1)] as Token;
  }

  #take(): Token {
    const token = this.#peek();
    this.#next++;
    return token;
  }

  #takes(text: string): boolean {
    const token = this.#peek();
    if (token.text !== text || token.kind === 'string' || token.kind === 'end') return false;
    this.#next++;
    return true;
  }

  #expect(text: string): void {
    if (!this.#takes(text)) throw this.#unexpected();
  }

  #unexpected(token = this.#peek()): ParseError {
    return this.#error(token, token.kind === 'end' ? 'unexpected end of input' : `unexpected "${token.text}"`);
  }

  #error({ at }: Token, why: string): ParseError {
    return new ParseError(`${positionIn(this.#text, at)}: parse error: ${why}`);
  }
}

function unquoted(text: string): string {
  const inner = text.slice(1, -1);
  if (text.startsWith('`')) return inner;
  return inner.replace(/\\(.)/g, (_, character: string) => ({ n: '\n', t: '\t' })[character] ?? character);
}
