import { describe, expect, it } from 'vitest';
import { schemaFor, schemaFromCrd } from '../../schema/schema.ts';
import { StatusError } from '../../status-error.ts';
import type { KubeObject } from '../../store/object.ts';
import { type ApplyRequest, serverSideApply } from './apply.ts';
import { updateManagedFields } from './managed-fields.ts';

const NOW_MS = Date.parse('2017-12-07T09:00:00Z');
const BOARD = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      properties: {
        n: { type: 'integer' },
        tags: { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'string' } },
        pins: {
          type: 'array',
          'x-kubernetes-list-type': 'map',
          'x-kubernetes-list-map-keys': ['k'],
          items: { type: 'object', properties: { k: { type: 'string' }, v: { type: 'string' } } },
        },
        whole: { type: 'object', 'x-kubernetes-map-type': 'atomic', additionalProperties: { type: 'string' } },
        list: { type: 'array', items: { type: 'string' } },
        free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
      },
    },
  },
};
const boardSchema = schemaFromCrd(BOARD);

interface Board extends KubeObject {
  spec?: Record<string, unknown>;
}

function board(live: KubeObject | undefined, manager: string, spec: object, force = false): Board {
  const applied = { apiVersion: 'x/v1', kind: 'Board', metadata: { name: 'b' }, spec } as KubeObject;
  return serverSideApply({ live, applied, schema: boardSchema, manager, force, nowMs: NOW_MS, custom: true });
}

function failure(action: () => unknown): StatusError {
  try {
    action();
  } catch (error) {
    if (error instanceof StatusError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('what an apply changes', () => {
  const first = board(undefined, 'a', {
    n: 1,
    tags: ['x', 'y'],
    pins: [{ k: 'p', v: '1' }, { k: 'q' }],
    whole: { a: '1' },
  });

  it.each([
    ['drops what its applier no longer names', 'a', { n: 1 }, { n: 1 }],
    ['merges sets', 'b', { tags: ['y', 'z'] }, { ...first.spec, tags: ['x', 'y', 'z'] }],
    [
      'merges lists by key',
      'b',
      { pins: [{ k: 'r' }, { k: 'p', v: '1' }] },
      { ...first.spec, pins: [{ k: 'r' }, { k: 'p', v: '1' }, { k: 'q' }] },
    ],
    [
      'keeps the order of the applied list',
      'a',
      { ...first.spec, tags: ['y', 'x'] },
      { ...first.spec, tags: ['y', 'x'] },
    ],
    ['merges free-form maps', 'b', { free: { deep: { a: 1 } } }, { ...first.spec, free: { deep: { a: 1 } } }],
  ])('%s', (_name, manager, spec, result) => {
    expect(board(first, manager, spec).spec).toEqual(result);
  });

  it('takes atomic maps and lists whole', () => {
    const forced = board(first, 'b', { whole: { b: '2' }, list: ['1'] }, true);
    expect(forced.spec).toMatchObject({ whole: { b: '2' }, list: ['1'] });
  });

  it('keeps what two appliers share until both dropped it', () => {
    const shared = board(first, 'b', { n: 1 });
    const left = board(shared, 'a', {});
    expect(left.spec).toEqual({ n: 1 });
    expect(board(left, 'b', {}).spec).toBeUndefined();
  });

  it('takes an item away although another manager owns a field in it, as upstream does', () => {
    const noted = { ...first, spec: { ...first.spec, pins: [{ k: 'p', v: '2' }, { k: 'q' }] } };
    const updated = updateManagedFields(first, noted, {
      manager: 'hand',
      operation: 'Update',
      schema: boardSchema,
      apiVersion: 'x/v1',
      nowMs: NOW_MS,
      custom: true,
    }) as Board;
    expect(board(updated, 'a', { n: 1 }).spec).toEqual({ n: 1 });
  });

  it('leaves an object that already is so as it is, its time too', () => {
    const again = { ...first, metadata: { ...first.metadata, resourceVersion: '7' } } as Board;
    const spec = first.spec ?? {};
    const applied = { apiVersion: 'x/v1', kind: 'Board', metadata: { name: 'b' }, spec } as KubeObject;
    const later = serverSideApply({
      live: again,
      applied,
      schema: boardSchema,
      manager: 'a',
      force: false,
      nowMs: NOW_MS + 60_000,
      custom: true,
    });
    expect(later).toEqual(again);
  });
});

const deploymentSchema = schemaFor('apps/v1', 'Deployment');

function apply(live: KubeObject | undefined, fields: object, more: Partial<ApplyRequest> = {}): KubeObject {
  if (deploymentSchema === undefined) throw new Error('no schema');
  const applied = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'default' },
    ...fields,
  } as KubeObject;
  return serverSideApply({
    live,
    applied,
    schema: deploymentSchema,
    manager: 'kubectl',
    force: false,
    nowMs: NOW_MS,
    ...more,
  });
}

function scaled(live: KubeObject, replicas: number): KubeObject {
  if (deploymentSchema === undefined) throw new Error('no schema');
  const spec = { ...(live as { spec?: object }).spec, replicas };
  return updateManagedFields(live, { ...live, spec } as KubeObject, {
    manager: 'kubectl-scale',
    operation: 'Update',
    subresource: 'scale',
    schema: deploymentSchema,
    apiVersion: 'apps/v1',
    nowMs: NOW_MS,
  });
}

describe('conflicts', () => {
  const image = (text: string) => ({
    spec: { replicas: 1, template: { spec: { containers: [{ name: 'web', image: text }] } } },
  });
  const live = scaled(apply(undefined, image('web:1')), 5);

  it('name the field and its manager as the API server does', () => {
    const error = failure(() => apply(live, { spec: { replicas: 2 } }));
    expect(error.code).toBe(409);
    expect(error.message).toBe(
      'Apply failed with 1 conflict: conflict with "kubectl-scale" with subresource "scale" using apps/v1: .spec.replicas',
    );
    expect(error.details?.causes).toEqual([
      {
        reason: 'FieldManagerConflict',
        message: 'conflict with "kubectl-scale" with subresource "scale" using apps/v1',
        field: '.spec.replicas',
      },
    ]);
  });

  it('are listed by manager where there are several', () => {
    const error = failure(() =>
      apply(live, { spec: { replicas: 2, template: image('web:2').spec.template } }, { manager: 'other' }),
    );
    expect(error.message).toBe(
      [
        'Apply failed with 2 conflicts: conflicts with "kubectl":',
        '- .spec.template.spec.containers[name="web"].image',
        'conflicts with "kubectl-scale" with subresource "scale" using apps/v1:',
        '- .spec.replicas',
      ].join('\n'),
    );
  });

  it('are none for the same value, and settled by force', () => {
    expect(apply(live, { spec: { replicas: 5 } }, { manager: 'other' })).toMatchObject({ spec: { replicas: 5 } });
    const forced = apply(live, { spec: { replicas: 2 } }, { manager: 'other', force: true });
    expect(forced).toMatchObject({ spec: { replicas: 2 } });
    expect(forced.metadata?.managedFields?.map(({ manager }) => manager)).toEqual(['kubectl', 'other']);
  });

  it('do not arise from what client-side apply set, for kubectl alone', () => {
    const last = JSON.stringify({ apiVersion: 'apps/v1', kind: 'Deployment', spec: { replicas: 1 } });
    const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': last };
    const before = apply(
      undefined,
      { metadata: { annotations }, spec: { replicas: 1 } },
      { manager: 'kubectl-client-side-apply' },
    );
    expect(failure(() => apply(before, { spec: { replicas: 3 } }, { manager: 'other' })).code).toBe(409);
    const after = apply(before, { spec: { replicas: 3 } });
    expect(after).toMatchObject({ spec: { replicas: 3 } });
    expect(after.metadata?.annotations?.['kubectl.kubernetes.io/last-applied-configuration']).toBe(
      '{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"default"},"spec":{"replicas":3}}\n',
    );
  });

  it('come from what was there before anyone was tracked', () => {
    const untracked = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', uid: 'u' },
      spec: { replicas: 1 },
    } as KubeObject;
    expect(failure(() => apply(untracked, { spec: { replicas: 3 } })).message).toBe(
      'Apply failed with 1 conflict: conflict with "before-first-apply" using apps/v1: .spec.replicas',
    );
  });
});

describe('a configuration that does not fit', () => {
  it.each([
    ['an unknown field', { spec: { foo: 1 } }, '.spec.foo: field not declared in schema'],
    ['a wrong type', { spec: { replicas: 'x' } }, '.spec.replicas: expected numeric (int or float), got string'],
    ['a map that is none', { spec: { template: 'x' } }, '.spec.template: expected map, got &{x}'],
    [
      'two items with one name',
      { spec: { template: { spec: { containers: [{ name: 'a' }, { name: 'a' }] } } } },
      '.spec.template.spec.containers: duplicate entries for key [name="a"]',
    ],
  ])('is refused for %s', (_name, fields, text) => {
    expect(failure(() => apply(undefined, fields)).message).toBe(
      `failed to create typed patch object (default/web; apps/v1, Kind=Deployment): ${text}`,
    );
  });

  it('is refused where it brings managers of its own', () => {
    expect(failure(() => apply(undefined, { metadata: { managedFields: [] } })).message).toBe(
      'metadata.managedFields must be nil',
    );
  });
});
