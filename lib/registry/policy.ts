// Which registries may be asked, as the operator says it: `on`, `off`, or names, of which those with http:// go without TLS.

export interface RegistryPolicy {
  /** Whether registries that are not named may be asked. */
  every: boolean;
  /** `host` or `host:port`: asked wherever they are, on this machine too. */
  named: ReadonlySet<string>;
  /** Those of them that are asked without TLS. */
  plain: ReadonlySet<string>;
  /** Asked in place of every registry, with the registry's name in `?ns=`; null for none. */
  mirror: RegistryMirror | null;
}

export interface RegistryMirror {
  url: string;
  /** PEM of the authority it is signed by, beside those the machine trusts; null for these alone. */
  ca: string | null;
  /** Whether it may have the passwords that are meant for registries: one that is a part of the cluster itself. */
  takesCredentials: boolean;
}

export type RegistryChoice = Pick<RegistryPolicy, 'every' | 'named' | 'plain'>;

export const NO_REGISTRIES: RegistryChoice = { every: false, named: new Set(), plain: new Set() };
export const EVERY_REGISTRY: RegistryChoice = { ...NO_REGISTRIES, every: true };

/** Names and ports as they stand before a repository: no user, no path; IPv6 in brackets. */
const HOST = /^(?:[a-z0-9](?:[a-z0-9.-]{0,252}[a-z0-9])?|\[[0-9a-f:.]{2,45}\])(?::(\d{1,5}))?$/;
const PORT_MAX = 65_535;

export function isRegistryHost(text: string): boolean {
  const match = HOST.exec(text);
  if (match === null) return false;
  const port = match[1] === undefined ? null : Number(match[1]);
  return port === null || (port >= 1 && port <= PORT_MAX);
}

/** Null where it is none: `on`, `off`, or a comma-separated list of `on` and registries. */
export function parseRegistries(text: string): RegistryChoice | null {
  const entries = text.split(',').flatMap((entry) => entry.trim().toLowerCase() || []);
  if (entries.includes('off')) return entries.length === 1 ? NO_REGISTRIES : null;
  const named = new Set<string>();
  const plain = new Set<string>();
  for (const entry of entries) {
    if (entry === 'on') continue;
    const host = entry.replace(/^https?:\/\//, '').replace(/\/$/, '');
    if (!isRegistryHost(host)) return null;
    named.add(host);
    if (entry.startsWith('http://')) plain.add(host);
  }
  return entries.length === 0 ? null : { every: entries.includes('on'), named, plain };
}

/** Null where it is no address of a server, a mirror's or another's: http or https, no user, no query. */
export function parseServerUrl(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
  if (!isWeb || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return null;
  return url.href.replace(/\/+$/, '');
}
