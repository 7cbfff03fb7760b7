// Tokens of a registry, as Docker Hub gives them out: for one repository each, for some minutes, to anybody; those for a
// private repository to whoever has its password. They say themselves what they are for, and are signed.
// Follows github.com/distribution/distribution docs/content/spec/auth/token.md.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

export const TOKEN_SECONDS = 300;

/** `docker.io/library/nginx`: what a token lets pull. */
export type Grant = string;

export class RegistryTokens {
  readonly #secret = randomBytes(32);

  /** `nowMs`: real time, as for the connection the token is sent over. */
  issue(grants: readonly Grant[], nowMs: number): string {
    const claims = Buffer.from(JSON.stringify({ grants, expiresMs: nowMs + TOKEN_SECONDS * 1_000 })).toString(
      'base64url',
    );
    return `${claims}.${this.#sign(claims)}`;
  }

  /** Null for a token that is none of these, or is too old. */
  grantsOf(token: string, nowMs: number): readonly Grant[] | null {
    const [claims = '', signature = ''] = token.split('.');
    const wanted = Buffer.from(this.#sign(claims));
    const given = Buffer.from(signature);
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return null;
    const read = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { grants: Grant[]; expiresMs: number };
    return nowMs < read.expiresMs ? read.grants : null;
  }

  #sign(claims: string): string {
    return createHmac('sha256', this.#secret).update(claims).digest('base64url');
  }
}
