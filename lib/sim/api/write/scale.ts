// A workload's replicas as an autoscaling/v1 Scale, and a workload with other replicas.
// Mirrors pkg/registry/apps/deployment/storage/storage.go ScaleREST, and its likes.
import { formatRequirements, selectorRequirements } from '#lib/rules/labels/label-selector.ts';
import { StatusError } from '../../status-error.ts';
import { fieldsOf, type KubeObject, type Stored } from '../../store/object.ts';
import type { Served } from '../registry/registry.ts';

export const SCALE_GROUP = 'autoscaling';
export const SCALE_VERSION = `${SCALE_GROUP}/v1`;
const BUILT_IN_PATHS = { spec: 'spec.replicas', status: 'status.replicas', selector: 'spec.selector' };

export interface Scale extends KubeObject {
  spec?: { replicas?: number };
  status?: { replicas: number; selector?: string };
}

export function scaleOf(served: Served, object: Stored): Scale {
  const paths = served.scalePaths ?? BUILT_IN_PATHS;
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const selector = paths.selector === undefined ? undefined : valueAt(object, paths.selector);
  const text = typeof selector === 'string' ? selector : selectorText(served, selector);
  const replicas = Number(valueAt(object, paths.spec) ?? 0);
  return {
    kind: 'Scale',
    apiVersion: SCALE_VERSION,
    metadata: { name, ...(namespace === undefined ? {} : { namespace }), uid, resourceVersion, creationTimestamp },
    // As in Go, zero is left out.
    spec: replicas === 0 ? {} : { replicas },
    status: {
      replicas: Number(valueAt(object, paths.status) ?? 0),
      ...(text === '' ? {} : { selector: text }),
    },
  };
}

/** A read of a custom resource without replicas is refused (apiextensions-apiserver, customresource/etcd.go ScaleREST.Get). */
export function checkHasReplicas(served: Served, object: Stored): void {
  if (served.scalePaths === undefined || valueAt(object, served.scalePaths.spec) !== undefined) return;
  const why = `the spec replicas field "${served.scalePaths.spec}" does not exist`;
  throw new StatusError('InternalError', `Internal error occurred: ${why}`, { causes: [{ message: why }] });
}

export function withScaledReplicas(served: Served, object: KubeObject, replicas: number): KubeObject {
  const path = (served.scalePaths ?? BUILT_IN_PATHS).spec.split('.');
  return replacedAt(fieldsOf(object), path, replicas);
}

/** A replication controller's selector is labels, everybody else's a LabelSelector. */
function selectorText({ type }: Served, selector: unknown): string {
  const whole = type.kind === 'ReplicationController' ? { matchLabels: selector } : selector;
  const requirements = selectorRequirements(whole as Parameters<typeof selectorRequirements>[0]);
  return requirements === null ? '' : formatRequirements(requirements);
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
