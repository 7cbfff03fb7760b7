// Who a request comes from, and what they may do: a certificate or token, then RBAC, then what was taken away on purpose.
import type { ApiRequest } from '../api/answer.ts';
import type { RequestInfo } from '../api/request-info.ts';
import { forbidden } from '../refusals.ts';
import { StatusError } from '../status-error.ts';
import type { Store } from '../store/store.ts';
import type { ClientCertificates } from './client-certificates.ts';
import { impersonated } from './impersonation.ts';
import { isPermissionTaken } from './permissions-taken.ts';
import { type Attempt, type Decision, decide } from './rbac.ts';
import { type Authenticated, ISSUER, type ServiceAccountTokens } from './service-account-tokens.ts';
import { ANONYMOUS, type Tokens, type User } from './user.ts';

/** Of a resource, as the API server words it (endpoints/handlers/responsewriters/errors.go). `why` may be empty. */
export function refusalOf(userName: string, attempt: Attempt, why = ''): StatusError {
  const { verb, group, resource, subresource, namespace, name } = attempt;
  const what = subresource === '' ? resource : `${resource}/${subresource}`;
  const where = namespace === '' ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  const message = `User "${userName}" cannot ${verb} resource "${what}" in API group "${group}" ${where}${why}`;
  return forbidden({ group, resource }, name, message);
}

/** Members may do anything, whatever the roles say (apiserver's privileged group). */
const MASTERS = 'system:masters';

export class Access {
  readonly #store: Store;
  readonly #tokens: Tokens;
  readonly #serviceAccounts: ServiceAccountTokens;
  readonly #certificates: ClientCertificates;

  constructor(store: Store, tokens: Tokens, serviceAccounts: ServiceAccountTokens, certificates: ClientCertificates) {
    this.#store = store;
    this.#tokens = tokens;
    this.#serviceAccounts = serviceAccounts;
    this.#certificates = certificates;
  }

  /** Without credentials a request is anonymous; with wrong ones it is refused. Honours `kubectl --as`. */
  authenticate(request: ApiRequest): User {
    const user = this.#authenticated(request);
    return impersonated(request, user, (attempt) => this.authorize(user, attempt));
  }

  #authenticated(request: ApiRequest): User {
    const { clientCertificate: certificate } = request;
    const named = certificate && this.#certificates.userFor(certificate);
    if (named !== undefined) return named;
    const given = request.headers.authorization;
    if (given === undefined && certificate === undefined) return ANONYMOUS;
    const token = /^Bearer +(\S+) *$/i.exec(given ?? '')?.[1] ?? '';
    const user = this.#tokens.userFor(token) ?? this.#serviceAccounts.userFor(token);
    if (user === undefined) throw new StatusError('Unauthorized', 'Unauthorized');
    return user;
  }

  /** What a TokenReview says of a token; users of the kubeconfig are known to every audience this server knows. */
  review(token: string, audiences: readonly string[] = [ISSUER]): Authenticated | undefined {
    const user = this.#tokens.userFor(token);
    if (user === undefined) return this.#serviceAccounts.authenticate(token, audiences);
    return audiences.includes(ISSUER) ? { user, audiences: [ISSUER] } : undefined;
  }

  /** Throws Forbidden as the API server words it (endpoints/handlers/responsewriters/errors.go). */
  authorize(user: User, info: RequestInfo): void {
    const attempt = attemptOf(info);
    const { allowed, reason } = this.decide(user, attempt);
    if (allowed) return;
    const why = reason === '' ? '' : `: ${reason}`;
    if (!info.isResource) {
      throw new StatusError(
        'Forbidden',
        `forbidden: User "${user.name}" cannot ${info.verb} path "${info.path}"${why}`,
        {},
      );
    }
    throw refusalOf(user.name, info, why);
  }

  decide(user: User, attempt: Attempt): Decision {
    if (isPermissionTaken(this.#store, user.name, attempt)) return { allowed: false, reason: '' };
    if (user.groups.includes(MASTERS)) return { allowed: true, reason: '' };
    return decide(this.#store, user, attempt);
  }
}

function attemptOf(info: RequestInfo): Attempt {
  const { verb, group, resource, subresource, namespace, name } = info;
  const attempt = { verb, group, resource, subresource, namespace, name };
  return info.isResource ? attempt : { ...attempt, path: info.path };
}
