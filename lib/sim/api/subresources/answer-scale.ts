// The scale subresource: replicas of a workload as an autoscaling/v1 Scale.
// Mirrors pkg/registry/apps/deployment/storage/storage.go ScaleREST.
import { formatRequirements, selectorRequirements } from '#lib/rules/label-selector.ts';
import { badRequest, conflict, invalid, methodNotAllowed } from '../../refusals.ts';
import { fieldsOf, type KubeObject, type Stored } from '../../store/object.ts';
import { type Answer, objectAnswer } from '../answer.ts';
import { decodeBody } from '../body.ts';
import { type Call, existing } from '../call.ts';
import { patchedObject } from '../change/patch-object.ts';
import type { Served } from '../registry/registry.ts';
import { updateObject } from '../write/update.ts';

const GROUP = 'autoscaling';
const VERSION = `${GROUP}/v1`;
const BUILT_IN_PATHS = { spec: 'spec.replicas', status: 'status.replicas', selector: 'spec.selector' };

interface Scale extends KubeObject {
  spec?: { replicas?: number };
  status?: { replicas: number; selector?: string };
}

export function scaleAnswer(call: Call): Answer {
  const current = existing(call);
  const { verb } = call.info;
  if (verb === 'get') return objectAnswer(scaleOf(call.served, current), call.asked.format);
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
function checkKind({ apiVersion = VERSION, kind = 'Scale' }: KubeObject): void {
  if (kind === 'Scale' && apiVersion === VERSION) return;
  const version = apiVersion.split('/').at(-1);
  const from = `(${version}.${kind})`;
  throw badRequest(
    `${kind} in version "${version}" cannot be handled as a Scale: converting ${from} to (autoscaling.Scale): unknown conversion`,
  );
}

function scaleOf(served: Served, object: Stored): Scale {
  const paths = served.scalePaths ?? BUILT_IN_PATHS;
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const selector = paths.selector === undefined ? undefined : valueAt(object, paths.selector);
  const text = typeof selector === 'string' ? selector : selectorText(selector);
  const replicas = Number(valueAt(object, paths.spec) ?? 0);
  return {
    kind: 'Scale',
    apiVersion: VERSION,
    metadata: { name, ...(namespace === undefined ? {} : { namespace }), uid, resourceVersion, creationTimestamp },
    // As in Go, zero is left out.
    spec: replicas === 0 ? {} : { replicas },
    status: {
      replicas: Number(valueAt(object, paths.status) ?? 0),
      ...(text === '' ? {} : { selector: text }),
    },
  };
}

function selectorText(selector: unknown): string {
  const requirements = selectorRequirements(selector as Parameters<typeof selectorRequirements>[0]);
  return requirements === null ? '' : formatRequirements(requirements);
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
    throw invalid('Scale', GROUP, name, [{ field: 'spec.replicas', reason: 'FieldValueInvalid', message }]);
  }
  const path = (call.served.scalePaths ?? BUILT_IN_PATHS).spec.split('.');
  return replacedAt(fieldsOf(current), path, replicas);
}

/** `path` is written as in a CRD: `.spec.replicas`, with or without the first dot. */
function valueAt(object: KubeObject, path: string): unknown {
  let value: unknown = object;
  for (const name of path.split('.').filter((part) => part !== '')) {
    value = typeof value === 'object' && value !== null ? fieldsOf(value)[name] : undefined;
  }
  return value;
}

function replacedAt(object: object, path: readonly string[], value: unknown): object {
  const [name = '', ...rest] = path.filter((part) => part !== '');
  const inner = fieldsOf(object)[name];
  const child = typeof inner === 'object' && inner !== null ? inner : {};
  return { ...object, [name]: rest.length === 0 ? value : replacedAt(child, rest, value) };
}
