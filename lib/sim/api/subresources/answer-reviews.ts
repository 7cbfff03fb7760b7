// Reviews: questions a user asks about themselves. Nothing of these is stored.
import type { PolicyRule } from 'kubernetes-types/rbac/v1';
import { z } from 'zod';
import { grantedRules } from '../../identity/rbac.ts';
import type { User } from '../../identity/user.ts';
import { badRequest } from '../../refusals.ts';
import { fieldsOf } from '../../store/object.ts';
import { timestamp } from '../../timestamp.ts';
import { type Answer, objectAnswer } from '../answer.ts';
import { decodeBody } from '../body.ts';
import type { Call } from '../call.ts';
import { checkedBody } from '../change/body-identity.ts';

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
