// Tokens of service accounts: signed, for an audience, bound to the account and maybe to a pod, node or secret,
// and good until they run out by the cluster's clock. Mirrors pkg/serviceaccount/{claims,jwt}.go.
import { createHash, generateKeyPairSync, type KeyObject, randomUUID, sign, verify } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';
import type { User } from './user.ts';

export const ISSUER = 'https://kubernetes.default.svc.cluster.local';
/** Who a token is for unless its request says otherwise: the API server itself. */
export const API_AUDIENCES: readonly string[] = [ISSUER];
/** A token longer than this is not one of ours. */
const TOKEN_LENGTH_MAX = 4096;
const ALGORITHM = 'ES256';
const EXTRA = 'authentication.kubernetes.io';

const REFERENCE = z.object({ name: z.string(), uid: z.string().optional() });
const CLAIMS = z.object({
  aud: z.array(z.string()),
  exp: z.number(),
  jti: z.string(),
  'kubernetes.io': z.object({
    namespace: z.string(),
    serviceaccount: z.object({ name: z.string(), uid: z.string() }),
    pod: REFERENCE.optional(),
    node: REFERENCE.optional(),
    secret: REFERENCE.optional(),
  }),
});

type Claims = z.infer<typeof CLAIMS>;

export interface BoundTo {
  name: string;
  /** Absent for a node that a pod names and that does not exist. */
  uid?: string | undefined;
}

export interface TokenSubject {
  namespace: string;
  name: string;
  uid: string;
  /** What has to exist for the token to be good; a pod's node only stands beside it. */
  bound?: { pod?: BoundTo; node?: BoundTo; secret?: BoundTo };
}

export interface Authenticated {
  user: User;
  /** Those of the audiences asked for that the token is meant for. */
  audiences: readonly string[];
}

export class ServiceAccountTokens {
  readonly #store: Store;
  readonly #clock: Clock;
  #keys: { privateKey: KeyObject; publicKey: KeyObject } | null = null;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  issue(subject: TokenSubject, audiences: readonly string[], lifeSeconds: number): string {
    const { namespace, name, uid, bound = {} } = subject;
    const nowSeconds = Math.floor(this.#clock.now() / 1000);
    const claims = {
      aud: audiences,
      exp: nowSeconds + lifeSeconds,
      iat: nowSeconds,
      iss: ISSUER,
      jti: randomUUID(),
      'kubernetes.io': { namespace, ...bound, serviceaccount: { name, uid } },
      nbf: nowSeconds,
      sub: `system:serviceaccount:${namespace}:${name}`,
    };
    const head = `${encoded({ alg: ALGORITHM, kid: this.#keyId() })}.${encoded(claims)}`;
    const key = { key: this.#keyPair().privateKey, dsaEncoding: 'ieee-p1363' } as const;
    return `${head}.${sign('sha256', Buffer.from(head), key).toString('base64url')}`;
  }

  /** Undefined for a token that is not ours or not for us, ran out, or is bound to something that is gone. */
  userFor(token: string): User | undefined {
    return this.authenticate(token, API_AUDIENCES)?.user;
  }

  /** As `userFor`, for any of the audiences: what a TokenReview asks. */
  authenticate(token: string, audiences: readonly string[]): Authenticated | undefined {
    const claims = this.#claimsOf(token);
    if (claims === undefined || claims.exp * 1000 <= this.#clock.now() || !this.#isBound(claims)) return undefined;
    const meant = audiences.filter((audience) => claims.aud.includes(audience));
    return meant.length === 0 ? undefined : { user: userOf(claims), audiences: meant };
  }

  /** GET /openid/v1/jwks: the key others may check tokens with. */
  keySet(): object {
    const { x, y, crv, kty } = this.#keyPair().publicKey.export({ format: 'jwk' });
    return { keys: [{ use: 'sig', kty, kid: this.#keyId(), crv, alg: ALGORITHM, x, y }] };
  }

  #claimsOf(token: string): Claims | undefined {
    const [header = '', payload = '', signature = '', ...rest] = token.split('.');
    if (signature === '' || rest.length > 0 || token.length > TOKEN_LENGTH_MAX || this.#keys === null) return undefined;
    const key = { key: this.#keys.publicKey, dsaEncoding: 'ieee-p1363' } as const;
    const signed = Buffer.from(`${header}.${payload}`);
    if (!verify('sha256', signed, key, Buffer.from(signature, 'base64url'))) return undefined;
    return CLAIMS.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
  }

  #isBound({ 'kubernetes.io': { namespace, serviceaccount, pod, node, secret } }: Claims): boolean {
    const is = (resource: 'serviceaccounts' | 'pods' | 'secrets' | 'nodes', to: BoundTo | undefined) => {
      if (to === undefined) return true;
      const found = this.#store.get(resource, resource === 'nodes' ? undefined : namespace, to.name);
      return found?.metadata.uid === to.uid;
    };
    const isNode = pod !== undefined || is('nodes', node);
    return is('serviceaccounts', serviceaccount) && is('pods', pod) && is('secrets', secret) && isNode;
  }

  #keyPair() {
    this.#keys ??= generateKeyPairSync('ec', { namedCurve: 'P-256' });
    return this.#keys;
  }

  #keyId(): string {
    const der = this.#keyPair().publicKey.export({ format: 'der', type: 'spki' });
    return createHash('sha256').update(der).digest('base64url');
  }
}

/** serviceaccount.UserInfo of apiserver/pkg/authentication/serviceaccount. */
function userOf({ jti, 'kubernetes.io': { namespace, serviceaccount, pod, node } }: Claims): User {
  const extra: Record<string, string[]> = { [`${EXTRA}/credential-id`]: [`JTI=${jti}`] };
  const add = (kind: string, to: BoundTo | undefined) => {
    if (to === undefined) return;
    extra[`${EXTRA}/${kind}-name`] = [to.name];
    if (to.uid !== undefined) extra[`${EXTRA}/${kind}-uid`] = [to.uid];
  };
  add('node', node);
  add('pod', pod);
  const groups = ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'];
  const { name, uid } = serviceaccount;
  return { name: `system:serviceaccount:${namespace}:${name}`, uid, groups, extra };
}

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
