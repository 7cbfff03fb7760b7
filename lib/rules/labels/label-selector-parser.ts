// The grammar of the labelSelector query parameter: `a=b,c!=d,e in (x,y),f notin (z),g,!h,i>3`.
// Mirrors the lexer and parser of apimachinery pkg/labels/selector.go, error texts included.
import {
  byKey,
  type LabelOperator,
  type LabelRequirement,
  type LabelRequirements,
  LabelSelectorError,
  newRequirement,
} from './label-selector.ts';
import { labelKeyErrors } from './label-syntax.ts';

type Token =
  | { kind: 'end' | 'error' | '(' | ')' | ',' | '!'; text: string }
  | { kind: 'operator'; text: string; operator: LabelOperator }
  | { kind: 'identifier'; text: string };

const SYMBOLS: Readonly<Record<string, Token>> = {
  ')': { kind: ')', text: ')' },
  ',': { kind: ',', text: ',' },
  '!': { kind: '!', text: '!' },
  '(': { kind: '(', text: '(' },
  '==': { kind: 'operator', text: '==', operator: '==' },
  '=': { kind: 'operator', text: '=', operator: '=' },
  '>': { kind: 'operator', text: '>', operator: 'gt' },
  '<': { kind: 'operator', text: '<', operator: 'lt' },
  '!=': { kind: 'operator', text: '!=', operator: '!=' },
};
const END: Token = { kind: 'end', text: '' };
const SPECIAL = '=!(),><';
const SPACE = ' \t\r\n';
const BINARY_OPERATORS = 'in, notin, =, ==, !=, gt, lt';

/**
 * Requirements sorted by key; none for an empty text, which selects everything.
 * @throws {LabelSelectorError} worded as the API server's 400.
 */
export function parseLabelSelector(text: string): LabelRequirements {
  const parser = new Parser(tokensOf(text));
  return parser.parse().sort(byKey);
}

class Parser {
  readonly #tokens: readonly Token[];
  #position = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  parse(): LabelRequirement[] {
    const requirements: LabelRequirement[] = [];
    for (;;) {
      const next = this.#peek();
      if (next.kind === 'end') return requirements;
      if (next.kind !== 'identifier' && next.kind !== '!') {
        throw new LabelSelectorError(`found '${next.text}', expected: !, identifier, or 'end of string'`);
      }
      requirements.push(this.#wrapped());
      const separator = this.#take();
      if (separator.kind === 'end') return requirements;
      if (separator.kind !== ',') {
        throw new LabelSelectorError(`found '${separator.text}', expected: ',' or 'end of string'`);
      }
      const after = this.#peek();
      if (after.kind !== 'identifier' && after.kind !== '!') {
        throw new LabelSelectorError(`found '${after.text}', expected: identifier after ','`);
      }
    }
  }

  #wrapped(): LabelRequirement {
    try {
      return this.#requirement();
    } catch (error) {
      if (!(error instanceof LabelSelectorError)) throw error;
      throw new LabelSelectorError(`unable to parse requirement: ${error.message}`);
    }
  }

  #requirement(): LabelRequirement {
    const first = this.#take();
    const negated = first.kind === '!';
    const key = negated ? this.#take() : first;
    if (key.kind !== 'identifier') throw new LabelSelectorError(`found '${key.text}', expected: identifier`);
    const errors = labelKeyErrors(key.text);
    if (errors.length > 0) {
      throw new LabelSelectorError(`<nil>: Invalid value: ${JSON.stringify(key.text)}: ${errors.join('; ')}`);
    }
    if (negated) return newRequirement(key.text, '!', []);
    const next = this.#peek();
    if (next.kind === 'end' || next.kind === ',') return newRequirement(key.text, 'exists', []);
    const operator = this.#operator();
    const values = operator === 'in' || operator === 'notin' ? this.#values() : [this.#exactValue()];
    return newRequirement(key.text, operator, [...new Set(values)].sort());
  }

  #operator(): LabelOperator {
    const token = this.#tokens[this.#position++] ?? END;
    if (token.kind === 'operator') return token.operator;
    // `in` and `notin` are identifiers everywhere but here: `in in (in)` is a valid selector.
    if (token.kind === 'identifier' && (token.text === 'in' || token.text === 'notin')) return token.text;
    throw new LabelSelectorError(`found '${token.text}', expected: ${BINARY_OPERATORS}`);
  }

  #values(): string[] {
    const open = this.#take();
    if (open.kind !== '(') throw new LabelSelectorError(`found '${open.text}' expected: '('`);
    const next = this.#peek();
    if (next.kind === ')') {
      this.#take();
      return [''];
    }
    if (next.kind !== 'identifier' && next.kind !== ',') {
      throw new LabelSelectorError(`found '${next.text}', expected: ',', ')' or identifier`);
    }
    const values = this.#list();
    if (this.#take().kind !== ')') throw new LabelSelectorError(`found '${next.text}', expected: ')'`);
    return values;
  }

  /** Empty places count as the empty value: `(,a)`, `(a,,b)`, `(a,)`. */
  #list(): string[] {
    const values: string[] = [];
    for (;;) {
      const token = this.#take();
      const next = this.#peek();
      if (token.kind === 'identifier') {
        values.push(token.text);
        if (next.kind === ')') return values;
        if (next.kind !== ',') throw new LabelSelectorError(`found '${next.text}', expected: ',' or ')'`);
      } else if (token.kind === ',') {
        if (values.length === 0 || next.kind === ',' || next.kind === ')') values.push('');
        if (next.kind === ')') return values;
      } else {
        throw new LabelSelectorError(`found '${token.text}', expected: ',', or identifier`);
      }
    }
  }

  #exactValue(): string {
    const next = this.#peek();
    if (next.kind === 'end' || next.kind === ',') return '';
    const token = this.#take();
    if (token.kind === 'identifier') return token.text;
    throw new LabelSelectorError(`found '${token.text}', expected: identifier`);
  }

  #peek(): Token {
    return this.#tokens[this.#position] ?? END;
  }

  #take(): Token {
    return this.#tokens[this.#position++] ?? END;
  }
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const character = text.charAt(at);
    if (SPACE.includes(character)) {
      at++;
    } else if (SPECIAL.includes(character)) {
      const symbol = symbolAt(text, at);
      tokens.push(symbol.token);
      at = symbol.end;
    } else {
      const start = at;
      while (at < text.length && !`${SPECIAL}${SPACE}`.includes(text.charAt(at))) at++;
      tokens.push({ kind: 'identifier', text: text.slice(start, at) });
    }
  }
  return tokens;
}

/** The longest run of special characters that is a symbol, as scanSpecialSymbol reads it. */
function symbolAt(text: string, start: number): { token: Token; end: number } {
  const two = SYMBOLS[text.slice(start, start + 2)];
  if (two !== undefined) return { token: two, end: start + 2 };
  const one = SYMBOLS[text.charAt(start)];
  if (one !== undefined) return { token: one, end: start + 1 };
  return { token: { kind: 'error', text: `error expected: keyword found '${text.charAt(start)}'` }, end: start + 1 };
}
