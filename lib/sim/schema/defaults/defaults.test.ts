import { readFileSync } from 'node:fs';
import type { Service } from 'kubernetes-types/core/v1';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { withFamilies } from '../../api/admission/service-families.ts';
import { withNamespaceFinalizer } from '../../api/write/namespace-finalizer.ts';
import { withFirstTemplate } from '../../api/write/strategy-daemon-sets.ts';
import type { KubeObject } from '../../store/object.ts';
import { decodeStrict } from '../decode.ts';
import { schemaFor, schemaFromCrd } from '../schema.ts';
import { withDefaults, withSchemaDefaults } from './defaults.ts';

interface Case {
  input: KubeObject & { apiVersion: string; kind: string };
  output: unknown;
}

const file = readFileSync(new URL('./testdata/defaults.yaml', import.meta.url), 'utf8');
const cases = parseAllDocuments(file).map((document) => document.toJS() as Case);

function defaulted({ input }: Case): KubeObject {
  const schema = schemaFor(input.apiVersion, input.kind);
  if (schema === undefined) throw new Error(`no schema for ${input.kind}`);
  return created(withDefaults(input.apiVersion, input.kind, decodeStrict(schema, input, 'Strict').object));
}

/** With what a create adds beside the defaults. */
function created(object: KubeObject): KubeObject {
  if (object.kind === 'Service') return withFamilies(object as Service);
  if (object.kind === 'Namespace') return withNamespaceFinalizer(object);
  return object.kind === 'DaemonSet' ? withFirstTemplate(object) : object;
}

describe('defaults of built-in kinds', () => {
  it.each(cases.map((one) => [`${one.input.kind} ${one.input.metadata?.name}`, one] as const))(
    '%s is completed as the real API server does',
    (_, one) => {
      expect(defaulted(one)).toEqual(one.output);
    },
  );

  it.each(cases.map((one) => [`${one.input.kind} ${one.input.metadata?.name}`, one] as const))(
    '%s stays the same when completed again',
    (_, one) => {
      const once = defaulted(one);
      expect(withDefaults(one.input.apiVersion, one.input.kind, once)).toEqual(once);
    },
  );

  it('leave the given object alone', () => {
    const pod = Object.freeze({ apiVersion: 'v1', kind: 'Pod', spec: Object.freeze({}) });
    expect(withDefaults('v1', 'Pod', pod)).toHaveProperty('spec.restartPolicy', 'Always');
    expect(pod.spec).toEqual({});
  });

  it.each([
    ['nginx', 'Always'],
    ['nginx:latest', 'Always'],
    ['nginx:1.27', 'IfNotPresent'],
    ['registry:5000/nginx', 'Always'],
    ['registry:5000/nginx:1.27', 'IfNotPresent'],
    [`nginx@sha256:${'0'.repeat(64)}`, 'IfNotPresent'],
  ])('an image %s is pulled %s', (image, policy) => {
    const pod = { apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'a', image }] } };
    expect(withDefaults('v1', 'Pod', pod)).toHaveProperty('spec.containers.0.imagePullPolicy', policy);
  });

  it('a namespace that is going keeps the finalizers it has left', () => {
    const metadata = { name: 'a', deletionTimestamp: '2026-01-01T00:00:00Z' };
    const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata, spec: { finalizers: [] } };
    expect(withDefaults('v1', 'Namespace', namespace).spec.finalizers).toEqual([]);
  });
});

describe('defaults of custom resources', () => {
  const schema = schemaFromCrd({
    type: 'object',
    properties: {
      spec: {
        type: 'object',
        default: {},
        properties: {
          lumen: { type: 'integer', default: 400 },
          note: { type: 'string', nullable: true, default: 'on' },
          rooms: { type: 'array', items: { type: 'object', properties: { lit: { type: 'boolean', default: true } } } },
        },
      },
    },
  });

  it.each([
    [{}, { spec: { lumen: 400, note: 'on' } }],
    [{ spec: { lumen: 0, note: null } }, { spec: { lumen: 0, note: null } }],
    [
      { spec: { lumen: null, rooms: [{}, { lit: false }] } },
      { spec: { lumen: 400, note: 'on', rooms: [{ lit: true }, { lit: false }] } },
    ],
  ])('%j becomes %j', (given, expected) => {
    expect(withSchemaDefaults(schema, given)).toEqual(expected);
  });
});
