// Acting as somebody else: `kubectl --as`. Mirrors apiserver/pkg/endpoints/filters/impersonation.go.
import type { ApiRequest } from '../api/answer.ts';
import { type RequestInfo, requestInfoOf } from '../api/request-info.ts';
import { StatusError } from '../status-error.ts';
import type { User } from './user.ts';

const AUTHENTICATED = 'system:authenticated';
const SERVICE_ACCOUNT = /^system:serviceaccount:([^:]+):([^:]+)$/;

/** The user a request is to be treated as; `check` throws Forbidden for who may not impersonate that one. */
export function impersonated(request: ApiRequest, user: User, check: (attempt: RequestInfo) => void): User {
  const name = request.headers['impersonate-user'] ?? '';
  const groups = (request.headers['impersonate-group'] ?? '')
    .split(',')
    .map((group) => group.trim())
    .filter((group) => group !== '');
  if (name === '' && groups.length > 0) {
    const message = 'requested impersonation of groups without impersonating a user';
    throw new StatusError('BadRequest', message);
  }
  if (name === '') return user;
  const account = SERVICE_ACCOUNT.exec(name);
  if (account === null) check(attemptOn('users', '', name));
  else check(attemptOn('serviceaccounts', account[1] ?? '', account[2] ?? ''));
  for (const group of groups) check(attemptOn('groups', '', group));
  const own = account === null ? [] : ['system:serviceaccounts', `system:serviceaccounts:${account[1]}`];
  return { name, groups: [...new Set([...groups, ...own, AUTHENTICATED])] };
}

function attemptOn(resource: string, namespace: string, name: string): RequestInfo {
  const plain = requestInfoOf('GET', '/', new URLSearchParams());
  return { ...plain, isResource: true, verb: 'impersonate', resource, namespace, name };
}
