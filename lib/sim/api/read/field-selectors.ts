// Field selectors: the grammar (apimachinery/pkg/fields/selector.go) and which fields each resource offers
// (GetAttrs of pkg/registry/*/strategy.go and pkg/apis/core/v1/conversion.go).

import { badRequest } from '../../refusals.ts';
import { fieldsOf, type KubeObject } from '../../store/object.ts';
import type { Served } from '../registry/registry.ts';

type Fields = Readonly<Record<string, (object: KubeObject) => unknown>>;

function at(...path: string[]): (object: KubeObject) => unknown {
  return (object) => {
    let value: unknown = object;
    for (const name of path) value = typeof value === 'object' && value !== null ? fieldsOf(value)[name] : undefined;
    return value;
  };
}

function dotted(...paths: string[]): Fields {
  return Object.fromEntries(paths.map((path) => [path, at(...path.split('.'))]));
}

const EVENT_FIELDS: Fields = {
  ...dotted(
    'involvedObject.kind',
    'involvedObject.namespace',
    'involvedObject.name',
    'involvedObject.uid',
    'involvedObject.apiVersion',
    'involvedObject.resourceVersion',
    'involvedObject.fieldPath',
    'reason',
    'type',
  ),
  reportingComponent: (object) => at('reportingComponent')(object) || at('source', 'component')(object),
  source: (object) => at('source', 'component')(object) || at('reportingComponent')(object),
};

/** The same objects seen as events.k8s.io/v1. */
const NEW_EVENT_FIELDS: Fields = {
  ...EVENT_FIELDS,
  ...Object.fromEntries(
    ['kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath'].map((name) => [
      `regarding.${name}`,
      at('involvedObject', name),
    ]),
  ),
  reportingController: (object) => at('reportingComponent')(object) || at('source', 'component')(object),
};

const OFFERED: Readonly<Record<string, Fields>> = {
  'v1/Pod': {
    ...dotted(
      'spec.nodeName',
      'spec.restartPolicy',
      'spec.schedulerName',
      'spec.serviceAccountName',
      'spec.hostNetwork',
      'status.phase',
      'status.podIP',
      'status.nominatedNodeName',
    ),
    'spec.hostNetwork': (object) => at('spec', 'hostNetwork')(object) === true,
  },
  'v1/Event': EVENT_FIELDS,
  'events.k8s.io/v1/Event': NEW_EVENT_FIELDS,
  'v1/Node': { 'spec.unschedulable': (object) => at('spec', 'unschedulable')(object) === true },
  'v1/Namespace': dotted('status.phase'),
  'v1/Secret': dotted('type'),
  'v1/Service': dotted('spec.clusterIP', 'spec.type'),
  // Of a ReplicaSet too, as far as its storage goes, but apps/v1 names no such field.
  'v1/ReplicationController': { 'status.replicas': (object) => at('status', 'replicas')(object) ?? 0 },
  'batch/v1/Job': { 'status.successful': (object) => at('status', 'succeeded')(object) ?? 0 },
};

const METADATA: Fields = dotted('metadata.name', 'metadata.namespace');

interface Term {
  field: string;
  equal: boolean;
  value: string;
}

/** A test for objects in their stored version; throws BadRequest as the API server words it. */
export function parseFieldSelector(served: Served, text: string): (object: KubeObject) => boolean {
  const { kind, namespaced } = served.type;
  const offered = { ...METADATA, ...OFFERED[`${served.apiVersion}/${kind}`] };
  const selectable = served.selectableFields ?? [];
  const tests = splitTerms(text).map(({ field, equal, value }) => {
    const get = selectable.includes(field)
      ? at(...field.split('.'))
      : Object.hasOwn(offered, field)
        ? offered[field]
        : undefined;
    if (get === undefined || (field === 'metadata.namespace' && !namespaced)) {
      throw badRequest(unsupported(served, field));
    }
    return (object: KubeObject) => (textOf(get(object)) === value) === equal;
  });
  return (object) => tests.every((test) => test(object));
}

/** Fields that selectors may name hold single values; anything else is as good as absent. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

function unsupported(served: Served, field: string): string {
  // Kinds with fields of their own refuse others in their conversion function, all others in the default one.
  const known = served.custom === true || `${served.apiVersion}/${served.type.kind}` in OFFERED;
  return known
    ? `field label not supported: ${field}`
    : `"${field}" is not a known field selector: only "metadata.name", "metadata.namespace"`;
}

function splitTerms(text: string): Term[] {
  return splitUnescaped(text)
    .filter((part) => part !== '')
    .map((part) => {
      const found = /^((?:[^=!\\]|\\.)*?)(!=|==|=)(.*)$/s.exec(part);
      if (found === null) throw badRequest(`invalid selector: '${part}'; can't understand '${part}'`);
      const [, field = '', operator = '', value = ''] = found;
      return { field, equal: operator !== '!=', value: unescaped(value) };
    });
}

function splitUnescaped(text: string): string[] {
  return text.match(/(?:[^,\\]|\\.)+/gs) ?? [];
}

/** `\,`, `\=` and `\\` stand for themselves. */
function unescaped(value: string): string {
  return value.replace(/\\([\\,=])/g, '$1');
}
