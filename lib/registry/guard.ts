// Where a request may go: which schemes, ports and addresses. Names come from pods, redirects and realms from registries:
// none of them may make this machine talk to itself. A name is looked up once, and its checked addresses are the ones
// that are connected to.
import { type LookupAddress, lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { addressKind } from './address.ts';
import type { RegistryPolicy } from './policy.ts';
import { RegistryError } from './registry-error.ts';

/** Every address of a name. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

export const systemResolve: Resolve = (hostname) =>
  new Promise((resolve, reject) => {
    lookup(hostname, { all: true, order: 'verbatim' }, (error, addresses) =>
      error === null ? resolve(addresses) : reject(error),
    );
  });

/** Below it ports belong to other protocols, but for those of the web. */
const PORT_OPEN_MIN = 1_024;
const ADDRESSES_MAX = 32;

/** Whether the operator named this registry, or the mirror: then it may be on this machine. */
export function isNamed(url: URL, policy: RegistryPolicy): boolean {
  return policy.named.has(url.host) || isMirror(url, policy);
}

export function isMirror(url: URL, { mirror }: RegistryPolicy): boolean {
  return mirror !== null && new URL(mirror.url).origin === url.origin;
}

/** Throws RegistryError where a request must not go there. What its name resolves to is for `guardedLookup`. */
export function checkUrl(url: URL, policy: RegistryPolicy): void {
  const refuse = (why: string) => new RegistryError('refused', `${url.host || 'an address'} is not asked: ${why}`);
  if (url.username !== '' || url.password !== '') throw refuse('its address holds a name or password');
  const isPlain = url.protocol === 'http:' && (policy.plain.has(url.host) || isMirror(url, policy));
  if (url.protocol !== 'https:' && !isPlain) throw refuse('it would be asked without HTTPS');
  const named = isNamed(url, policy);
  const port = url.port === '' ? null : Number(url.port);
  if (!named && port !== null && port !== 80 && port < PORT_OPEN_MIN) {
    throw refuse(`port ${port} belongs to another protocol`);
  }
  const literal = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(literal) !== 0) checkAddress(url.host, literal, named);
}

/** For net.connect: looks a name up once, and gives its addresses only where every one of them may be connected to. */
export function guardedLookup(resolve: Resolve, named: boolean): LookupFunction {
  return (hostname, options, callback) => {
    const answer = async () => {
      const found = await checkedAddresses(hostname, resolve, named).catch(asError);
      if (found instanceof Error) return callback(found, '');
      const { family } = options;
      const wanted = family === 4 || family === 6 ? found.filter((one) => one.family === family) : found;
      const [first] = wanted;
      if (first === undefined) callback(new RegistryError('unreachable', `${hostname} has no address`), '');
      else if (options.all === true) callback(null, [...wanted]);
      else callback(null, first.address, first.family);
    };
    void answer();
  };
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

async function checkedAddresses(hostname: string, resolve: Resolve, named: boolean): Promise<readonly LookupAddress[]> {
  const addresses = (await resolve(hostname)).slice(0, ADDRESSES_MAX);
  for (const { address } of addresses) checkAddress(hostname, address, named);
  return addresses;
}

function checkAddress(host: string, address: string, named: boolean): void {
  const kind = addressKind(address);
  if (kind === 'open' || (kind === 'near' && named)) return;
  const where =
    kind === 'near'
      ? 'its address is on this machine or its link; --registries can name it'
      : 'no registry has its address';
  throw new RegistryError('refused', `${host} is not asked: ${where}`);
}
