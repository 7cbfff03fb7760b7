import { describe, expect, it } from 'vitest';
import { schemaFor, schemaFromCrd } from './schema.ts';

describe('schemas of built-in kinds', () => {
  it('tell how lists merge', () => {
    const pod = schemaFor('v1', 'Pod');
    const containers = pod?.properties['spec']?.properties['containers'];
    expect(containers).toMatchObject({ type: 'array', listType: 'map', listMapKeys: ['name'], patchMergeKey: 'name' });
    expect(containers?.patchStrategy).toEqual(['merge']);
    expect(containers?.items?.properties['image']?.type).toBe('string');
    const strategy = schemaFor('apps/v1', 'Deployment')?.properties['spec']?.properties['strategy'];
    expect(strategy?.patchStrategy).toEqual(['retainKeys']);
    expect(strategy?.properties['rollingUpdate']?.properties['maxSurge']?.intOrString).toBe(true);
  });

  it('tell quantities, maps and free-form fields apart', () => {
    const limits = schemaFor('v1', 'Pod')?.properties['spec']?.properties['containers']?.items?.properties['resources']
      ?.properties['limits'];
    expect(limits?.additionalProperties).toMatchObject({ quantity: true, preserveUnknownFields: false });
    const selector = schemaFor('apps/v1', 'Deployment')?.properties['spec']?.properties['selector'];
    expect(selector?.mapType).toBe('atomic');
    const fields = schemaFor('v1', 'Pod')?.properties['metadata']?.properties['managedFields']?.items?.properties[
      'fieldsV1'
    ];
    expect(fields?.preserveUnknownFields).toBe(true);
  });

  it('know fields by name only, not by what an object inherits', () => {
    expect(schemaFor('v1', 'Pod')?.properties['constructor']).toBeUndefined();
    expect(schemaFor('v1', 'constructor')).toBeUndefined();
    expect(schemaFor('apps/v9', 'Deployment')).toBeUndefined();
  });

  it('find the options every group accepts', () => {
    expect(schemaFor('policy/v1', 'DeleteOptions')?.properties['gracePeriodSeconds']?.type).toBe('integer');
  });
});

describe('schemas of custom resources', () => {
  const schema = schemaFromCrd({
    type: 'object',
    properties: {
      spec: {
        type: 'object',
        properties: {
          replicas: { type: 'integer', default: 1 },
          port: { 'x-kubernetes-int-or-string': true },
          open: { type: '', 'x-kubernetes-preserve-unknown-fields': true },
          anything: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
        },
      },
    },
  });

  it('take an empty type for none, so that any JSON fits', () => {
    expect(schema.properties['spec']?.properties['open']).toMatchObject({
      type: undefined,
      preserveUnknownFields: true,
    });
  });

  it('have metadata whatever they declare', () => {
    expect(schema.properties['metadata']?.properties['labels']?.additionalProperties?.type).toBe('string');
  });

  it('keep unknown fields only where they say so', () => {
    expect(schema.properties['spec']?.preserveUnknownFields).toBe(false);
    expect(schema.properties['spec']?.properties['anything']?.preserveUnknownFields).toBe(true);
    expect(schema.properties['spec']?.properties['port']?.intOrString).toBe(true);
    expect(schema.properties['spec']?.properties['replicas']?.default).toBe(1);
  });
});
