// Access reviews: whether somebody may do something, asked by themselves or about another. Nothing of these is stored.
// Mirrors pkg/registry/authorization/{selfsubjectaccessreview,subjectaccessreview,localsubjectaccessreview}/rest.go
// and pkg/apis/authorization/validation/validation.go.
import { z } from 'zod';
import type { Access } from '../../identity/access.ts';
import type { Attempt } from '../../identity/rbac.ts';
import type { User } from '../../identity/user.ts';
import { badRequest } from '../../refusals.ts';
import { FieldErrors, throwInvalid } from '../../schema/validation/field-errors.ts';
import { fieldsOf, type KubeObject } from '../../store/object.ts';
import { type Answer, objectAnswer } from '../answer.ts';
import type { Call } from '../call.ts';
import { bodyObject } from '../change/decode-object.ts';
import { recordManager } from '../write/managed.ts';

const TEXT = z.string().default('');
const SPEC = z.object({
  resourceAttributes: z
    .object({ namespace: TEXT, verb: TEXT, group: TEXT, resource: TEXT, subresource: TEXT, name: TEXT })
    .optional(),
  nonResourceAttributes: z.object({ path: TEXT, verb: TEXT }).optional(),
  user: TEXT,
  uid: z.string().optional(),
  groups: z.array(z.string()).default([]),
  extra: z.record(z.string(), z.array(z.string())).optional(),
});

type Spec = z.infer<typeof SPEC>;

const ONE_OF = 'exactly one of nonResourceAttributes or resourceAttributes must be specified';
const NOWHERE = { group: '', resource: '', subresource: '', namespace: '', name: '' };

/** `kubectl auth can-i`. */
export function selfAccessReview(call: Call, user: User, access: Access): Answer {
  const { body, spec } = asked(call);
  const errors = new FieldErrors();
  checkAttributes(errors, spec);
  checkMetadata(errors, body, 'must be empty');
  return decided(call, body, errors, spec, access, user);
}

/** Of anybody, for instance by an API server behind this one. */
export function subjectAccessReview(call: Call, _user: User, access: Access): Answer {
  const { body, spec } = asked(call);
  const errors = new FieldErrors();
  checkAttributes(errors, spec);
  checkSubject(errors, spec);
  checkMetadata(errors, body, 'must be empty');
  return decided(call, body, errors, spec, access, subjectOf(spec));
}

/** The same for one namespace, so that whoever may ask there needs to know of no other. */
export function localAccessReview(call: Call, _user: User, access: Access): Answer {
  const { body, spec } = asked(call);
  const { namespace } = call.info;
  const errors = new FieldErrors();
  checkAttributes(errors, spec);
  checkSubject(errors, spec);
  const about = spec.resourceAttributes;
  if (about !== undefined && about.namespace !== namespace) {
    errors.invalid('spec.resourceAttributes.namespace', about.namespace, 'must match metadata.namespace');
  }
  const url = spec.nonResourceAttributes;
  if (url !== undefined) {
    const shown = { Path: url.path, Verb: url.verb };
    errors.invalid('spec.nonResourceAttributes', shown, 'disallowed on this kind of request');
  }
  checkMetadata(errors, body, 'must be empty except for namespace');
  return decided(call, { ...body, metadata: { ...body.metadata, namespace } }, errors, spec, access, subjectOf(spec));
}

function asked(call: Call): { body: KubeObject; spec: Spec } {
  const { kind } = call.served.type;
  const body = bodyObject(call);
  const spec = SPEC.safeParse(fieldsOf(body).spec ?? {}).data;
  if (spec === undefined) throw badRequest(`${kind}: spec cannot be read: check the types of its fields`);
  const { machine, served, write } = call;
  return { body: recordManager(machine, served, undefined, { metadata: {}, ...body }, write), spec };
}

/** Only whose fields they are may be in the metadata, and the namespace where there is one. */
function checkMetadata(errors: FieldErrors, { metadata }: KubeObject, why: string): void {
  const { namespace: _namespace, managedFields: _managed, ...rest } = metadata ?? {};
  if (Object.keys(rest).length > 0) errors.invalid('metadata', metadata, why);
}

function checkAttributes(errors: FieldErrors, { resourceAttributes, nonResourceAttributes }: Spec): void {
  if ((resourceAttributes === undefined) === (nonResourceAttributes === undefined)) {
    const shown = nonResourceAttributes && { Path: nonResourceAttributes.path, Verb: nonResourceAttributes.verb };
    errors.invalid('spec', shown, ONE_OF);
  }
}

function checkSubject(errors: FieldErrors, { user, groups }: Spec): void {
  if (user === '' && groups.length === 0) {
    errors.invalid('spec.user', '', 'at least one of user or group must be specified');
  }
}

function subjectOf({ user: name, uid, groups, extra }: Spec): User {
  return { name, groups, ...(uid === undefined ? {} : { uid }), ...(extra === undefined ? {} : { extra }) };
}

function decided(call: Call, body: KubeObject, errors: FieldErrors, spec: Spec, access: Access, user: User): Answer {
  // Upstream names no kind in these.
  throwInvalid('', call.served.type.group, '', errors.list);
  const url = spec.nonResourceAttributes;
  const attempt: Attempt = spec.resourceAttributes ?? { ...NOWHERE, verb: url?.verb ?? '', path: url?.path ?? '' };
  const { allowed, reason } = access.decide(user, attempt);
  const status = { allowed, ...(reason === '' ? {} : { reason }) };
  return objectAnswer({ ...body, status }, call.asked.format, 201);
}
