// GET /: the paths the server knows, and the two that say how its service accounts' tokens are checked.
import { ISSUER, type ServiceAccountTokens } from '../../identity/service-account-tokens.ts';
import { type ApiRequest, type BodyAnswer, objectAnswer } from '../answer.ts';
import type { Registry } from '../registry/registry.ts';

const KEYS = '/openid/v1/jwks';
const ISSUER_DOCUMENT = '/.well-known/openid-configuration';
const FIXED = ['/api', '/apis', '/healthz', '/livez', '/openapi/v2', '/openapi/v3', '/readyz', '/version'];

/** Null for any other path. */
export function rootAnswer(registry: Registry, tokens: ServiceAccountTokens, request: ApiRequest): BodyAnswer | null {
  const { path, headers } = request;
  if (path === '/') return objectAnswer({ paths: pathsOf(registry) });
  if (path === KEYS) return { ...objectAnswer(tokens.keySet()), contentType: 'application/jwk-set+json' };
  if (path !== ISSUER_DOCUMENT) return null;
  return objectAnswer({
    issuer: ISSUER,
    jwks_uri: `https://${headers.host ?? 'localhost'}${KEYS}`,
    response_types_supported: ['id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['ES256'],
  });
}

function pathsOf(registry: Registry): string[] {
  const paths = new Set([...FIXED, KEYS, ISSUER_DOCUMENT]);
  for (const { type } of registry.all()) {
    const root = type.group === '' ? '/api' : `/apis/${type.group}`;
    paths.add(root);
    paths.add(`${root}/${type.version}`);
  }
  return [...paths].sort();
}
