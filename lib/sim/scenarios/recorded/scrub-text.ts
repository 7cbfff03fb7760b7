// What is taken out of any text of a cluster: addresses and ids get other ones, keys and tokens go.
import type { Pseudonyms } from './pseudonyms.ts';

/** Stands where something secret stood. */
export const REMOVED = 'removed';

/** Names of flags and fields whose value is a secret. */
const SECRET_NAME =
  '(?:pass(?:word|wd|phrase)|token|api[-_]?key|(?:secret|access|private|encryption)[-_]?key|client[-_]?secret|credentials?)';

/** Secrets by their shape: certificates and keys, also in base64; JSON web tokens; well-known services' and k3s' tokens. */
const SHAPES: readonly RegExp[] = [
  /-----BEGIN [^-]+-----[\s\S]*?(?:-----END [^-]+-----|$)/g,
  /LS0tLS1CRUdJT[A-Za-z0-9+/=]+/g,
  /eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g,
  /\b(?:gh[pousr]_\w{30,}|AKIA[0-9A-Z]{16}|xox[abp]-[\w-]+|glpat-[\w-]{20,}|K10[0-9a-f]{64}::\S+)/g,
];
const USER_IN_URL = /(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@"']+@/gi;
const AUTHORIZATION = /\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi;
const ASSIGNMENT = new RegExp(`(${SECRET_NAME}["']?\\s*[=:]\\s*)("[^"]*"|'[^']*'|[^\\s"',;&]+)`, 'gi');

const UID = /(?<![0-9a-f])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9a-f])/gi;
const MAC = /(?<![0-9a-f:-])(?:[0-9a-f]{2}:){5}[0-9a-f]{2}(?![0-9a-f:])/gi;
/** Not in a longer row of numbers, and no version. */
const IPV4 = /(?<![\d.]|\bv)(?:\d{1,3}\.){3}\d{1,3}(?:\/\d{1,2})?(?!\.?\d)/gi;
/** As cloud providers name machines: `ip-10-0-1-23`. */
const DASHED = /\bip-(\d{1,3}-\d{1,3}-\d{1,3}-\d{1,3})(?!\d)/gi;
const IPV6 = /(?<![\w:.])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?:\/\d{1,3})?(?![\w:])/gi;

const SECRET_FLAG = new RegExp(`^--?[\\w-]*${SECRET_NAME}$`, 'i');
const SECRET_FIELD = new RegExp(`${SECRET_NAME}$`, 'i');

/** Whether the word after this one is a secret: `--password`. */
export function announcesSecret(word: string): boolean {
  return SECRET_FLAG.test(word);
}

/** Whether a text under this name is a secret: `clientSecret`, `adminPassword`; not `secretName`. */
export function isSecretField(name: string): boolean {
  return SECRET_FIELD.test(name);
}

export type TextScrubber = (text: string) => string;

/** `names`: other names of nodes, by their own; empty where they keep them. */
export function textScrubber(pseudonyms: Pseudonyms, names: ReadonlyMap<string, string>): TextScrubber {
  const rename = renamer(names);
  return (text) => {
    let clean = text;
    for (const shape of SHAPES) clean = clean.replace(shape, REMOVED);
    clean = clean
      .replace(USER_IN_URL, '$1')
      .replace(AUTHORIZATION, `$1 ${REMOVED}`)
      .replace(ASSIGNMENT, `$1${REMOVED}`)
      .replace(UID, (uid) => pseudonyms.uid(uid))
      .replace(MAC, (mac) => pseudonyms.mac(mac))
      .replace(IPV4, (address) => (isAddress(address, '.') ? pseudonyms.ipv4(address) : address))
      .replace(DASHED, (whole, address: string) =>
        isAddress(address, '-') ? `ip-${pseudonyms.ipv4(address.replaceAll('-', '.')).replaceAll('.', '-')}` : whole,
      )
      .replace(IPV6, (address) => pseudonyms.ipv6(address) ?? address);
    return rename(clean);
  };
}

function isAddress(text: string, separator: string): boolean {
  const [address = '', bits = '0'] = text.split('/');
  return address.split(separator).every((part) => Number(part) <= 255) && Number(bits) <= 32;
}

/** Whole names only, the longest first: `pi5` is no part of `pi51`, but `etcd-pi5` ends with it. */
function renamer(names: ReadonlyMap<string, string>): TextScrubber {
  if (names.size === 0) return (text) => text;
  const sorted = [...names.keys()].sort((a, b) => b.length - a.length).map((name) => name.replaceAll('.', '\\.'));
  const pattern = new RegExp(`(?<![a-z0-9])(?:${sorted.join('|')})(?![a-z0-9])`, 'g');
  return (text) => text.replace(pattern, (name) => names.get(name) ?? name);
}
