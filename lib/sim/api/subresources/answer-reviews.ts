// Reviews: questions a user asks about themselves. Nothing of these is stored.
import type { PolicyRule } from 'kubernetes-types/rbac/v1';
import { z } from 'zod';
import type { Access } from '../../identity/access.ts';
import { grantedRules } from '../../identity/rbac.ts';
import type { User } from '../../identity/user.ts';
import { badRequest, invalid } from '../../refusals.ts';
import { fieldsOf } from '../../store/object.ts';
import { timestamp } from '../../timestamp.ts';
import { type Answer, objectAnswer } from '../answer.ts';
import { decodeBody } from '../body.ts';
import type { Call } from '../call.ts';
import { checkedBody } from '../change/body-identity.ts';

const ACCESS_SPEC = z.object({
  resourceAttributes: z
    .object({
      namespace: z.string().default(''),
      verb: z.string().default(''),
      group: z.string().default(''),
      resource: z.string().default(''),
      subresource: z.string().default(''),
      name: z.string().default(''),
    })
    .optional(),
  nonResourceAttributes: z.object({ path: z.string().default(''), verb: z.string().default('') }).optional(),
});

/** authorization.k8s.io/v1 SelfSubjectAccessReview: `kubectl auth can-i`. */
export function accessReview(call: Call, access: Access, user: User): Answer {
  const body = checkedBody(call, decodeBody(call.request, call.served.type.kind));
  const spec = ACCESS_SPEC.safeParse(fieldsOf(body).spec ?? {}).data;
  const about = spec?.resourceAttributes;
  const url = spec?.nonResourceAttributes;
  if ((about === undefined) === (url === undefined)) {
    const message = 'Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified';
    throw invalid('', call.served.type.group, '', [{ field: 'spec', reason: 'FieldValueInvalid', message }]);
  }
  const nowhere = { group: '', resource: '', subresource: '', namespace: '', name: '' };
  const decision = access.decide(user, about ?? { ...nowhere, verb: url?.verb ?? '', path: url?.path ?? '' });
  const status = { allowed: decision.allowed, ...(decision.reason === '' ? {} : { reason: decision.reason }) };
  return objectAnswer({ ...body, metadata: {}, status }, call.asked.format, 201);
}

/** authorization.k8s.io/v1 SelfSubjectRulesReview: `kubectl auth can-i --list`. */
export function rulesReview(call: Call, user: User): Answer {
  const body = checkedBody(call, decodeBody(call.request, call.served.type.kind));
  const spec = z.object({ namespace: z.string().min(1) }).safeParse(fieldsOf(body).spec).data;
  if (spec === undefined) throw badRequest('no namespace on request');
  const rules = [...grantedRules(call.machine.store, user, spec.namespace)].map(({ rule }) => rule);
  const status = {
    resourceRules: rules.filter(({ resources }) => resources !== undefined).map(resourceRule),
    nonResourceRules: rules
      .filter(({ nonResourceURLs }) => nonResourceURLs !== undefined)
      .map(({ verbs, nonResourceURLs }) => ({ verbs, nonResourceURLs })),
    incomplete: false,
  };
  return objectAnswer({ ...body, metadata: {}, spec: {}, status }, call.asked.format, 201);
}

function resourceRule({ verbs, apiGroups, resources, resourceNames }: PolicyRule) {
  return { verbs, apiGroups, resources, ...(resourceNames === undefined ? {} : { resourceNames }) };
}

/** authentication.k8s.io/v1 SelfSubjectReview: `kubectl auth whoami`. */
export function selfReview(call: Call, user: User): Answer {
  const { kind, apiVersion } = checkedBody(call, decodeBody(call.request, call.served.type.kind));
  const { name: username, uid, groups, extra } = user;
  const userInfo = {
    username,
    ...(uid === undefined ? {} : { uid }),
    groups,
    ...(extra === undefined ? {} : { extra }),
  };
  const metadata = { creationTimestamp: timestamp(call.machine.clock.now()) };
  return objectAnswer({ kind, apiVersion, metadata, status: { userInfo } }, call.asked.format, 201);
}
