// Certificate signing requests: they say who asks, nobody changes what was asked for, and conditions are dated.
// Mirrors pkg/registry/certificates/certificates/strategy.go.
import type { CertificateSigningRequest, CertificateSigningRequestCondition } from 'kubernetes-types/certificates/v1';
import { FieldErrors, throwInvalid } from '../../schema/validation/field-errors.ts';
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

const FINAL = ['Approved', 'Denied', 'Failed'];

/** pkg/apis/certificates/validation/validation.go: a decision is one and stays; only approvers make it. */
function checkConditions(
  object: KubeObject,
  asked: readonly Condition[],
  held: readonly Condition[],
  subresource: string,
): void {
  const errors = new FieldErrors();
  const field = 'status.conditions';
  const has = (conditions: readonly Condition[], type: string) => conditions.some((one) => one.type === type);
  for (const type of FINAL) {
    if (has(held, type) && !has(asked, type)) {
      errors.forbidden(field, `updates may not remove a condition of type "${type}"`);
    }
    const mayAdd = subresource === 'approval' || type === 'Failed';
    if (!mayAdd && has(asked, type) && !has(held, type)) {
      errors.forbidden(field, `updates may not add a condition of type "${type}"`);
    }
  }
  if (has(asked, 'Approved') && has(asked, 'Denied')) {
    const parts = ['Approved', 'Denied'].map((type) => `conditions[{"type": "${type}"}]`);
    const detail = `must specify at most one of: ${parts.map((part) => `\`${part}\``).join(', ')}`;
    errors.invalid(field, `{${parts.join(', ')}}`, detail);
  }
  throwInvalid('CertificateSigningRequest', 'certificates.k8s.io', object.metadata?.name ?? '', errors.list);
}

/** `approval` writes the conditions and nothing else; `status` everything else too. */
function withConditions(
  object: KubeObject,
  previous: KubeObject,
  { nowMs }: WriteMoment,
  subresource: string,
): KubeObject {
  const held = conditionsOf(previous);
  const asked = conditionsOf(object);
  checkConditions(object, asked, held, subresource);
  const conditions = dated(asked, held, nowMs);
  const status = fieldsOf(subresource === 'approval' ? previous : object).status;
  return { ...object, status: { ...(status as object | undefined), conditions } } as KubeObject;
}

export const SIGNING_REQUESTS: Strategy = {
  prepareCreate: withAuthor,
  prepareUpdate: asBefore,
  prepareStatus: withConditions,
};
