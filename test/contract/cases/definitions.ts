// Kinds of one's own: what a definition makes of the API, and how it checks, completes, prunes and prints its objects.
import {
  APPLY,
  get,
  inNamespace,
  JSON_PATCH,
  kubectl,
  MERGE,
  patch,
  post,
  put,
  remove,
  STRATEGIC,
  TABLE,
} from '../build.ts';
import type { Body, Case, RequestStep } from '../case.ts';

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const GROUP = '{ns}.example.com';
const LAMPS = `/apis/${GROUP}/v1/namespaces/{ns}/lamps`;
const NAME = `lamps.${GROUP}`;
const QUIET = { uncompared: true };
/** Who wrote the fields of its status is a matter of the server's parts. */
const DEFINED = { ignored: ['metadata.managedFields'] };

const lampSchema = {
  type: 'object',
  required: ['spec'],
  properties: {
    spec: {
      type: 'object',
      required: ['colour'],
      properties: {
        colour: { type: 'string', enum: ['red', 'green'] },
        watts: { type: 'integer', minimum: 1, maximum: 100, default: 5 },
        label: { type: 'string', minLength: 2, maxLength: 4, pattern: '^[a-z]+$' },
        tags: { type: 'array', maxItems: 2, items: { type: 'string' }, 'x-kubernetes-list-type': 'set' },
        ratio: { type: 'number', multipleOf: 0.5 },
        on: { type: 'boolean', nullable: true },
        port: { 'x-kubernetes-int-or-string': true },
        since: { type: 'string', format: 'date-time' },
        extra: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
        limits: { type: 'object', additionalProperties: { type: 'integer' }, maxProperties: 1 },
        replicas: { type: 'integer' },
      },
    },
    status: { type: 'object', properties: { replicas: { type: 'integer' }, phase: { type: 'string' } } },
  },
};
const version = {
  name: 'v1',
  served: true,
  storage: true,
  schema: { openAPIV3Schema: lampSchema },
  additionalPrinterColumns: [
    { name: 'Colour', type: 'string', jsonPath: '.spec.colour' },
    { name: 'Watts', type: 'integer', jsonPath: '.spec.watts', priority: 1 },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
  subresources: { status: {}, scale: { specReplicasPath: '.spec.replicas', statusReplicasPath: '.status.replicas' } },
  selectableFields: [{ jsonPath: '.spec.colour' }],
};
const names = { plural: 'lamps', singular: 'lamp', kind: 'Lamp', shortNames: ['lp'], categories: ['all'] };
const definition = (spec: object = {}, name = NAME) => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name },
  spec: { group: GROUP, scope: 'Namespaced', names, versions: [version], ...spec },
});
const lamp = (name: string, spec: object = {}) => ({
  apiVersion: `${GROUP}/v1`,
  kind: 'Lamp',
  metadata: { name },
  spec: { colour: 'red', ...spec },
});
const hasCondition = (type: string, status: string) => (body: Body) => {
  const { conditions } = (body.status ?? {}) as { conditions?: readonly { type: string; status: string }[] };
  return (conditions ?? []).some((one) => one.type === type && one.status === status);
};
const established = get(`${DEFINITIONS}/${NAME}`, { until: hasCondition('Established', 'True'), ...DEFINED });
const listed: RequestStep = get(LAMPS, { until: ({ kind }) => kind === 'LampList', uncompared: true });
const defined: readonly RequestStep[] = [
  ...inNamespace,
  post(DEFINITIONS, definition(), QUIET),
  { ...established, uncompared: true },
  listed,
];
const group = (name: string, versions: object[], more: object = {}) => definition({ versions, ...more }, name);

const plain = { name: 'v1', served: true, storage: true };

export const definitions: readonly Case[] = [
  {
    name: 'is created, established and deleted with its objects',
    kind: 'CustomResourceDefinition',
    steps: [
      ...inNamespace,
      post(DEFINITIONS, definition()),
      established,
      listed,
      get(`/apis/${GROUP}`),
      post(LAMPS, lamp('a')),
      remove(`${DEFINITIONS}/${NAME}`, undefined, { ignored: ['metadata.managedFields', 'status'] }),
      get(`${DEFINITIONS}/${NAME}`, { until: ({ reason }) => reason === 'NotFound' }),
    ],
  },
  {
    name: 'completes, prunes and checks what is created',
    kind: 'Lamp',
    steps: [
      ...defined,
      post(
        LAMPS,
        lamp('a', { unknown: 1, extra: { any: ['thing'] }, on: null, port: '80', tags: ['x'], limits: { a: 1 } }),
      ),
      post(`${LAMPS}?fieldValidation=Strict`, lamp('b', { unknown: 1 })),
      post(LAMPS, { ...lamp('b'), spec: undefined }),
      post(LAMPS, lamp('b', { colour: undefined })),
      post(LAMPS, lamp('b', { colour: 'blue' })),
      post(LAMPS, lamp('b', { watts: 0 })),
      post(LAMPS, lamp('b', { watts: 101 })),
      post(LAMPS, lamp('b', { watts: 'x' })),
      post(LAMPS, lamp('b', { label: 'a' })),
      post(LAMPS, lamp('b', { label: 'abcde' })),
      post(LAMPS, lamp('b', { label: 'A1' })),
      post(LAMPS, lamp('b', { tags: ['a', 'b', 'c'] })),
      post(LAMPS, lamp('b', { tags: ['a', 'a'] })),
      post(LAMPS, lamp('b', { tags: 'a' })),
      post(LAMPS, lamp('b', { ratio: 0.3 })),
      post(LAMPS, lamp('b', { on: 'yes' })),
      post(LAMPS, lamp('b', { port: true })),
      post(LAMPS, lamp('b', { since: 'yesterday' })),
      post(LAMPS, lamp('b', { limits: { a: 1, b: 2 } })),
      post(LAMPS, lamp('b', { limits: { a: 'x' } })),
      post(LAMPS, lamp('Big_Name')),
      get(LAMPS),
    ],
  },
  {
    name: 'keeps its status apart, and counts generations',
    kind: 'Lamp',
    steps: [
      ...defined,
      post(LAMPS, { ...lamp('a'), status: { phase: 'Lit' } }),
      patch(`${LAMPS}/a`, MERGE, { spec: { watts: 7 }, status: { phase: 'Lit' } }),
      patch(`${LAMPS}/a/status`, MERGE, { spec: { watts: 8 }, status: { phase: 'Lit', replicas: 2 } }),
      put(`${LAMPS}/a`, lamp('a')),
      get(`${LAMPS}/a/scale`),
      patch(`${LAMPS}/a/scale`, MERGE, { spec: { replicas: 3 } }),
      get(`${LAMPS}/a/scale`),
      get(`${LAMPS}/a`),
    ],
  },
  {
    name: 'takes the patches it can take',
    kind: 'Lamp',
    steps: [
      ...defined,
      post(LAMPS, lamp('a'), QUIET),
      patch(`${LAMPS}/a`, STRATEGIC, { spec: { watts: 7 } }),
      patch(`${LAMPS}/a`, JSON_PATCH, [{ op: 'add', path: '/spec/tags', value: ['x'] }]),
      patch(`${LAMPS}/a?fieldManager=me`, APPLY, lamp('a', { watts: 9 })),
      patch(`${LAMPS}/a?fieldManager=me&force=true`, APPLY, lamp('a', { tags: ['y'] })),
      patch(`${LAMPS}/a?fieldManager=me`, APPLY, lamp('a')),
      patch(`${LAMPS}/a`, MERGE, { spec: { watts: null } }),
    ],
  },
  {
    name: 'is printed in its own columns',
    kind: 'Lamp',
    steps: [
      ...defined,
      post(LAMPS, lamp('a'), QUIET),
      get(LAMPS, { accept: TABLE }),
      get(`${LAMPS}/a`, { accept: TABLE }),
      get(`${LAMPS}?fieldSelector=spec.colour%3Dred`, { accept: TABLE }),
      get(`${LAMPS}?fieldSelector=spec.watts%3D5`),
      kubectl('get', 'lamps', '-n', '{ns}', '-o', 'wide'),
      kubectl('get', `lp.${GROUP}`, '-n', '{ns}'),
      kubectl('explain', `lamps.${GROUP}`, '--recursive'),
    ],
  },
  {
    name: 'is refused where it makes no sense',
    kind: 'CustomResourceDefinition',
    steps: [
      post(DEFINITIONS, definition({}, 'other.{ns}.example.com')),
      post(DEFINITIONS, definition({ scope: 'Odd' })),
      post(DEFINITIONS, definition({ names: { plural: 'Lamps', kind: 'lamp one' } })),
      post(DEFINITIONS, definition({ versions: [] })),
      post(DEFINITIONS, group(NAME, [{ ...version, storage: false }])),
      post(DEFINITIONS, group(NAME, [version, { ...version, storage: false }])),
      post(DEFINITIONS, group(NAME, [{ name: 'v1', served: true, storage: true }])),
      post(
        DEFINITIONS,
        group(NAME, [{ ...plain, schema: { openAPIV3Schema: { type: 'object', properties: { a: {} } } } }]),
      ),
      post(DEFINITIONS, definition({ group: 'pods' }, 'lamps.pods')),
    ],
  },
  {
    name: 'serves two versions that differ in name only',
    kind: 'Lamp',
    steps: [
      ...inNamespace,
      post(
        DEFINITIONS,
        definition({
          versions: [
            { ...version, storage: false },
            { ...version, name: 'v2beta1' },
          ],
        }),
        QUIET,
      ),
      { ...established, uncompared: true },
      listed,
      get(`/apis/${GROUP}`),
      post(LAMPS, lamp('a')),
      get(`/apis/${GROUP}/v2beta1/namespaces/{ns}/lamps/a`, { until: ({ kind }) => kind === 'Lamp' }),
      get(`/apis/${GROUP}/v2beta1/namespaces/{ns}/lamps`),
    ],
  },
];
