// Who a request comes from, and what they may do: a certificate or token, then RBAC, then what was taken away on purpose.
import type { ApiRequest } from '../api/answer.ts';
import type { RequestInfo } from '../api/request-info.ts';
import { faultsOf } from '../faults.ts';
import { forbidden, qualified } from '../refusals.ts';
import { StatusError } from '../status-error.ts';
import type { Store } from '../store/store.ts';
import type { ClientCertificates } from './client-certificates.ts';
import { impersonated } from './impersonation.ts';
import { type Attempt, type Decision, decide } from './rbac.ts';
import { type Authenticated, ISSUER, type ServiceAccountTokens } from './service-account-tokens.ts';
import { ANONYMOUS, type Tokens, type User } from './user.ts';

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
    const what = info.subresource === '' ? info.resource : `${info.resource}/${info.subresource}`;
    const where = info.namespace === '' ? 'at the cluster scope' : `in the namespace "${info.namespace}"`;
    const message = `User "${user.name}" cannot ${info.verb} resource "${what}" in API group "${info.group}" ${where}${why}`;
    throw forbidden({ group: info.group, resource: info.resource }, info.name, message);
  }

  decide(user: User, attempt: Attempt): Decision {
    if (this.#isTaken(user, attempt)) return { allowed: false, reason: '' };
    if (user.groups.includes(MASTERS)) return { allowed: true, reason: '' };
    return decide(this.#store, user, attempt);
  }

  #isTaken(user: User, attempt: Attempt): boolean {
    if (attempt.path !== undefined) return false;
    const resource = qualified(attempt);
    return faultsOf(this.#store).permissionsTaken.some(
      (taken) =>
        taken.user === user.name &&
        (taken.verb === '*' || taken.verb === attempt.verb) &&
        (taken.resource === '*' || taken.resource === resource),
    );
  }
}

function attemptOf(info: RequestInfo): Attempt {
  const { verb, group, resource, subresource, namespace, name } = info;
  const attempt = { verb, group, resource, subresource, namespace, name };
  return info.isResource ? attempt : { ...attempt, path: info.path };
}
