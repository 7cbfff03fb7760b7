// Who may pull what: the challenge a registry answers with, the tokens it asks for, and passwords of private repositories.
import type { ApiRequest, BodyAnswer } from '../api/answer.ts';
import type { ImageRegistry, Login } from '../kubelet/image-registry.ts';
import { RegistryError } from './registry-errors.ts';
import { type Grant, RegistryTokens, TOKEN_SECONDS } from './registry-tokens.ts';

const DOCKER_HUB = 'docker.io';
const DOCKER_HUB_SERVICE = 'registry.docker.io';
/** A client asks for one, or a few where images are built from others. */
const SCOPES_MAX = 16;
const TOKEN_PATH = '/token';

export class RegistryAccess {
  readonly #tokens = new RegistryTokens();

  /** Throws UNAUTHORIZED with the challenge that says where a token is to be had. `realm`: of `/token`. */
  check(request: ApiRequest, realm: string, host: string, name: string | null): void {
    const token = /^Bearer +(\S+) *$/i.exec(request.headers['authorization'] ?? '')?.[1];
    const grants = token === undefined ? null : this.#tokens.grantsOf(token, Date.now());
    if (grants !== null && (name === null || grants.includes(`${host}/${name}`))) return;
    const asked = [`realm="${realm}${TOKEN_PATH}"`, `service="${serviceOf(host)}"`];
    if (name !== null) asked.push(`scope="repository:${name}:pull"`);
    if (token !== undefined) asked.push(`error="${grants === null ? 'invalid_token' : 'insufficient_scope'}"`);
    throw new RegistryError('UNAUTHORIZED', 'authentication required', {
      headers: { 'www-authenticate': `Bearer ${asked.join(',')}` },
      detail: name === null ? null : [{ Type: 'repository', Class: '', Name: name, Action: 'pull' }],
    });
  }

  /** A token for as much of what is asked for as one may have; Docker Hub does not say what is missing either. */
  issue({ query, headers }: ApiRequest, images: ImageRegistry): BodyAnswer {
    const host = hostOf(query.get('service') ?? '');
    const login = loginOf(headers['authorization']);
    if (login !== null && !images.isLogin(host, login))
      return jsonAnswer({ details: 'incorrect username or password' }, 401);
    const scopes = query.getAll('scope').flatMap((scope) => scope.split(' '));
    const grants: Grant[] = [];
    for (const scope of scopes.slice(0, SCOPES_MAX)) {
      const name = /^repository(?:\([a-z]+\))?:([^:]+):(?:[^:]*,)?(?:pull|\*)(?:,[^:]*)?$/.exec(scope)?.[1];
      if (name !== undefined && images.mayPull(`${host}/${name}`, login)) grants.push(`${host}/${name}`);
    }
    const nowMs = Date.now();
    const token = this.#tokens.issue(grants, nowMs);
    const issued_at = new Date(nowMs).toISOString();
    return jsonAnswer({ token, access_token: token, expires_in: TOKEN_SECONDS, issued_at });
  }
}

export function isTokenPath(path: string): boolean {
  return path === TOKEN_PATH;
}

function serviceOf(host: string): string {
  return host === DOCKER_HUB ? DOCKER_HUB_SERVICE : host;
}

function hostOf(service: string): string {
  return service === DOCKER_HUB_SERVICE ? DOCKER_HUB : service;
}

function loginOf(authorization: string | undefined): Login | null {
  const encoded = /^Basic +(\S+) *$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return null;
  const text = Buffer.from(encoded, 'base64').toString();
  const colon = text.indexOf(':');
  return { username: text.slice(0, Math.max(0, colon)), password: text.slice(colon + 1) };
}

function jsonAnswer(body: unknown, status = 200): BodyAnswer {
  return { status, contentType: 'application/json', body: [JSON.stringify(body), '\n'] };
}
