// Certificate signing requests: they say who asks, nobody changes what was asked for, and conditions are dated.
// Mirrors pkg/registry/certificates/certificates/strategy.go.
import type { CertificateSigningRequest, CertificateSigningRequestCondition } from 'kubernetes-types/certificates/v1';
import { fieldsOf, type KubeObject } from '../../store/object.ts';
import { timestamp } from '../../timestamp.ts';
import type { Strategy, WriteMoment } from './strategy.ts';

type Condition = CertificateSigningRequestCondition;

/** The author is who sends the request, whatever it says. */
function withAuthor(object: KubeObject, { user }: WriteMoment): KubeObject {
  const given: Partial<CertificateSigningRequest['spec']> = (object as CertificateSigningRequest).spec ?? {};
  const { username: _username, uid: _uid, groups: _groups, extra: _extra, ...asked } = given;
  const author = {
    ...(user === undefined ? {} : { username: user.name, groups: user.groups }),
    ...(user?.uid === undefined ? {} : { uid: user.uid }),
    ...(user?.extra === undefined ? {} : { extra: user.extra }),
  };
  return { ...object, spec: { ...asked, ...author } } as KubeObject;
}

function asBefore(object: KubeObject, previous: KubeObject): KubeObject {
  return { ...object, spec: fieldsOf(previous).spec } as KubeObject;
}

function conditionsOf(object: KubeObject): Condition[] {
  return (object as CertificateSigningRequest).status?.conditions ?? [];
}

/** populateConditionTimestamps: the transition time stays while the status does. */
function dated(conditions: readonly Condition[], previous: readonly Condition[], nowMs: number): Condition[] {
  const now = timestamp(nowMs);
  return conditions.map((condition) => {
    const same = previous.find(({ type, status }) => type === condition.type && status === condition.status);
    const since = same?.lastTransitionTime ?? now;
    return { lastUpdateTime: now, lastTransitionTime: since, ...condition };
  });
}

/** What only approvers say. */
function isDecision({ type }: Condition): boolean {
  return type === 'Approved' || type === 'Denied';
}

/** `approval` writes the conditions and nothing else; `status` everything but what approvers decided. */
function withConditions(
  object: KubeObject,
  previous: KubeObject,
  { nowMs }: WriteMoment,
  subresource: string,
): KubeObject {
  const held = conditionsOf(previous);
  const decided = held.filter(isDecision);
  const asked = conditionsOf(object);
  const wanted = subresource === 'approval' ? asked : [...decided, ...asked.filter((one) => !isDecision(one))];
  const conditions = dated(wanted, held, nowMs);
  const status = fieldsOf(subresource === 'approval' ? previous : object).status;
  return { ...object, status: { ...(status as object | undefined), conditions } } as KubeObject;
}

export const SIGNING_REQUESTS: Strategy = {
  prepareCreate: withAuthor,
  prepareUpdate: asBefore,
  prepareStatus: withConditions,
};
