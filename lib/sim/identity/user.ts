// Who can ask: the users every simulated cluster has, and what an authenticated request carries.
import { randomBytes, timingSafeEqual } from 'node:crypto';

export interface User {
  name: string;
  uid?: string;
  groups: readonly string[];
  extra?: Readonly<Record<string, readonly string[]>>;
}

/** Kubeconfig users; RBAC objects made at start say what each may do. */
export const USER_NAMES = ['owner', 'student', 'viewer', 'nobody'] as const;

export type UserName = (typeof USER_NAMES)[number];

const GROUPS: Record<UserName, readonly string[]> = {
  owner: ['system:masters'],
  student: ['bramble:students'],
  viewer: ['bramble:viewers'],
  nobody: [],
};

const AUTHENTICATED = 'system:authenticated';

export const ANONYMOUS: User = { name: 'system:anonymous', groups: ['system:unauthenticated'] };

/** Tokens are secrets, not part of the simulated history: they do not come from the seed. */
export class Tokens {
  readonly #tokens: ReadonlyMap<UserName, string>;

  constructor() {
    this.#tokens = new Map(USER_NAMES.map((name) => [name, randomBytes(24).toString('base64url')]));
  }

  of(name: UserName): string {
    return this.#tokens.get(name) ?? '';
  }

  /** The user a bearer token belongs to, or undefined for a token nobody has. */
  userFor(token: string): User | undefined {
    for (const [name, known] of this.#tokens) {
      if (sameText(known, token)) return { name, groups: [...GROUPS[name], AUTHENTICATED] };
    }
    return undefined;
  }
}

function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
