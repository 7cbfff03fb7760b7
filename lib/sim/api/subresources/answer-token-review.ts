// TokenReview: whose token this is. Mirrors pkg/registry/authentication/tokenreview/storage.go.
import { z } from 'zod';
import type { Access } from '../../identity/access.ts';
import type { User } from '../../identity/user.ts';
import { badRequest } from '../../refusals.ts';
import { fieldsOf } from '../../store/object.ts';
import { type Answer, objectAnswer } from '../answer.ts';
import { decodeBody } from '../body.ts';
import type { Call } from '../call.ts';
import { checkedBody } from '../change/body-identity.ts';

const SPEC = z.object({ token: z.string().default(''), audiences: z.array(z.string()).optional() });

export function tokenReview(call: Call, _user: User, access: Access): Answer {
  const body = checkedBody(call, decodeBody(call.request, call.served.type.kind));
  const spec = SPEC.safeParse(fieldsOf(body).spec ?? {}).data;
  if (spec === undefined) throw badRequest('TokenReview: spec cannot be read: check the types of its fields');
  if (spec.token === '') throw badRequest('token is required for TokenReview in authentication');
  const found = access.review(spec.token, spec.audiences);
  const status =
    found === undefined
      ? { user: {}, error: 'invalid bearer token' }
      : { authenticated: true, user: userInfo(found.user), audiences: found.audiences };
  return objectAnswer({ ...body, metadata: {}, status }, call.asked.format, 201);
}

/** authentication/v1 UserInfo. */
function userInfo({ name: username, uid, groups, extra }: User) {
  return {
    username,
    ...(uid === undefined ? {} : { uid }),
    groups,
    ...(extra === undefined ? {} : { extra }),
  };
}
