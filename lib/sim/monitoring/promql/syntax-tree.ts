// What an expression in Prometheus' query language is made of, and how it is refused.

export type Labels = Readonly<Record<string, string>>;

export interface Matcher {
  label: string;
  op: '=' | '!=' | '=~' | '!~';
  value: string;
}

export interface Selector {
  kind: 'selector';
  matchers: readonly Matcher[];
  /** `[5m]`; null for the newest sample alone. */
  rangeMs: number | null;
}

export type Expression =
  | { kind: 'number'; value: number }
  | { kind: 'string'; value: string }
  | Selector
  | { kind: 'call'; name: string; args: readonly Expression[] }
  | { kind: 'aggregation'; name: string; grouping: Grouping; args: readonly Expression[] }
  | { kind: 'binary'; operator: string; isBool: boolean; left: Expression; right: Expression };

/** `by` keeps these labels, `without` all others. */
export interface Grouping {
  how: 'by' | 'without';
  labels: readonly string[];
}

/** The expression is none. The message is Prometheus' own: `1:5: parse error: unexpected end of input`. */
export class ParseError extends Error {
  override name = 'ParseError';
}

/** It is one, but is not evaluated: here, or anywhere. */
export class ExecutionError extends Error {
  override name = 'ExecutionError';
}

/** The name of its metric, where it names one. */
export const METRIC_NAME = '__name__';
