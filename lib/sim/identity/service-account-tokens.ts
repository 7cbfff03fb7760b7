// Tokens of service accounts: signed, bound to the account's uid, and good until they run out by the cluster's clock.
import { generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';
import type { User } from './user.ts';

export const ISSUER = 'https://kubernetes.default.svc.cluster.local';
/** A token longer than this is not one of ours. */
const TOKEN_LENGTH_MAX = 4096;

const CLAIMS = z.object({
  exp: z.number(),
  sub: z.string(),
  'kubernetes.io': z.object({
    namespace: z.string(),
    serviceaccount: z.object({ name: z.string(), uid: z.string() }),
  }),
});

export interface TokenSubject {
  namespace: string;
  name: string;
  uid: string;
}

/** serviceaccount.UserInfo of apiserver/pkg/authentication/serviceaccount. */
function userOf({ namespace, name, uid }: TokenSubject): User {
  const groups = ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'];
  return { name: `system:serviceaccount:${namespace}:${name}`, uid, groups };
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
    const { namespace, name, uid } = subject;
    const nowSeconds = Math.floor(this.#clock.now() / 1000);
    const claims = {
      aud: audiences,
      exp: nowSeconds + lifeSeconds,
      iat: nowSeconds,
      iss: ISSUER,
      'kubernetes.io': { namespace, serviceaccount: { name, uid } },
      nbf: nowSeconds,
      sub: `system:serviceaccount:${namespace}:${name}`,
    };
    const head = `${encoded({ alg: 'ES256', typ: 'JWT' })}.${encoded(claims)}`;
    const key = { key: this.#keyPair().privateKey, dsaEncoding: 'ieee-p1363' } as const;
    return `${head}.${sign('sha256', Buffer.from(head), key).toString('base64url')}`;
  }

  /** Undefined for a token that is not ours, ran out, or whose account is gone. */
  userFor(token: string): User | undefined {
    const [header = '', payload = '', signature = '', ...rest] = token.split('.');
    if (signature === '' || rest.length > 0 || token.length > TOKEN_LENGTH_MAX || this.#keys === null) return undefined;
    const key = { key: this.#keys.publicKey, dsaEncoding: 'ieee-p1363' } as const;
    const signed = Buffer.from(`${header}.${payload}`);
    if (!verify('sha256', signed, key, Buffer.from(signature, 'base64url'))) return undefined;
    const claims = CLAIMS.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
    if (claims.exp * 1000 <= this.#clock.now()) return undefined;
    const { namespace, serviceaccount } = claims['kubernetes.io'];
    const account = this.#store.get('serviceaccounts', namespace, serviceaccount.name);
    return account?.metadata.uid === serviceaccount.uid ? userOf({ namespace, ...serviceaccount }) : undefined;
  }

  #keyPair() {
    this.#keys ??= generateKeyPairSync('ec', { namedCurve: 'P-256' });
    return this.#keys;
  }
}

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
