// serviceaccounts/token: `kubectl create token`. Mirrors pkg/registry/core/serviceaccount/storage/token.go and
// pkg/apis/authentication/validation.
import type { Pod } from 'kubernetes-types/core/v1';
import { z } from 'zod';
import { API_AUDIENCES, type BoundTo, type ServiceAccountTokens } from '../../identity/service-account-tokens.ts';
import { badRequest, conflict, invalid, notFound } from '../../refusals.ts';
import { schemaFor } from '../../schema/schema.ts';
import { fieldsOf, type KubeObject, type Stored } from '../../store/object.ts';
import { timestamp } from '../../timestamp.ts';
import { type Answer, objectAnswer } from '../answer.ts';
import { decodeBody } from '../body.ts';
import { type Call, existing } from '../call.ts';
import { recordManager } from '../write/managed.ts';

const GROUP = 'authentication.k8s.io';
const REFERENCE = z.object({
  kind: z.string().default(''),
  apiVersion: z.string().default(''),
  name: z.string().default(''),
  uid: z.string().default(''),
});
const SPEC = z.object({
  audiences: z.array(z.string()).nullish(),
  expirationSeconds: z.number().int().nullish(),
  boundObjectRef: REFERENCE.nullish(),
});

type Reference = z.infer<typeof REFERENCE>;

const LIFE_SECONDS_DEFAULT = 3600;
/** Ten minutes at least, and no more than 2^32 seconds. */
const LIFE_SECONDS_MIN = 600;
const LIFE_SECONDS_MAX = 2 ** 32;

export function tokenAnswer(call: Call, tokens: ServiceAccountTokens): Answer {
  const body = decodeBody(call.request, 'TokenRequest');
  const account = existing(call);
  const { namespace = '', name, uid } = account.metadata;
  checkIdentity(body, account);
  const spec = SPEC.safeParse(fieldsOf(body).spec ?? {}).data;
  if (spec === undefined) throw badRequest('TokenRequest: spec cannot be read: check the types of its fields');
  const expirationSeconds = spec.expirationSeconds ?? LIFE_SECONDS_DEFAULT;
  const audiences = spec.audiences?.length ? spec.audiences : API_AUDIENCES;
  checkLife(expirationSeconds);
  const reference = spec.boundObjectRef ?? null;
  const bound = reference === null ? {} : boundTo(call, name, reference);
  const token = tokens.issue({ namespace, name, uid, bound }, audiences, expirationSeconds);
  const nowMs = call.machine.clock.now();
  const answer = {
    kind: 'TokenRequest',
    apiVersion: `${GROUP}/v1`,
    metadata: {
      name,
      namespace,
      uid,
      creationTimestamp: timestamp(nowMs),
      ...managedOf(call, { ...spec, expirationSeconds }),
    },
    spec: { audiences, expirationSeconds, boundObjectRef: reference && shownReference(reference) },
    status: { token, expirationTimestamp: timestamp(nowMs + expirationSeconds * 1000) },
  };
  return objectAnswer(answer, call.asked.format, 201);
}

/** Go leaves out what is empty. */
function shownReference(reference: Reference): object {
  return Object.fromEntries(Object.entries(reference).filter(([, value]) => value !== ''));
}

/** Whose the fields of the request are, as of any object that is written. */
function managedOf(call: Call, { boundObjectRef, audiences, expirationSeconds }: z.infer<typeof SPEC>): object {
  const apiVersion = `${GROUP}/v1`;
  const schema = schemaFor(apiVersion, 'TokenRequest');
  const served = { ...call.served, schema, apiVersion, storedApiVersion: apiVersion };
  const spec = {
    ...(audiences?.length ? { audiences } : {}),
    expirationSeconds,
    ...(boundObjectRef ? { boundObjectRef: shownReference(boundObjectRef) } : {}),
  };
  const object = { apiVersion, kind: 'TokenRequest', metadata: {}, spec };
  const { managedFields } =
    recordManager(call.machine, served, undefined, object, {
      ...call.write,
      subresource: 'token',
    }).metadata ?? {};
  return managedFields === undefined ? {} : { managedFields };
}

function checkIdentity(body: KubeObject, { metadata }: Stored): void {
  for (const field of ['name', 'namespace'] as const) {
    const given = body.metadata?.[field];
    if (!given || given === metadata[field]) continue;
    const message = `Invalid value: "${given}": must match the service account ${field} if specified`;
    const cause = { field: `metadata.${field}`, reason: 'FieldValueInvalid', message };
    throw invalid('TokenRequest', GROUP, metadata.name, [cause]);
  }
  const uid = body.metadata?.uid;
  if (!uid || uid === metadata.uid) return;
  const why = `the UID in the token request (${uid}) does not match the UID of the service account (${metadata.uid})`;
  throw conflict({ group: GROUP, resource: 'TokenRequest' }, metadata.name, why);
}

function checkLife(seconds: number): void {
  const tooLong = seconds > LIFE_SECONDS_MAX;
  if (seconds >= LIFE_SECONDS_MIN && !tooLong) return;
  const why = tooLong ? 'a duration larger than 2^32 seconds' : 'a duration less than 10 minutes';
  const message = `Invalid value: ${seconds}: may not specify ${why}`;
  throw invalid('TokenRequest', GROUP, '', [{ field: 'spec.expirationSeconds', reason: 'FieldValueInvalid', message }]);
}

const KINDS = { Pod: 'pods', Node: 'nodes', Secret: 'secrets' } as const;

function isBindable(kind: string): kind is keyof typeof KINDS {
  return Object.hasOwn(KINDS, kind);
}

function boundTo(
  call: Call,
  account: string,
  reference: Reference,
): { pod?: BoundTo; node?: BoundTo; secret?: BoundTo } {
  const { kind, apiVersion, name, uid } = reference;
  if (apiVersion !== 'v1' || !isBindable(kind)) {
    const groupVersion = apiVersion.includes('/') ? apiVersion : `/${apiVersion}`;
    throw badRequest(`cannot bind token to object of type ${groupVersion}, Kind=${kind}`);
  }
  const { store } = call.machine;
  const found = store.get(KINDS[kind], kind === 'Node' ? undefined : call.info.namespace, name);
  if (found === undefined) throw notFound({ group: '', resource: KINDS[kind] }, name);
  const bound = { name, uid: found.metadata.uid };
  if (uid !== '' && uid !== bound.uid) {
    const why = `the UID in the bound object reference (${uid}) does not match the UID in record. The object might have been deleted and then recreated`;
    throw conflict({ group: '', resource: kind }, name, why);
  }
  if (kind === 'Secret') return { secret: bound };
  if (kind === 'Node') return { node: bound };
  const { serviceAccountName, nodeName }: NonNullable<Pod['spec']> = (found as Stored<Pod>).spec ?? { containers: [] };
  if (serviceAccountName !== account) {
    const why = 'to pod running with different serviceaccount name.';
    throw badRequest(`cannot bind token for serviceaccount "${account}" ${why}`);
  }
  if (!nodeName) return { pod: bound };
  return { node: { name: nodeName, uid: store.get('nodes', undefined, nodeName)?.metadata.uid }, pod: bound };
}
