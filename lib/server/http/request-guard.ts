// Whether a request may come in at all: by its Host, its origin and its shape. Pure, so that it can be tested by table.
// A page on another site can make a browser call us, by address or by a name it points at us (DNS rebinding);
// it cannot forge Host, Origin or Sec-Fetch-Site.
import { isIP } from 'node:net';

export interface HostRules {
  hosts: readonly string[];
  ports: readonly number[];
  readOnly: boolean;
}

export interface IncomingRequest {
  method: string;
  pathname: string;
  headers: { get(name: string): string | null };
}

/** Becomes a Kubernetes Status; no class, so that the guard's bundle needs nothing of the cluster's client. */
export interface Refusal {
  code: number;
  reason: string;
  message: string;
}

export const BODY_BYTES_MAX = 64 * 1024;
export const READ_ONLY =
  'read-only: this server listens beyond loopback, where nobody has signed in. Act on the machine itself, or with kubectl';
/** Questions that are too long for an address: they change nothing, and anybody may ask who may look. */
const QUESTIONS: ReadonlySet<string> = new Set(['/api/what-if', '/api/pin']);
/** Bodies of these may be YAML: like JSON nothing that a form of another site can send. */
const TAKES_YAML: ReadonlySet<string> = new Set(['/api/pin']);
const METHODS = new Set(['GET', 'HEAD', 'POST', 'OPTIONS']);
const LOOPBACK_NAME = /^(localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;
const WILDCARDS = new Set(['0.0.0.0', '::', '[::]']);

/** Null where it may come in, else what to answer. */
export function refusalOf(request: IncomingRequest, rules: HostRules): Refusal | null {
  const { method, pathname, headers } = request;
  const host = (headers.get('host') ?? '').toLowerCase();
  if (!isOurHost(host, rules)) {
    const message = `this server is not known as ${JSON.stringify(host.slice(0, 100))}: call it by its own address, or add the name to BRAMBLE_HOST`;
    return refusal(421, 'MisdirectedRequest', message);
  }
  if (!METHODS.has(method)) return refusal(405, 'MethodNotAllowed', `the server does not allow ${method} here`);
  const isApi = pathname === '/api' || pathname.startsWith('/api/');
  const writes = method !== 'GET' && method !== 'HEAD';
  if ((isApi || writes) && !isSameOrigin(headers, host)) {
    return refusal(403, 'Forbidden', 'requests from other sites are refused');
  }
  if (!writes || method === 'OPTIONS') return null;
  return rules.readOnly && !QUESTIONS.has(pathname)
    ? refusal(403, 'Forbidden', READ_ONLY)
    : bodyRefusal(pathname, headers);
}

function bodyRefusal(pathname: string, headers: IncomingRequest['headers']): Refusal | null {
  const type = (headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  const types = TAKES_YAML.has(pathname) ? ['application/json', 'application/yaml'] : ['application/json'];
  if (type === undefined || !types.includes(type)) {
    return refusal(415, 'UnsupportedMediaType', `the body must be ${types.join(' or ')}`);
  }
  if (headers.get('content-encoding') !== null) {
    return refusal(415, 'UnsupportedMediaType', 'the body must not be compressed');
  }
  if (Number(headers.get('content-length') ?? 0) > BODY_BYTES_MAX) return bodyTooLarge();
  return null;
}

export function bodyTooLarge(): Refusal {
  return refusal(413, 'RequestEntityTooLarge', `the body is larger than ${BODY_BYTES_MAX / 1024} KiB`);
}

function refusal(code: number, reason: string, message: string): Refusal {
  return { code, reason, message };
}

/** Of a page as well, which anybody may link to: what is costly is then not done before a script of ours asks for it. */
export function isFromAnotherSite(headers: IncomingRequest['headers']): boolean {
  const site = headers.get('sec-fetch-site');
  // `none`: a person typed the address.
  return site !== null && site !== 'same-origin' && site !== 'none';
}

/** Programs other than browsers send neither header; a browser always sends one with whatever could do harm. */
function isSameOrigin(headers: IncomingRequest['headers'], host: string): boolean {
  if (isFromAnotherSite(headers)) return false;
  const origin = headers.get('origin')?.toLowerCase();
  return origin === undefined || origin === `http://${host}` || origin === `https://${host}`;
}

function isOurHost(host: string, { hosts, ports }: HostRules): boolean {
  const match = /^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::(\d{1,5}))?$/.exec(host);
  const name = match?.[1];
  if (name === undefined) return false;
  const given = match?.[2] === undefined ? null : Number(match[2]);
  // A browser leaves out the port that its scheme implies.
  const ourPort = given === null ? ports.includes(80) || ports.includes(443) : ports.includes(given);
  if (LOOPBACK_NAME.test(name) && ourPort) return true;
  return hosts.some((allowed) => {
    if (allowed === host) return true;
    // A gateway in front has a port of its own, usually an unwritten one.
    if (allowed === name || `[${allowed}]` === name) return ourPort || given === null;
    // No name can be pointed at us by its own number: any address is ours when we listen on all.
    return WILDCARDS.has(allowed) && ourPort && isIP(name.replace(/^\[|\]$/g, '')) !== 0;
  });
}
