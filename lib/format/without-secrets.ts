// Text of programs without what looks like a secret: programs that are refused repeat what they were given.

/** What stands in its place. */
export const HIDDEN = '(hidden)';

const NAME = '(?:token|secret|passw(?:or)?d|passphrase|credential|authorization|cookie|(?:api|access|private)[-_]?key)';
/** Of a longer name: `tokenFromEnvironment`. */
const REST = String.raw`[\w.-]{0,40}`;
const QUOTED = String.raw`"(?:[^"\\]|\\.)*"?|'[^']*'?`;
/** `Your authtoken: abc`, `"password":"abc"`, `Authorization: Bearer abc`. */
const NAMED = new RegExp(String.raw`(${NAME}${REST}["']?\s*[:=]\s*)(?:(?:bearer|basic)\s+)?(?:${QUOTED}|\S+)`, 'gi');
/** `authtoken "abc" is not valid`; of a Secret what stands so is its name. */
const QUOTED_AFTER = /((?:token|passw(?:or)?d|passphrase|key)\s+)(?:"[^"]+"|'[^']+')/gi;
const BEARER = /(\bbearer\s+)[\w.~+/=-]{8,}/gi;
/** `https://user:password@host`. */
const USER_IN_ADDRESS = /(:\/\/)[^\s/@]+@/g;
/** Long enough that a path of this length without a dot or a dash is none. */
const BASE64 = /[A-Za-z0-9+/]{40,}={0,2}/g;
const WORD = /[A-Za-z0-9_+-]{16,}={0,2}/g;
/** A name in one kind of letters is shorter, or has dashes. */
const PLAIN_LENGTH = 24;
const CAPITALS_LENGTH = 16;

/** One line. */
export function withoutSecrets(line: string): string {
  return line
    .replace(NAMED, `$1${HIDDEN}`)
    .replace(QUOTED_AFTER, `$1${HIDDEN}`)
    .replace(BEARER, `$1${HIDDEN}`)
    .replace(USER_IN_ADDRESS, `$1${HIDDEN}@`)
    .replace(BASE64, (text) => (isMixed(text) ? HIDDEN : text))
    .replace(WORD, (text) => (isMixed(text) || isOneLongWord(text) ? HIDDEN : text));
}

function isMixed(text: string): boolean {
  return /[a-z]/.test(text) && /[A-Z]/.test(text) && /\d/.test(text);
}

/** `0a1b2c…` of a key in hexadecimal, `AKIA…`. */
function isOneLongWord(text: string): boolean {
  if (!/^[A-Za-z0-9]+$/.test(text) || !/\d/.test(text) || !/[A-Za-z]/.test(text)) return false;
  return text.length >= (/[a-z]/.test(text) ? PLAIN_LENGTH : CAPITALS_LENGTH);
}
