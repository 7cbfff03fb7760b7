// The options of a list or watch and their rules (apimachinery/pkg/apis/meta/internalversion/validation).

import type { StatusCause } from 'kubernetes-types/meta/v1';
import { badRequest, invalid } from '../../refusals.ts';
import { StatusError } from '../../status-error.ts';
import type { Store } from '../../store/store.ts';
import { readContinue } from './list-continue.ts';

const VERSION = /^[0-9]{1,15}$/;

/** A whole number in a query, 0 where it is absent. */
export function integerOf(query: URLSearchParams, name: string): number {
  const text = query.get(name) ?? '';
  if (text === '') return 0;
  if (!/^[+-]?\d{1,15}$/.test(text)) throw badRequest(`strconv.ParseInt: parsing "${text}": invalid syntax`);
  return Number(text);
}

export interface ListOptions {
  /** Objects of a page; 0 for all. */
  limit: number;
  /** Where this page starts; null for the first. */
  from: string | null;
  /** The list as it was at this version; null for the newest. */
  version: number | null;
}

/** Decimal digits only, as etcd's revisions are. */
export function versionNumber(text: string): number {
  if (!VERSION.test(text)) throw badRequest(`invalid resource version: ${notVersion(text)}`);
  return Number(text);
}

/** The same for a single object or a watch, where upstream hands the error on as it is. */
export function versionOfOne(text: string): number {
  if (!VERSION.test(text)) throw new StatusError('', notVersion(text));
  return Number(text);
}

function notVersion(text: string): string {
  return `resourceVersion: Invalid value: "${text}": strconv.ParseUint: parsing "${text}": invalid syntax`;
}

export function listOptionsOf(store: Store, query: URLSearchParams): ListOptions {
  const limit = Math.max(0, integerOf(query, 'limit'));
  const resourceVersion = query.get('resourceVersion') ?? '';
  const match = query.get('resourceVersionMatch') ?? '';
  const token = query.get('continue') ?? '';
  checkOptions(query, { match, resourceVersion, token });
  if (token !== '') return continued(store, token, resourceVersion, limit);
  checkNotFuture(store, resourceVersion);
  const isAny = resourceVersion === '' || resourceVersion === '0';
  // From its cache the API server answers in full (storage/cacher: a limit needs an exact version or a quorum read).
  if (resourceVersion === '0') return { limit: 0, from: null, version: null };
  const isExact = match === 'Exact' || (match === '' && limit > 0);
  return { limit, from: null, version: isAny || !isExact ? null : versionNumber(resourceVersion) };
}

function continued(store: Store, token: string, resourceVersion: string, limit: number): ListOptions {
  if (resourceVersion !== '' && resourceVersion !== '0') {
    throw badRequest('specifying resource version is not allowed when using continue');
  }
  const { version, from } = readContinue(token);
  if (version > 0) checkNotFuture(store, String(version));
  return { limit, from, version: version > 0 ? version : null };
}

interface Given {
  match: string;
  resourceVersion: string;
  token: string;
}

/** ValidateListOptions of apimachinery/pkg/apis/meta/internalversion/validation: all faults at once. */
function checkOptions(query: URLSearchParams, { match, resourceVersion, token }: Given): void {
  const causes: StatusCause[] = [];
  const add = (field: string, reason: string, message: string) => causes.push({ field, reason, message });
  const forbid = (field: string, why: string) => add(field, 'FieldValueForbidden', `Forbidden: ${why}`);
  if (match !== '') {
    const field = 'resourceVersionMatch';
    if (resourceVersion === '') forbid(field, `${field} is forbidden unless resourceVersion is provided`);
    if (token !== '') forbid(field, `${field} is forbidden when continue is provided`);
    if (match !== 'Exact' && match !== 'NotOlderThan') {
      const message = `Unsupported value: "${match}": supported values: "Exact", "NotOlderThan", ""`;
      add(field, 'FieldValueNotSupported', message);
    }
    if (match === 'Exact' && resourceVersion === '0') {
      forbid(field, `${field} "exact" is forbidden for resourceVersion "0"`);
    }
  }
  if (query.get('sendInitialEvents') !== null) {
    forbid('sendInitialEvents', 'sendInitialEvents is forbidden for list');
  }
  if (causes.length > 0) throw invalid('ListOptions', 'meta.k8s.io', '', causes);
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
