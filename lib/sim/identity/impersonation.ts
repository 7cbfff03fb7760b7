// Acting as somebody else: `kubectl --as`. Mirrors apiserver/pkg/endpoints/filters/impersonation.
import type { ApiRequest } from '../api/answer.ts';
import { type RequestInfo, requestInfoOf } from '../api/request-info.ts';
import { badRequest } from '../refusals.ts';
import { ANONYMOUS, type User } from './user.ts';

const AUTHENTICATED = 'system:authenticated';
const UNAUTHENTICATED = 'system:unauthenticated';
const SERVICE_ACCOUNT = /^system:serviceaccount:([^:]+):([^:]+)$/;
const EXTRA_HEADER = 'impersonate-extra-';
const AUTHENTICATION = 'authentication.k8s.io';

interface Asked {
  name: string;
  uid: string;
  groups: readonly string[];
  extra: Readonly<Record<string, readonly string[]>>;
}

/** The user a request is to be treated as; `check` throws Forbidden for who may not impersonate that one. */
export function impersonated(request: ApiRequest, user: User, check: (attempt: RequestInfo) => void): User {
  const asked = askedIn(request);
  const { name, uid, groups, extra } = asked;
  const extras = Object.entries(extra);
  if (name === '') {
    if (groups.length === 0 && uid === '' && extras.length === 0) return user;
    throw badRequest(`requested ${goText(asked)} without impersonating a user name`);
  }
  const account = SERVICE_ACCOUNT.exec(name);
  if (account === null) check(attemptOn('users', { name }));
  else check(attemptOn('serviceaccounts', { namespace: account[1] ?? '', name: account[2] ?? '' }));
  for (const group of groups) check(attemptOn('groups', { name: group }));
  if (uid !== '') check(attemptOn('uids', { group: AUTHENTICATION, name: uid }));
  for (const [key, values] of extras) {
    for (const value of values) {
      check(attemptOn('userextras', { group: AUTHENTICATION, subresource: key, name: value }));
    }
  }
  return {
    name,
    ...(uid === '' ? {} : { uid }),
    groups: groupsOf(name, groups, account?.[1]),
    ...(extras.length === 0 ? {} : { extra }),
  };
}

/** An account's own groups are known where none are named; everybody is either authenticated or not. */
function groupsOf(name: string, asked: readonly string[], accountNamespace: string | undefined): readonly string[] {
  const isAccount = accountNamespace !== undefined && asked.length === 0;
  const own = isAccount ? ['system:serviceaccounts', `system:serviceaccounts:${accountNamespace}`] : [];
  const always = name === ANONYMOUS.name || asked.includes(UNAUTHENTICATED) ? UNAUTHENTICATED : AUTHENTICATED;
  return [...new Set([...asked, ...own, always])];
}

function askedIn({ headers }: ApiRequest): Asked {
  const extra: Record<string, readonly string[]> = {};
  for (const [header, value] of Object.entries(headers)) {
    if (header.startsWith(EXTRA_HEADER)) extra[unescaped(header.slice(EXTRA_HEADER.length))] = valuesOf(value);
  }
  const { 'impersonate-user': name = '', 'impersonate-uid': uid = '', 'impersonate-group': groups } = headers;
  return { name, uid, groups: valuesOf(groups), extra };
}

/** A header that came several times, as the listener joins it. */
function valuesOf(header: string | undefined): string[] {
  return (header ?? '').split(', ').filter((value) => value !== '');
}

/** Keys of extras are percent-encoded where a header's name could not hold them. */
function unescaped(key: string): string {
  try {
    return decodeURIComponent(key);
  } catch {
    // Not encoded after all: then it is the key itself, as upstream takes it.
    return key;
  }
}

/** As Go prints the user it was asked for. */
function goText({ uid, groups, extra }: Asked): string {
  const list = (values: readonly string[]) => `[]string{${values.map((value) => JSON.stringify(value)).join(', ')}}`;
  const entries = Object.entries(extra).map(([key, values]) => `${JSON.stringify(key)}:${list(values)}`);
  const inGroups = groups.length === 0 ? '[]string(nil)' : list(groups);
  const inExtra = entries.length === 0 ? 'map[string][]string(nil)' : `map[string][]string{${entries.join(', ')}}`;
  return `&user.DefaultInfo{Name:"", UID:${JSON.stringify(uid)}, Groups:${inGroups}, Extra:${inExtra}}`;
}

function attemptOn(
  resource: string,
  on: { group?: string; namespace?: string; name: string; subresource?: string },
): RequestInfo {
  const plain = requestInfoOf('GET', '/', new URLSearchParams());
  return { ...plain, isResource: true, verb: 'impersonate', resource, ...on };
}
