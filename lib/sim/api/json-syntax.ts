// What is wrong with a text that is no JSON, in the words of Go's encoding/json (scanner.go), which clients get to read.

const END = 'unexpected end of JSON input';
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SPACE = 0x20;
const ESCAPED: ReadonlySet<string> = new Set('bfnrt\\/"u');
const WORDS: Readonly<Record<string, string>> = { t: 'true', f: 'false', n: 'null' };
const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', "'": "\\'", '\\': '\\\\' };
/** scanner.go, maxNestingDepth. */
const DEPTH_MAX = 10_000;
const C1_END = 0xa0;
const SOFT_HYPHEN = 0xad;

class Refused extends Error {}

/** `invalid character 'x' after object key`; of a text that JSON.parse has refused. */
export function syntaxErrorIn(text: Uint8Array): string {
  try {
    return new Scanner(text).scan();
  } catch (error) {
    if (error instanceof Refused) return error.message;
    throw error;
  }
}

class Scanner {
  readonly #bytes: Uint8Array;
  #at = 0;
  readonly #open: ('{' | '[')[] = [];
  #wantsValue = true;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Depth is kept on a stack of our own: a body may nest as deep as it is long. */
  scan(): string {
    while (this.#wantsValue || this.#open.length > 0) {
      if (this.#wantsValue) this.#value();
      else this.#afterValue();
    }
    this.#skipSpace();
    if (this.#at < this.#bytes.length) this.#refuse('after top-level value');
    return END;
  }

  /** A whole scalar, or the beginning of an object or list. */
  #value(): void {
    const first = this.#next();
    this.#wantsValue = false;
    const word = WORDS[first];
    if (first === '{') this.#opened('{', '}');
    else if (first === '[') this.#opened('[', ']');
    else if (first === '"') this.#string();
    else if (word !== undefined) this.#word(word);
    else if (first === '-' || (first >= '0' && first <= '9')) this.#number();
    else this.#refuse('looking for beginning of value');
  }

  #opened(bracket: '{' | '[', close: string): void {
    if (this.#open.push(bracket) > DEPTH_MAX) this.#refuse('exceeded max depth');
    this.#at++;
    if (this.#next() === close) this.#close();
    else this.#entry();
  }

  #entry(): void {
    if (this.#open.at(-1) === '{') this.#key();
    this.#wantsValue = true;
  }

  #close(): void {
    this.#at++;
    this.#open.pop();
  }

  #afterValue(): void {
    const inObject = this.#open.at(-1) === '{';
    const next = this.#next();
    if (next === (inObject ? '}' : ']')) this.#close();
    else if (next !== ',') this.#refuse(inObject ? 'after object key:value pair' : 'after array element');
    else {
      this.#at++;
      this.#entry();
    }
  }

  #key(): void {
    if (this.#next() !== '"') this.#refuse('looking for beginning of object key string');
    this.#string();
    if (this.#next() !== ':') this.#refuse('after object key');
    this.#at++;
  }

  #string(): void {
    for (this.#at++; this.#bytes[this.#at] !== QUOTE; this.#at++) {
      const byte = this.#bytes[this.#at];
      if (byte === undefined) throw new Refused(END);
      if (byte < SPACE) this.#refuse('in string literal');
      if (byte === BACKSLASH) this.#escape();
    }
    this.#at++;
  }

  #escape(): void {
    this.#at++;
    if (!ESCAPED.has(this.#char())) this.#refuse('in string escape code');
    if (this.#char() !== 'u') return;
    for (let digit = 0; digit < 4; digit++) {
      this.#at++;
      if (!/[0-9A-Fa-f]/.test(this.#char())) this.#refuse('in \\u hexadecimal character escape');
    }
  }

  #word(word: string): void {
    for (const wanted of word) {
      if (this.#char() !== wanted) this.#refuse(`in literal ${word} (expecting '${wanted}')`);
      this.#at++;
    }
  }

  #number(): void {
    if (this.#char() === '-') this.#at++;
    if (this.#char() === '0') this.#at++;
    else this.#digits('in numeric literal');
    if (this.#char() === '.') {
      this.#at++;
      this.#digits('after decimal point in numeric literal');
    }
    if (!/[eE]/.test(this.#char())) return;
    this.#at++;
    if (/[-+]/.test(this.#char())) this.#at++;
    this.#digits('in exponent of numeric literal');
  }

  #digits(where: string): void {
    if (!/\d/.test(this.#char())) this.#refuse(where);
    while (/\d/.test(this.#char())) this.#at++;
  }

  /** The character at which the scan stands; the end reads as a space, as in Go. */
  #char(): string {
    return String.fromCharCode(this.#bytes[this.#at] ?? SPACE);
  }

  /** The next one that is no space. */
  #next(): string {
    this.#skipSpace();
    if (this.#at >= this.#bytes.length) throw new Refused(END);
    return this.#char();
  }

  #skipSpace(): void {
    while (this.#at < this.#bytes.length && ' \t\r\n'.includes(this.#char())) this.#at++;
  }

  #refuse(where: string): never {
    throw new Refused(`invalid character ${quoted(this.#char())} ${where}`);
  }
}

/** strconv.Quote of one byte taken for a character. */
function quoted(char: string): string {
  const code = char.charCodeAt(0);
  const isShown = (code >= SPACE && code < 0x7f) || (code > C1_END && code !== SOFT_HYPHEN);
  const escaped = ESCAPES[char] ?? (isShown ? char : hexEscape(code));
  return `'${escaped}'`;
}

function hexEscape(code: number): string {
  const hex = code.toString(16).padStart(2, '0');
  return code < SPACE || code === 0x7f ? `\\x${hex}` : `\\u00${hex}`;
}
