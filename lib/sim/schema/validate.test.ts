import { readFileSync } from 'node:fs';
import type { Service } from 'kubernetes-types/core/v1';
import { describe, expect, it } from 'vitest';
import { withFamilies } from '../api/admission/service-families.ts';
import { StatusError } from '../status-error.ts';
import type { KubeObject } from '../store/object.ts';
import { decodeStrict } from './decode.ts';
import { withDefaults } from './defaults/defaults.ts';
import { builtInResourceOfKind, type ResourceType } from './resources.ts';
import { schemaFor } from './schema.ts';
import { validateObject } from './validate.ts';

type Known = KubeObject & { apiVersion: string; kind: string };

function typeOf({ apiVersion, kind }: Known): ResourceType {
  const type = builtInResourceOfKind(apiVersion, kind);
  if (type === undefined) throw new Error(`${kind} is not served`);
  return type;
}

/** The object as it would be stored. */
function completed(object: Known): KubeObject {
  const schema = schemaFor(object.apiVersion, object.kind);
  if (schema === undefined) throw new Error(`no schema for ${object.kind}`);
  const namespace = typeOf(object).namespaced ? { namespace: 'default' } : {};
  const placed = { ...object, metadata: { ...namespace, ...object.metadata } };
  const whole = withDefaults(object.apiVersion, object.kind, decodeStrict(schema, placed, 'Strict').object);
  return object.kind === 'Service' ? withFamilies(whole as Service) : whole;
}

function refusal(object: Known, previous?: Known): StatusError | undefined {
  try {
    validateObject(typeOf(object), completed(object), previous === undefined ? undefined : completed(previous));
    return undefined;
  } catch (error) {
    if (error instanceof StatusError) return error;
    throw error;
  }
}

/** Objects that Kubernetes v1.37.2 was given with dryRun=All&fieldValidation=Strict, and the message it answered. */
const refusals = readFileSync(new URL('./testdata/refusals.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as { object: Known; message: string });

describe('objects the API server refuses', () => {
  it.each(refusals.map((one) => [one.message, one.object] as const))('%s', (message, object) => {
    expect(refusal(object)?.message).toBe(message);
  });

  it('name every wrong field, for clients that show them one by one', () => {
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'A' }, spec: { containers: [{ name: 'a' }] } };
    expect(refusal(pod)).toMatchObject({
      reason: 'Invalid',
      code: 422,
      details: {
        name: 'A',
        kind: 'Pod',
        causes: [
          { reason: 'FieldValueInvalid', field: 'metadata.name' },
          { reason: 'FieldValueRequired', field: 'spec.containers[0].image', message: 'Required value' },
        ],
      },
    });
  });
});

const POD: Known = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p' },
  spec: { containers: [{ name: 'a', image: 'x:1' }], tolerations: [{ key: 'a', operator: 'Exists' }] },
} as Known;

const DEPLOYMENT: Known = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'd' },
  spec: {
    selector: { matchLabels: { a: 'b' } },
    template: { metadata: { labels: { a: 'b', c: 'd' } }, spec: { containers: [{ name: 'a', image: 'x:1' }] } },
  },
} as Known;

function changed(object: Known, change: (spec: never) => unknown): Known {
  const copy = structuredClone(object) as Known & { spec: never };
  return { ...copy, spec: change(copy.spec) } as Known;
}

describe('changes of objects', () => {
  it.each<[string, Known, Known]>([
    [
      'the image of a pod',
      POD,
      changed(POD, (spec: object) => ({ ...spec, containers: [{ name: 'a', image: 'y:2' }] })),
    ],
    [
      'another toleration of a pod',
      POD,
      changed(POD, (spec: { tolerations: unknown[] }) => ({
        ...spec,
        tolerations: [...spec.tolerations, { key: 'b', operator: 'Exists' }],
      })),
    ],
    ['the replicas of a deployment', DEPLOYMENT, changed(DEPLOYMENT, (spec: object) => ({ ...spec, replicas: 0 }))],
  ])('%s may change', (_, before, after) => {
    expect(refusal(after, before)).toBeUndefined();
  });

  it('the node of a pod may not', () => {
    const moved = changed(POD, (spec: object) => ({ ...spec, nodeName: 'other' }));
    expect(refusal(moved, POD)?.message).toMatch(
      /^Pod "p" is invalid: spec: Forbidden: pod updates may not change fields other than `spec.containers\[\*\].image`,/,
    );
  });

  it('a toleration of a pod may not go', () => {
    const intolerant = changed(POD, (spec: object) => ({ ...spec, tolerations: [] }));
    expect(refusal(intolerant, POD)?.message).toContain(
      'spec.tolerations: Forbidden: existing toleration can not be modified',
    );
  });

  it('the selector of a deployment may not change', () => {
    const other = changed(DEPLOYMENT, (spec: object) => ({ ...spec, selector: { matchLabels: { c: 'd' } } }));
    expect(refusal(other, DEPLOYMENT)?.message).toBe(
      'Deployment.apps "d" is invalid: spec.selector: Invalid value: {"matchLabels":{"c":"d"}}: field is immutable',
    );
  });

  it('an immutable config map keeps its data', () => {
    const before = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' }, immutable: true, data: { a: 'b' } };
    expect(refusal({ ...before, data: { a: 'c' } } as Known, before)?.message).toBe(
      'ConfigMap "c" is invalid: data: Forbidden: field is immutable when `immutable` is set',
    );
  });
});
