// The scale subresource: replicas of a workload as an autoscaling/v1 Scale.
// Mirrors pkg/registry/apps/deployment/storage/storage.go ScaleREST.
import { badRequest, conflict, invalid, methodNotAllowed } from '../../refusals.ts';
import type { KubeObject, Stored } from '../../store/object.ts';
import { type Answer, objectAnswer } from '../answer.ts';
import { decodeBody } from '../body.ts';
import { type Call, existing } from '../call.ts';
import { patchedObject } from '../change/patch-object.ts';
import {
  checkHasReplicas,
  SCALE_GROUP,
  SCALE_VERSION,
  type Scale,
  scaleOf,
  withScaledReplicas,
} from '../write/scale.ts';
import { updateObject } from '../write/update.ts';

export function scaleAnswer(call: Call): Answer {
  const current = existing(call);
  const { verb } = call.info;
  if (verb === 'get') {
    checkHasReplicas(call.served, current);
    return objectAnswer(scaleOf(call.served, current), call.asked.format);
  }
  if (verb !== 'update' && verb !== 'patch') throw methodNotAllowed();
  const before = scaleOf(call.served, current);
  const wanted = (
    verb === 'patch' ? patchedObject(call, before, undefined) : decodeBody(call.request, 'Scale')
  ) as Scale;
  checkKind(wanted);
  const next = withReplicas(call, current, wanted);
  const saved = updateObject(call.machine, call.served, next, { ...call.write, subresource: 'scale' });
  return objectAnswer(scaleOf(call.served, saved), call.asked.format);
}

/** Anything else would be read as a Scale without replicas, which is a Scale to zero. */
function checkKind({ apiVersion = SCALE_VERSION, kind = 'Scale' }: KubeObject): void {
  if (kind === 'Scale' && apiVersion === SCALE_VERSION) return;
  const version = apiVersion.split('/').at(-1);
  const from = `(${version}.${kind})`;
  throw badRequest(
    `${kind} in version "${version}" cannot be handled as a Scale: converting ${from} to (autoscaling.Scale): unknown conversion`,
  );
}

function withReplicas(call: Call, current: Stored, wanted: Scale): KubeObject {
  const { name, uid, resourceVersion } = current.metadata;
  const asked = wanted.metadata;
  if (asked?.name !== undefined && asked.name !== name) {
    throw badRequest(`the name of the object (${asked.name}) does not match the name on the URL (${name})`);
  }
  if (asked?.uid && asked.uid !== uid) {
    throw conflict(
      call.served.type,
      name,
      `Precondition failed: UID in precondition: ${asked.uid}, UID in object meta: ${uid}`,
    );
  }
  if (asked?.resourceVersion && asked.resourceVersion !== resourceVersion) throw conflict(call.served.type, name);
  const replicas = wanted.spec?.replicas ?? 0;
  if (!Number.isInteger(replicas)) throw badRequest('Scale: spec.replicas is not a whole number');
  if (replicas < 0) {
    const message = `Invalid value: ${replicas}: must be greater than or equal to 0`;
    throw invalid('Scale', SCALE_GROUP, name, [{ field: 'spec.replicas', reason: 'FieldValueInvalid', message }]);
  }
  return withScaledReplicas(call.served, current, replicas);
}
