import { describe, expect, it } from 'vitest';
import { schemaFor, schemaFromCrd } from '../../schema/schema.ts';
import type { KubeObject } from '../../store/object.ts';
import { type FieldWrite, updateManagedFields } from './managed-fields.ts';

const START_MS = Date.parse('2017-12-07T09:00:00Z');

function write(apiVersion: string, kind: string, manager: string, more: Partial<FieldWrite> = {}): FieldWrite {
  const schema = schemaFor(apiVersion, kind);
  if (schema === undefined) throw new Error(`no schema for ${kind}`);
  return { manager, operation: 'Update', schema, apiVersion, nowMs: START_MS, ...more };
}

function object(fields: object): KubeObject {
  return fields;
}

function managersOf(object: KubeObject): string[] {
  return (object.metadata?.managedFields ?? []).map(({ manager, subresource }) => `${manager}/${subresource ?? ''}`);
}

function fieldsFor(object: KubeObject, name: string): unknown {
  return object.metadata?.managedFields?.find(({ manager }) => manager === name)?.fieldsV1;
}

const map = (data: object, metadata: object = {}) =>
  object({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'm', uid: 'u', ...metadata }, data });

describe('managedFields of a new object', () => {
  it('are what kubectl create deployment leaves on a real cluster', () => {
    const container = {
      name: 'x',
      image: 'x',
      imagePullPolicy: 'Always',
      resources: {},
      terminationMessagePath: '/dev/termination-log',
    };
    const template = { metadata: { labels: { app: 'x' } }, spec: { containers: [container], securityContext: {} } };
    const spec = {
      replicas: 1,
      selector: { matchLabels: { app: 'x' } },
      template,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
    };
    const made = updateManagedFields(
      undefined,
      object({
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'x', labels: { app: 'x' } },
        spec,
        status: {},
      }),
      write('apps/v1', 'Deployment', 'kubectl-create'),
    );
    expect(made.metadata?.managedFields).toEqual([
      {
        manager: 'kubectl-create',
        operation: 'Update',
        apiVersion: 'apps/v1',
        time: '2017-12-07T09:00:00Z',
        fieldsType: 'FieldsV1',
        fieldsV1: {
          'f:metadata': { 'f:labels': { '.': {}, 'f:app': {} } },
          'f:spec': {
            'f:replicas': {},
            'f:selector': {},
            'f:strategy': { 'f:rollingUpdate': { '.': {}, 'f:maxSurge': {}, 'f:maxUnavailable': {} }, 'f:type': {} },
            'f:template': {
              'f:metadata': { 'f:labels': { '.': {}, 'f:app': {} } },
              'f:spec': {
                'f:containers': {
                  'k:{"name":"x"}': {
                    '.': {},
                    'f:image': {},
                    'f:imagePullPolicy': {},
                    'f:name': {},
                    'f:resources': {},
                    'f:terminationMessagePath': {},
                  },
                },
                'f:securityContext': {},
              },
            },
          },
        },
      },
    ]);
  });

  it('start from nothing for a custom resource', () => {
    const schema = schemaFromCrd({
      type: 'object',
      properties: { spec: { type: 'object', properties: { n: { type: 'integer' } } } },
    });
    const board = object({ apiVersion: 'x/v1', kind: 'Board', metadata: { name: 'b' }, spec: { n: 1 } });
    const made = updateManagedFields(
      undefined,
      board,
      write('v1', 'Pod', 'm', { schema, apiVersion: 'x/v1', custom: true }),
    );
    expect(fieldsFor(made, 'm')).toEqual({ 'f:spec': { '.': {}, 'f:n': {} } });
  });

  it('name a writer that gave no name', () => {
    expect(managersOf(updateManagedFields(undefined, map({ a: '1' }), write('v1', 'ConfigMap', '')))).toEqual([
      'unknown/',
    ]);
  });
});

describe('managedFields after a change', () => {
  const first = updateManagedFields(undefined, map({ a: '1', b: '1' }), write('v1', 'ConfigMap', 'one'));
  const changed = (data: object) => map(data, { managedFields: first.metadata?.managedFields });

  it('give the field to who changed it, and take it from who had it', () => {
    const after = updateManagedFields(first, changed({ a: '2', b: '1', c: '1' }), write('v1', 'ConfigMap', 'two'));
    expect(fieldsFor(after, 'one')).toEqual({ 'f:data': { '.': {}, 'f:b': {} } });
    expect(fieldsFor(after, 'two')).toEqual({ 'f:data': { 'f:a': {}, 'f:c': {} } });
  });

  it('forget fields that are gone, and managers left with none', () => {
    const after = updateManagedFields(first, changed({ a: '1' }), write('v1', 'ConfigMap', 'two'));
    expect(fieldsFor(after, 'one')).toEqual({ 'f:data': { '.': {}, 'f:a': {} } });
    expect(managersOf(after)).toEqual(['one/']);
    const { data: _data, ...empty } = changed({}) as KubeObject & { data: object };
    expect(updateManagedFields(first, empty, write('v1', 'ConfigMap', 'two')).metadata?.managedFields).toBeUndefined();
  });

  it('stay as they were, time too, when nothing changed', () => {
    const later = write('v1', 'ConfigMap', 'two', { nowMs: START_MS + 5_000 });
    expect(updateManagedFields(first, changed({ a: '1', b: '1' }), later).metadata).toEqual(first.metadata);
  });

  it('survive a client that sends none, and can be taken off for good with [{}]', () => {
    const without = updateManagedFields(first, map({ a: '1', b: '1' }), write('v1', 'ConfigMap', 'two'));
    expect(without.metadata?.managedFields).toEqual(first.metadata?.managedFields);
    const reset = updateManagedFields(first, map({ a: '9' }, { managedFields: [{}] }), write('v1', 'ConfigMap', 'two'));
    expect(reset.metadata?.managedFields).toBeUndefined();
    expect(
      updateManagedFields(reset, map({ a: '3' }), write('v1', 'ConfigMap', 'two')).metadata?.managedFields,
    ).toBeUndefined();
  });

  it('do not grow without bound: the oldest of more than ten become ancient-changes', () => {
    let current = first;
    for (let i = 0; i < 12; i++) {
      const next = map({ ...(current as { data?: object }).data, [`k${i}`]: 'x' });
      current = updateManagedFields(current, next, write('v1', 'ConfigMap', `m${i}`, { nowMs: START_MS + i * 1_000 }));
    }
    expect(managersOf(current)).toHaveLength(10);
    expect(managersOf(current)).toContain('ancient-changes/');
  });
});

describe('managedFields through a subresource', () => {
  const deployment = (replicas: number, status?: object) =>
    object({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'd', uid: 'u' },
      spec: { replicas },
      status,
    });
  const made = updateManagedFields(undefined, deployment(1), write('apps/v1', 'Deployment', 'one'));

  it('of a status are only of the status', () => {
    const next = deployment(7, { readyReplicas: 1 });
    const after = updateManagedFields(made, next, write('apps/v1', 'Deployment', 'ctl', { subresource: 'status' }));
    expect(managersOf(after)).toContain('ctl/status');
    expect(fieldsFor(after, 'ctl')).toEqual({ 'f:status': { 'f:readyReplicas': {} } });
  });

  it('of a status never move through the object itself', () => {
    const after = updateManagedFields(made, deployment(1, { replicas: 3 }), write('apps/v1', 'Deployment', 'two'));
    expect(managersOf(after)).toEqual(['one/']);
  });

  it('of a scale name the replicas, without a time; scaled to zero they are nobody’s', () => {
    const scale = write('apps/v1', 'Deployment', 'kubectl-scale', { subresource: 'scale' });
    const up = updateManagedFields(made, deployment(3), scale);
    expect(up.metadata?.managedFields?.find(({ subresource }) => subresource === 'scale')).toEqual({
      manager: 'kubectl-scale',
      operation: 'Update',
      apiVersion: 'apps/v1',
      fieldsType: 'FieldsV1',
      fieldsV1: { 'f:spec': { 'f:replicas': {} } },
      subresource: 'scale',
    });
    expect(managersOf(updateManagedFields(up, deployment(0), scale))).toEqual([]);
  });
});
