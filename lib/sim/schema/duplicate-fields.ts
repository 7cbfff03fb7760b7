// Fields that a JSON document gives twice in one object, in document order: JSON.parse keeps only the last of them.
// Upstream's decoder (sigs.k8s.io/json) reports them with its other strict errors.

interface Found {
  /** `spec.containers[0].image`. */
  path: string;
  /** Where in the document it stands. */
  at: number;
}

/** Deeper objects are not looked into; no real one nests half as deep. */
const DEPTH_MAX = 1000;
const SPACE = /\s/;

/** `duplicate field "spec.a"` for each, of a text that JSON.parse has accepted. */
export function duplicateErrors(text: string): string[] {
  return new Scanner(text).scan().duplicates.map(({ path }) => errorOf(path));
}

/** Strict errors of a decoded document with those of its duplicate fields among them, each where it stands. */
export function withDuplicates(strictErrors: readonly string[], text: string): string[] {
  const { duplicates, places } = new Scanner(text).scan();
  if (duplicates.length === 0) return [...strictErrors];
  const unknown = strictErrors.map((error) => ({ error, path: pathIn(error) }));
  const within = (path: string) => unknown.some((one) => path.startsWith(`${one.path}.`));
  const all = [
    ...unknown.map(({ error, path }) => ({ error, at: places.get(path) ?? 0 })),
    // What is in an unknown field is not read at all.
    ...duplicates.filter(({ path }) => !within(path)).map(({ path, at }) => ({ error: errorOf(path), at })),
  ];
  return all.sort((a, b) => a.at - b.at).map(({ error }) => error);
}

function errorOf(path: string): string {
  return `duplicate field "${path}"`;
}

/** `unknown field "a.b"` is about `a.b`. */
function pathIn(error: string): string {
  return error.slice(error.indexOf('"') + 1, -1);
}

class Scanner {
  readonly #text: string;
  #at = 0;
  readonly duplicates: Found[] = [];
  /** Where each path stands first. */
  readonly places = new Map<string, number>();

  constructor(text: string) {
    this.#text = text;
  }

  scan(): this {
    this.#value('', 0);
    return this;
  }

  #value(path: string, depth: number): void {
    this.#skipSpace();
    const first = this.#text[this.#at];
    if (depth < DEPTH_MAX && first === '{') this.#object(path, depth);
    else if (depth < DEPTH_MAX && first === '[') this.#list(path, depth);
    else if (first === '"') this.#string();
    else this.#skipScalar();
  }

  #object(path: string, depth: number): void {
    const seen = new Set<string>();
    this.#entries('}', () => {
      const key = this.#string();
      const whole = path === '' ? key : `${path}.${key}`;
      if (seen.has(key)) this.duplicates.push({ path: whole, at: this.#at });
      else if (!this.places.has(whole)) this.places.set(whole, this.#at);
      seen.add(key);
      this.#skipSpace();
      this.#at++;
      this.#value(whole, depth + 1);
    });
  }

  #list(path: string, depth: number): void {
    let index = 0;
    this.#entries(']', () => this.#value(`${path}[${index++}]`, depth + 1));
  }

  /** Everything up to the closing bracket, commas stepped over. */
  #entries(close: string, entry: () => void): void {
    this.#at++;
    this.#skipSpace();
    while (this.#at < this.#text.length && this.#text[this.#at] !== close) {
      entry();
      this.#skipSpace();
      if (this.#text[this.#at] === ',') this.#at++;
      this.#skipSpace();
    }
    this.#at++;
  }

  #string(): string {
    const start = this.#at++;
    while (this.#at < this.#text.length && this.#text[this.#at] !== '"') {
      this.#at += this.#text[this.#at] === '\\' ? 2 : 1;
    }
    this.#at++;
    return String(JSON.parse(this.#text.slice(start, this.#at)));
  }

  /** A number or word; an object too deep to be looked into ends the scan. */
  #skipScalar(): void {
    const first = this.#text[this.#at];
    if (first === '{' || first === '[') this.#at = this.#text.length;
    while (this.#at < this.#text.length && !',]}'.includes(this.#text[this.#at] ?? '')) this.#at++;
  }

  #skipSpace(): void {
    while (SPACE.test(this.#text[this.#at] ?? '')) this.#at++;
  }
}
