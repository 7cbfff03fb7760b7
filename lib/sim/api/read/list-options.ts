// The options of a list or watch and their rules (apimachinery/pkg/apis/meta/internalversion/validation).

import { badRequest, expired, invalidOption } from '../../refusals.ts';
import { StatusError } from '../../status-error.ts';
import type { ResourceId } from '../../store/object.ts';
import type { Store } from '../../store/store.ts';

/** A whole number in a query, 0 where it is absent. */
export function integerOf(query: URLSearchParams, name: string): number {
  const text = query.get(name) ?? '';
  if (text === '') return 0;
  if (!/^[+-]?\d{1,15}$/.test(text)) throw badRequest(`strconv.ParseInt: parsing "${text}": invalid syntax`);
  return Number(text);
}

export interface ListOptions {
  limit: number;
  /** Key after which the next page starts, or null for the first. */
  after: string | null;
  /** Version the whole paged list is of. */
  version: number | null;
  /** As asked: '' where absent. */
  resourceVersion: string;
  match: string;
}

interface ContinueToken {
  v: 'meta.k8s.io/v1';
  rv: number;
  start: string;
}

export function continueToken(version: number, lastKey: string): string {
  const token: ContinueToken = { v: 'meta.k8s.io/v1', rv: version, start: lastKey };
  return Buffer.from(JSON.stringify(token)).toString('base64url');
}

/** Decimal digits only, as etcd's revisions are. */
export function versionNumber(text: string): number {
  if (!/^[0-9]{1,15}$/.test(text)) {
    const why = `Invalid value: "${text}": strconv.ParseUint: parsing "${text}": invalid syntax`;
    throw badRequest(`invalid resource version: resourceVersion: ${why}`);
  }
  return Number(text);
}

export function listOptionsOf(store: Store, query: URLSearchParams): ListOptions {
  const limit = integerOf(query, 'limit');
  const resourceVersion = query.get('resourceVersion') ?? '';
  const match = query.get('resourceVersionMatch') ?? '';
  const token = query.get('continue') ?? '';
  if (query.get('sendInitialEvents') !== null) {
    const why = 'Forbidden: sendInitialEvents is forbidden for list';
    throw invalidOption('ListOptions', 'sendInitialEvents', 'FieldValueForbidden', why);
  }
  checkMatch(match, resourceVersion, token);
  const options = { limit: Math.max(0, limit), resourceVersion, match };
  if (token === '') {
    checkNotFuture(store, resourceVersion);
    return { ...options, after: null, version: null };
  }
  const { rv, start } = readToken(token);
  if (resourceVersion !== '' && resourceVersion !== '0') {
    throw badRequest('specifying resource version is not allowed when using continue');
  }
  if (rv < store.compactedVersion) {
    throw new StatusError(
      'Expired',
      'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter.',
    );
  }
  return { ...options, after: start, version: rv };
}

function checkMatch(match: string, resourceVersion: string, token: string): void {
  if (match === '') return;
  const forbid = (why: string) =>
    invalidOption('ListOptions', 'resourceVersionMatch', 'FieldValueForbidden', `Forbidden: ${why}`);
  if (token !== '') throw forbid('resourceVersionMatch is forbidden when continue is provided');
  if (resourceVersion === '') throw forbid('resourceVersionMatch is forbidden unless resourceVersion is provided');
  if (match !== 'Exact' && match !== 'NotOlderThan') {
    const message = `Unsupported value: "${match}": supported values: "Exact", "NotOlderThan", ""`;
    throw invalidOption('ListOptions', 'resourceVersionMatch', 'FieldValueNotSupported', message);
  }
  if (match === 'Exact' && resourceVersion === '0') {
    throw forbid('resourceVersionMatch "exact" is forbidden for resourceVersion "0"');
  }
}

function readToken(text: string): ContinueToken {
  try {
    const token: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (typeof token === 'object' && token !== null && 'rv' in token && 'start' in token) {
      const { rv, start } = token;
      if (typeof rv === 'number' && typeof start === 'string') return { v: 'meta.k8s.io/v1', rv, start };
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw badRequest('invalid continue token: continue key is not valid: it cannot be read');
}

/** A version the cluster has not reached yet (apiserver/pkg/storage/errors.go NewTooLargeResourceVersionError). */
export function checkNotFuture(store: Store, resourceVersion: string): void {
  if (resourceVersion === '' || resourceVersion === '0') return;
  const asked = versionNumber(resourceVersion);
  if (asked <= store.version) return;
  throw new StatusError('Timeout', `Timeout: Too large resource version: ${asked}, current: ${store.version}`, {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    retryAfterSeconds: 1,
  });
}

/** Throws Expired for an exact version whose state is no longer known. */
export function checkExact(store: Store, storage: ResourceId, options: ListOptions): void {
  if (options.match !== 'Exact') return;
  const asked = versionNumber(options.resourceVersion);
  if (asked < store.compactedVersion) throw expired(asked, store.compactedVersion);
  // Older states are not kept: as good as compacted, unless nothing has changed since.
  if (store.changesSince(storage, asked)?.length !== 0) {
    throw new StatusError('Expired', 'The resourceVersion for the provided list is too old.');
  }
}
