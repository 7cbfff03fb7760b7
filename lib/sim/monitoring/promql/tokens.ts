// Cuts an expression in Prometheus' query language into its words (prometheus promql/parser/lex.go).
import { ParseError } from './syntax-tree.ts';

export interface Token {
  kind: 'name' | 'number' | 'duration' | 'string' | 'symbol' | 'end';
  text: string;
  /** Bytes would be counted upstream; what is asked here is ASCII outside of strings. */
  at: number;
}

const DURATION = /(?:\d+(?:ms|[smhdwy]))+(?![\w.])/y;
const PATTERNS: readonly (readonly [Token['kind'], RegExp])[] = [
  ['duration', DURATION],
  ['number', /0[xX][\da-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/y],
  ['name', /[A-Za-z_:][\w:]*/y],
  ['string', /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`]*`/y],
  ['symbol', /=~|!~|!=|==|<=|>=|[-+*/%^(){}[\],=<>@:]/y],
];
const BLANK = /(?:\s|#[^\n]*)*/y;

const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
  y: 365 * 86_400_000,
};

/** @throws {ParseError} */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = skip(text, 0);
  while (at < text.length) {
    const token = tokenAt(text, at);
    tokens.push(token);
    at = skip(text, at + token.text.length);
  }
  tokens.push({ kind: 'end', text: '', at: text.length });
  return tokens;
}

/** `1h30m` in milliseconds; null for anything else. */
export function durationMs(text: string): number | null {
  DURATION.lastIndex = 0;
  if (DURATION.exec(text)?.[0].length !== text.length) return null;
  let total = 0;
  for (const [, count, unit] of text.matchAll(/(\d+)(ms|[smhdwy])/g))
    total += Number(count) * (UNIT_MS[unit ?? ''] ?? 0);
  return total;
}

/** `1:5`: line and column, both from 1. */
export function positionIn(text: string, at: number): string {
  const before = text.slice(0, at).split('\n');
  return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}

function tokenAt(text: string, at: number): Token {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) return { kind, text: found, at };
  }
  const character = text[at] ?? '';
  const why = /["'`]/.test(character) ? 'unterminated quoted string' : `unexpected character: '${character}'`;
  throw new ParseError(`${positionIn(text, at)}: parse error: ${why}`);
}

function skip(text: string, at: number): number {
  BLANK.lastIndex = at;
  return at + (BLANK.exec(text)?.[0].length ?? 0);
}
