// What a 401 asks for: the WWW-Authenticate header (RFC 9110 11.6.1), of which registries use Bearer and Basic.

export interface Challenge {
  /** In lower case. */
  scheme: string;
  /** Names in lower case. */
  parameters: ReadonlyMap<string, string>;
}

/** Longer headers are cut: what registries send has some hundred characters. */
const LENGTH_MAX = 8_192;
const TOKEN = /[!#$%&'*+.^_`|~0-9A-Za-z-]+/y;
const TOKEN68 = /[A-Za-z0-9._~+/-]+=*(?=\s*(?:,|$))/y;
const EQUALS = /\s*=\s*/y;
const QUOTED = /"((?:[^"\\]|\\.)*)"/y;
const GAP = /[\s,]*/y;
const SPACE = /\s+/y;

/** Every challenge up to the first thing that makes no sense. */
export function parseChallenges(header: string): Challenge[] {
  const text = header.slice(0, LENGTH_MAX);
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match !== null) at += match[0].length;
    return match;
  };
  const challenges: { scheme: string; parameters: Map<string, string> }[] = [];
  for (;;) {
    take(GAP);
    const name = take(TOKEN)?.[0];
    if (name === undefined) return challenges;
    if (take(EQUALS) === null) {
      challenges.push({ scheme: name.toLowerCase(), parameters: new Map() });
      // `Negotiate dG9rZW4=`: of no use here, and no parameter.
      if (take(SPACE) !== null) take(TOKEN68);
      continue;
    }
    const quoted = take(QUOTED)?.[1];
    const value = quoted === undefined ? take(TOKEN)?.[0] : quoted.replace(/\\(.)/g, '$1');
    const current = challenges.at(-1)?.parameters;
    if (value === undefined || current === undefined) return challenges;
    // The first counts where one is named twice.
    if (!current.has(name.toLowerCase())) current.set(name.toLowerCase(), value);
  }
}
