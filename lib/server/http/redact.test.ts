import { describe, expect, it } from 'vitest';
import { HIDDEN } from '#lib/format/without-secrets.ts';
import { metadataOnly, redacted } from './redact.ts';

describe('an object that is shown', () => {
  it('keeps names of variables, hides their values, and drops bookkeeping at any depth', () => {
    const pod = {
      kind: 'Pod',
      metadata: {
        name: 'web',
        managedFields: [{ manager: 'kubectl' }],
        annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{"env":"hunter2"}', note: 'kept' },
      },
      spec: {
        containers: [
          {
            env: [
              { name: 'PASSWORD', value: 'hunter2' },
              { name: 'REF', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
            ],
          },
        ],
      },
    };
    const list = redacted({ items: [pod] });
    expect(JSON.stringify(list)).not.toContain('hunter2');
    expect(list).toEqual({
      items: [
        {
          kind: 'Pod',
          metadata: { name: 'web', annotations: { note: 'kept' } },
          spec: {
            containers: [
              {
                env: [
                  { name: 'PASSWORD', value: HIDDEN },
                  { name: 'REF', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
                ],
              },
            ],
          },
        },
      ],
    });
  });

  it('ends somewhere, however deep', () => {
    let deep: unknown = 'bottom';
    for (let i = 0; i < 10_000; i++) deep = { deep };
    expect(JSON.stringify(redacted(deep))).not.toContain('bottom');
  });
});

describe('a Secret', () => {
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'db', annotations: { copy: 'hunter2' }, labels: { app: 'db' }, managedFields: [] },
    data: { password: 'aHVudGVyMg==' },
    stringData: { password: 'hunter2' },
    type: 'Opaque',
  };
  it.each([
    ['one', secret],
    ['a list', { apiVersion: 'v1', kind: 'SecretList', metadata: {}, items: [secret] }],
  ])('is only its metadata, even when the API server sent all of it: %s', (_, body) => {
    const text = JSON.stringify(metadataOnly(body));
    expect(text).toContain('"labels":{"app":"db"}');
    expect(text).not.toMatch(/hunter2|aHVudGVyMg|stringData|"data"/);
  });
});
