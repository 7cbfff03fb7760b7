import { describe, expect, it } from 'vitest';
import { jsonPatch } from './json-patch.ts';

const node = { metadata: { labels: { 'a/b': '1' } }, spec: { taints: [{ key: 'x' }, { key: 'y' }] } };

describe('jsonPatch', () => {
  it.each([
    [
      'adds',
      [{ op: 'add', path: '/spec/unschedulable', value: true }],
      { ...node, spec: { ...node.spec, unschedulable: true } },
    ],
    ['removes an item', [{ op: 'remove', path: '/spec/taints/0' }], { ...node, spec: { taints: [{ key: 'y' }] } }],
    [
      'appends',
      [{ op: 'add', path: '/spec/taints/-', value: 1 }],
      { ...node, spec: { taints: [{ key: 'x' }, { key: 'y' }, 1] } },
    ],
    [
      'unescapes',
      [{ op: 'replace', path: '/metadata/labels/a~1b', value: '2' }],
      { ...node, metadata: { labels: { 'a/b': '2' } } },
    ],
    [
      'tests, then acts',
      [
        { op: 'test', path: '/spec/taints/0/key', value: 'x' },
        { op: 'remove', path: '/spec' },
      ],
      { metadata: node.metadata },
    ],
    ['replaces the whole', [{ op: 'replace', path: '', value: { kind: 'Node' } }], { kind: 'Node' }],
    [
      'moves',
      [{ op: 'move', from: '/spec/taints', path: '/taints' }],
      { metadata: node.metadata, spec: {}, taints: node.spec.taints },
    ],
  ])('%s', (_name, operations, result) => {
    const before = structuredClone(node);
    expect(jsonPatch(node, operations)).toEqual(result);
    expect(node).toEqual(before);
  });

  it.each([
    ['a failed test', [{ op: 'test', path: '/spec/taints/0/key', value: 'z' }]],
    ['a missing path', [{ op: 'remove', path: '/spec/nothing' }]],
    ['a missing parent', [{ op: 'add', path: '/no/where', value: 1 }]],
    ['an index beyond the end', [{ op: 'add', path: '/spec/taints/9', value: 1 }]],
    ['an unknown operation', [{ op: 'increment', path: '/spec' }]],
    ['a document that is no object', [{ op: 'replace', path: '', value: 3 }]],
    ['a pointer into the language', [{ op: 'add', path: '/__proto__/polluted', value: 1 }]],
  ])('answers 422 to %s', (_name, operations) => {
    expect(() => jsonPatch(node, operations)).toThrow(
      expect.objectContaining({
        code: 422,
        reason: 'Invalid',
        message: 'the server rejected our request due to an error in our request',
      }),
    );
    expect('polluted' in {}).toBe(false);
  });

  it('takes at most 10,000 operations', () => {
    const operations = Array.from({ length: 10_001 }, () => ({ op: 'test', path: '/spec', value: 1 }));
    expect(() => jsonPatch(node, operations)).toThrow(expect.objectContaining({ code: 413 }));
  });

  it('bounds what copies of copies make of a small document', () => {
    const operations = Array.from({ length: 40 }, (_, i) => ({
      op: 'copy',
      from: '/metadata',
      path: `/metadata/copy${i}`,
    }));
    expect(() => jsonPatch(node, operations)).toThrow(expect.objectContaining({ code: 422 }));
  });

  it('refuses what is not a list', () => {
    expect(() => jsonPatch(node, { op: 'add' })).toThrow(expect.objectContaining({ code: 400 }));
  });
});
