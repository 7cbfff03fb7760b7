// Pull secrets: what a kubelet makes of them for an image (kubernetes pkg/credentialprovider/{config,keyring}.go).
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { ImageReference } from '#lib/rules/images/reference.ts';

export interface Credentials {
  username: string;
  password: string;
}

export interface PullEntry extends Credentials {
  /** `ghcr.io`, `*.example.org:5000/team`. */
  pattern: string;
}

const ENTRY = z.object({
  username: z.string().default(''),
  password: z.string().default(''),
  auth: z.string().default(''),
});
const ENTRIES = z.record(z.string(), z.unknown());
const HUB = 'docker.io';
const HUB_KEY = 'index.docker.io';
const ENTRIES_MAX = 100;

/** Of a Secret's data: `.dockerconfigjson`, or `.dockercfg`, as text. What cannot be read is left out. */
export function parsePullSecret(key: '.dockerconfigjson' | '.dockercfg', text: string): PullEntry[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // A parser's message would quote what it was given.
    return [];
  }
  const holder = key === '.dockercfg' ? json : z.object({ auths: z.unknown() }).safeParse(json).data?.auths;
  const entries = ENTRIES.safeParse(holder);
  if (!entries.success) return [];
  return Object.entries(entries.data)
    .slice(0, ENTRIES_MAX)
    .flatMap(([name, value]) => {
      const pattern = patternOf(name);
      const credentials = credentialsOf(value);
      return pattern === null || credentials === null ? [] : { pattern, ...credentials };
    });
}

/** Those that a kubelet would try, the most specific first (BasicDockerKeyring.Lookup). */
export function credentialsFor({ repository }: ImageReference, entries: readonly PullEntry[]): Credentials[] {
  const sorted = [...entries].sort((a, b) => (a.pattern < b.pattern ? 1 : a.pattern > b.pattern ? -1 : 0));
  const matching = sorted.filter(({ pattern }) => matches(pattern, repository));
  const isHub = repository.startsWith(`${HUB}/`);
  const found = matching.length === 0 && isHub ? sorted.filter(({ pattern }) => pattern === HUB_KEY) : matching;
  return found.map(({ username, password }) => ({ username, password }));
}

export function basicAuth({ username, password }: Credentials): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}

/** Tells users apart without keeping a password. */
export function fingerprintOf(credentials: Credentials | null): string {
  return credentials === null ? '' : createHash('sha256').update(basicAuth(credentials)).digest('hex');
}

/** `https://index.docker.io/v1/` is `index.docker.io/`: hosts are compared, and a path as a prefix. */
function patternOf(name: string): string | null {
  const text = name.replace(/^https?:\/\//, '');
  const [host = ''] = text.split('/', 1);
  if (host === '' || /[\s@?#[\]]/.test(text)) return null;
  const path = text.slice(host.length).replace(/^\/v[12]\//, '/');
  return path === '/' ? host : `${host}${path}`;
}

function credentialsOf(value: unknown): Credentials | null {
  const parsed = ENTRY.safeParse(value);
  if (!parsed.success) return null;
  const { username, password, auth } = parsed.data;
  if (auth === '') return username === '' ? null : { username, password };
  const decoded = Buffer.from(auth.trim(), 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  return colon < 0 ? null : { username: decoded.slice(0, colon), password: decoded.slice(colon + 1) };
}

/** URLsMatch: as many labels, each by its glob; the same port; the path begins with the pattern's. */
function matches(pattern: string, target: string): boolean {
  const [glob, image] = [pattern, target].map(split);
  if (glob === undefined || image === undefined || glob.port !== image.port) return false;
  if (glob.labels.length !== image.labels.length || !image.path.startsWith(glob.path)) return false;
  return glob.labels.every((label, index) => globMatches(label, image.labels[index] ?? ''));
}

function split(text: string): { labels: string[]; port: string; path: string } {
  const slash = text.indexOf('/');
  const authority = slash < 0 ? text : text.slice(0, slash);
  const [host = '', port = ''] = authority.split(':');
  return { labels: host.toLowerCase().split('.'), port, path: slash < 0 ? '' : text.slice(slash) };
}

/** `*` alone is special in a label: every other sign of a glob is none of a name's. */
function globMatches(glob: string, label: string): boolean {
  const [first = '', ...rest] = glob.split('*');
  if (rest.length === 0) return glob === label;
  if (!label.startsWith(first)) return false;
  const last = rest.pop() ?? '';
  let at = first.length;
  for (const part of rest) {
    const found = label.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return label.length - last.length >= at && label.endsWith(last);
}
