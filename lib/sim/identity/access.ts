// Who a request comes from, and what they may do.

import type { ApiRequest } from '../api/answer.ts';
import type { Access } from '../api/api-server.ts';
import { StatusError } from '../api/status-error.ts';
import type { Tokens, User } from './user.ts';

export class ClusterAccess implements Access {
  readonly #tokens: Tokens;

  constructor(tokens: Tokens) {
    this.#tokens = tokens;
  }

  authenticate(request: ApiRequest): User {
    const token = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1];
    const user = token === undefined ? undefined : this.#tokens.userFor(token);
    if (user === undefined) throw new StatusError('Unauthorized', 'Unauthorized');
    return user;
  }

  authorize(): void {
    // Until roles are evaluated, whoever has a token may do everything.
  }
}
