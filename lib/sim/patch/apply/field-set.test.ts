import { describe, expect, it } from 'vitest';
import {
  decodeFields,
  difference,
  encodeFields,
  fieldPaths,
  intersection,
  recursiveDifference,
  union,
} from './field-set.ts';
import { pathText } from './path-element.ts';

const CONTAINERS = {
  'f:spec': {
    'f:containers': {
      'k:{"name":"web"}': {
        '.': {},
        'f:image': {},
        'f:ports': { '.': {}, 'k:{"containerPort":80,"protocol":"TCP"}': { '.': {} } },
      },
    },
    'f:replicas': {},
  },
};

function paths(fields: unknown): string[] {
  return fieldPaths(decodeFields(fields)).map(pathText);
}

describe('fieldsV1', () => {
  it('reads and writes what the API server stores', () => {
    const stored = { ...CONTAINERS, 'f:metadata': { 'f:finalizers': { '.': {}, 'v:"a/b"': {} } } };
    expect(encodeFields(decodeFields(stored))).toEqual(JSON.parse(JSON.stringify(stored).replaceAll('{".":{}}', '{}')));
    expect(paths(stored)).toEqual([
      '.metadata.finalizers',
      '.metadata.finalizers[="a/b"]',
      '.spec.replicas',
      '.spec.containers[name="web"]',
      '.spec.containers[name="web"].image',
      '.spec.containers[name="web"].ports',
      '.spec.containers[name="web"].ports[containerPort=80,protocol="TCP"]',
    ]);
  });

  it('takes keys in any order for the same item, and sorts numbers as numbers', () => {
    expect(
      paths({ 'k:{"protocol":"TCP","containerPort":443}': {}, 'k:{"containerPort":80,"protocol":"TCP"}': {} }),
    ).toEqual(['[containerPort=80,protocol="TCP"]', '[containerPort=443,protocol="TCP"]']);
  });

  it('drops elements of a kind it does not know, as upstream does', () => {
    expect(paths({ 'x:new': {}, 'f:a': {} })).toEqual(['.a']);
  });

  it.each([['text'], [[1]], [{ 'k:{': {} }], [{ 'f:a': 1 }], [deep(300)]])('refuses %j', (fields) => {
    expect(() => decodeFields(fields)).toThrow();
  });
});

function deep(levels: number): object {
  let fields: object = {};
  for (let i = 0; i < levels; i++) fields = { 'f:a': fields };
  return fields;
}

describe('sets of fields', () => {
  const left = decodeFields({ 'f:a': { '.': {}, 'f:b': {}, 'f:c': {} }, 'f:d': {} });
  const right = decodeFields({ 'f:a': { 'f:b': {} }, 'f:e': {} });
  const parent = decodeFields({ 'f:a': {} });

  it.each([
    ['union', union(left, right), { 'f:a': { '.': {}, 'f:b': {}, 'f:c': {} }, 'f:d': {}, 'f:e': {} }],
    ['intersection', intersection(left, right), { 'f:a': { 'f:b': {} } }],
    ['difference', difference(left, right), { 'f:a': { '.': {}, 'f:c': {} }, 'f:d': {} }],
    [
      'difference with a parent keeps its children',
      difference(left, parent),
      { 'f:a': { 'f:b': {}, 'f:c': {} }, 'f:d': {} },
    ],
    ['recursive difference with a parent does not', recursiveDifference(left, parent), { 'f:d': {} }],
  ])('%s', (_name, set, fields) => {
    expect(encodeFields(set)).toEqual(fields);
  });
});
