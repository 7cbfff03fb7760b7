import { describe, expect, it } from 'vitest';
import { decodeFields, decodeStrict, type FieldValidation, strictMessage } from './decode.ts';
import { type Schema, schemaFor, schemaFromCrd } from './schema.ts';

function known(apiVersion: string, kind: string): Schema {
  const schema = schemaFor(apiVersion, kind);
  if (schema === undefined) throw new Error(`no schema for ${kind}`);
  return schema;
}

function deployment(spec: unknown, mode: FieldValidation = 'Strict') {
  return decodeStrict(
    known('apps/v1', 'Deployment'),
    { apiVersion: 'apps/v1', kind: 'Deployment', spec } as never,
    mode,
  );
}

const PREFIX = 'Deployment in version "v1" cannot be handled as a Deployment: ';

describe('unknown fields', () => {
  const spec = { foo: 1, replicas: 2, template: { spec: { containers: [{ name: 'a' }, { imag: 'x' }] } } };

  it('are refused in mode Strict, all at once', () => {
    expect(() => deployment(spec)).toThrowError(
      expect.objectContaining({
        reason: 'BadRequest',
        message: `${PREFIX}strict decoding error: unknown field "spec.foo", unknown field "spec.template.spec.containers[1].imag"`,
      }),
    );
  });

  it('are dropped with a warning each in mode Warn, and in silence in mode Ignore', () => {
    const warned = deployment(spec, 'Warn');
    expect(warned.warnings).toEqual([
      'unknown field "spec.foo"',
      'unknown field "spec.template.spec.containers[1].imag"',
    ]);
    const pruned = { replicas: 2, template: { spec: { containers: [{ name: 'a' }, {}] } } };
    expect(warned.object).toMatchObject({ spec: pruned });
    expect(deployment(spec, 'Ignore')).toEqual({ object: warned.object, warnings: [] });
  });

  it('are counted up to a bound', () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`x${index}`, 1]));
    expect(deployment(many, 'Warn').warnings).toHaveLength(100);
  });

  it('are no unknown fields in maps and free-form values', () => {
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { labels: { any: 'thing' }, managedFields: [{ fieldsV1: { 'f:spec': {} } }] },
      spec: { nodeSelector: { a: 'b' } },
    };
    expect(decodeStrict(known('v1', 'Pod'), pod as never, 'Strict').object).toEqual(pod);
  });
});

describe('wrong JSON types', () => {
  it.each([
    [
      { replicas: '3' },
      'json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32',
    ],
    [
      { replicas: 1.5 },
      'json: cannot unmarshal number 1.5 into Go struct field DeploymentSpec.spec.replicas of type int32',
    ],
    [
      { replicas: 2 ** 31 },
      'json: cannot unmarshal number 2147483648 into Go struct field DeploymentSpec.spec.replicas of type int32',
    ],
    [{ paused: 'yes' }, 'json: cannot unmarshal string into Go struct field DeploymentSpec.spec.paused of type bool'],
    [
      { template: [] },
      'json: cannot unmarshal array into Go struct field DeploymentSpec.spec.template of type v1.PodTemplateSpec',
    ],
    [
      { template: { spec: { containers: {} } } },
      'json: cannot unmarshal object into Go struct field PodSpec.spec.template.spec.containers of type []v1.Container',
    ],
    [
      { template: { spec: { containers: [{ image: 1 }] } } },
      'json: cannot unmarshal number into Go struct field Container.spec.template.spec.containers.image of type string',
    ],
    [
      { template: { spec: { containers: [{ resources: { limits: { cpu: 'lots' } } }] } } },
      "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
    ],
    [
      { template: { metadata: { creationTimestamp: 'now' } } },
      'parsing time "now" as "2006-01-02T15:04:05Z07:00": cannot parse "now" as "2006"',
    ],
  ])('%j is refused in every mode', (spec, message) => {
    for (const mode of ['Strict', 'Ignore'] as const)
      expect(() => deployment(spec, mode)).toThrowError(PREFIX + message);
  });

  it('data of a secret must be base64', () => {
    const secret = { apiVersion: 'v1', kind: 'Secret', data: { a: 'not base64' } };
    expect(() => decodeStrict(known('v1', 'Secret'), secret as never, 'Ignore')).toThrowError(
      'Secret in version "v1" cannot be handled as a Secret: illegal base64 data at input byte 3',
    );
  });

  it('nothing nests without end', () => {
    let schema: unknown = {};
    for (let depth = 0; depth < 5000; depth++) schema = { properties: { a: schema } };
    const crd = { spec: { versions: [{ schema: { openAPIV3Schema: schema } }] } };
    const type = known('apiextensions.k8s.io/v1', 'CustomResourceDefinition');
    expect(() => decodeFields(type, crd)).toThrowError('exceeded max depth');
  });
});

describe('values in canonical form', () => {
  it.each([
    [
      { cpu: '1000m', memory: '1024Mi' },
      { cpu: '1', memory: '1Gi' },
    ],
    [{ cpu: 0.5 }, { cpu: '500m' }],
    [{ cpu: null }, { cpu: '0' }],
  ])('limits %j are stored as %j', (limits, stored) => {
    const node = { apiVersion: 'v1', kind: 'Node', status: { capacity: limits } };
    expect(decodeFields(known('v1', 'Node'), node).object).toEqual({ ...node, status: { capacity: stored } });
  });

  it('times are UTC, whole seconds or microseconds', () => {
    const lease = {
      metadata: { creationTimestamp: '2026-01-01T02:00:00.75+02:00' },
      spec: { renewTime: '2026-01-01T02:00:00.750000+02:00' },
    };
    expect(decodeFields(known('coordination.k8s.io/v1', 'Lease'), lease).object).toEqual({
      metadata: { creationTimestamp: '2026-01-01T00:00:00Z' },
      spec: { renewTime: '2026-01-01T00:00:00.750000Z' },
    });
  });

  it.each([
    ['2026-01-01T02:00:00Z', 'Z" as ".000000"'],
    ['2026-01-01T02:00:00.75Z', '.75Z" as ".000000"'],
    ['2026-01-01T02:00:00.7500001Z', '1Z" as "Z07:00"'],
  ])('microseconds %s are not six digits', (renewTime, why) => {
    const lease = { spec: { renewTime } };
    expect(() => decodeFields(known('coordination.k8s.io/v1', 'Lease'), lease)).toThrow(`cannot parse "${why}`);
  });

  it('null is no value', () => {
    expect(deployment({ replicas: null, paused: true }).object).toMatchObject({ spec: { paused: true } });
    expect(deployment({ replicas: null }).object).toEqual({ apiVersion: 'apps/v1', kind: 'Deployment', spec: {} });
  });
});

describe('zeros', () => {
  it('are left out where Go leaves them out, and kept where they differ from nothing', () => {
    const container = { name: 'a', tty: false, args: [], workingDir: '', resources: { limits: {} } };
    const spec = {
      replicas: 0,
      minReadySeconds: 0,
      paused: false,
      selector: { matchLabels: {} },
      template: { spec: { hostNetwork: false, automountServiceAccountToken: false, containers: [container] } },
    };
    expect(deployment(spec).object).toMatchObject({
      spec: {
        replicas: 0,
        selector: {},
        template: { spec: { automountServiceAccountToken: false, containers: [{ name: 'a', resources: {} }] } },
      },
    });
    expect(Object.keys((deployment(spec).object as unknown as { spec: object }).spec)).toEqual([
      'replicas',
      'selector',
      'template',
    ]);
  });
});

describe('custom resources', () => {
  const schema = schemaFromCrd({
    type: 'object',
    properties: { spec: { type: 'object', properties: { n: { type: 'integer' } } } },
  });

  it('lose fields their schema does not know, and keep wrong types for validation', () => {
    const lamp = { apiVersion: 'a.b/v1', kind: 'Lamp', metadata: { name: 'x' }, spec: { n: 'many', colour: 'red' } };
    const { object, strictErrors } = decodeFields(schema, lamp);
    expect(object).toEqual({ ...lamp, spec: { n: 'many' } });
    expect(strictMessage(strictErrors)).toBe('strict decoding error: unknown field "spec.colour"');
  });

  it('have metadata that is checked like any', () => {
    expect(() => decodeFields(schema, { metadata: { labels: 'none' } })).toThrowError(
      'json: cannot unmarshal string into Go struct field ObjectMeta.metadata.labels of type map[string]string',
    );
  });
});
