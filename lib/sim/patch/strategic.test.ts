import { describe, expect, it } from 'vitest';
import { schemaFor } from '../schema/schema.ts';
import { strategicMergePatch } from './strategic.ts';

function patched(apiVersion: string, kind: string, target: object, patch: object): object {
  const schema = schemaFor(apiVersion, kind);
  if (schema === undefined) throw new Error(`no schema for ${kind}`);
  const before = JSON.stringify([target, patch]);
  const result = strategicMergePatch({ ...target }, { ...patch }, schema);
  expect(JSON.stringify([target, patch])).toBe(before);
  return result;
}

/** A pod with these containers, written `name:image`. */
function pod(...containers: string[]) {
  return { spec: { containers: containers.map(container) } };
}

function container(text: string) {
  const [name, image] = text.split(':');
  return image === undefined ? { name } : { name, image };
}

describe('strategicMergePatch', () => {
  it('merges containers by name, and puts new ones first as the API server does', () => {
    expect(patched('v1', 'Pod', pod('a:1', 'b:1'), pod('b:2'))).toEqual(pod('a:1', 'b:2'));
    expect(patched('v1', 'Pod', pod('a:1', 'b:1'), pod('c:1'))).toEqual(pod('c:1', 'a:1', 'b:1'));
  });

  it('follows $setElementOrder', () => {
    const patch = {
      spec: { '$setElementOrder/containers': [{ name: 'c' }, { name: 'a' }], containers: [container('c:1')] },
    };
    expect(patched('v1', 'Pod', pod('a:1', 'b:1'), patch)).toEqual(pod('c:1', 'a:1', 'b:1'));
    expect(patched('v1', 'Pod', { spec: {} }, patch)).toEqual(pod('c:1'));
    const reorder = { spec: { '$setElementOrder/containers': [{ name: 'b' }, { name: 'a' }] } };
    expect(patched('v1', 'Pod', pod('a:1', 'b:1'), reorder)).toEqual(pod('b:1', 'a:1'));
  });

  it('refuses a patch list that contradicts its order', () => {
    const patch = { spec: { '$setElementOrder/containers': [{ name: 'a' }], containers: [container('z:1')] } };
    expect(() => patched('v1', 'Pod', pod('a:1'), patch)).toThrow(/doesn't match \$setElementOrder list/);
  });

  it.each([
    ['deletes one item', [{ $patch: 'delete', name: 'a' }], pod('b:1')],
    ['replaces the list', [{ $patch: 'replace' }, container('z:9')], pod('z:9')],
  ])('%s by directive', (_name, containers, result) => {
    expect(patched('v1', 'Pod', pod('a:1', 'b:1'), { spec: { containers } })).toEqual(result);
  });

  it('replaces and empties maps by directive', () => {
    const target = { metadata: { labels: { a: '1', b: '2' } } };
    expect(patched('v1', 'Node', target, { metadata: { labels: { $patch: 'replace', c: '3' } } })).toEqual({
      metadata: { labels: { c: '3' } },
    });
    expect(patched('v1', 'Node', target, { metadata: { labels: { $patch: 'delete' } } })).toEqual({
      metadata: {},
    });
  });

  it('merges lists of scalars as sets and deletes from them', () => {
    const target = { metadata: { finalizers: ['a', 'b'] } };
    expect(patched('v1', 'Pod', target, { metadata: { finalizers: ['b', 'c'] } })).toEqual({
      metadata: { finalizers: ['a', 'b', 'c'] },
    });
    const remove = { metadata: { '$deleteFromPrimitiveList/finalizers': ['a'] } };
    expect(patched('v1', 'Pod', target, remove)).toEqual({ metadata: { finalizers: ['b'] } });
  });

  it('replaces lists without a merge strategy, as taint and untaint rely on', () => {
    const target = { spec: { taints: [{ key: 'a', effect: 'NoSchedule' }] } };
    const merged = patched('v1', 'Node', target, { spec: { tolerations: [], podCIDRs: ['10.0.0.0/24'] } });
    expect(merged).toEqual({ spec: { ...target.spec, podCIDRs: ['10.0.0.0/24'] } });
    expect(patched('v1', 'Node', { spec: { taints: [{ key: 'a' }] } }, { spec: { taints: null } })).toEqual({
      spec: {},
    });
    expect(
      patched(
        'v1',
        'Pod',
        { spec: { containers: [{ name: 'a', args: ['1', '2'] }] } },
        { spec: { containers: [{ name: 'a', args: ['3'] }] } },
      ),
    ).toEqual({ spec: { containers: [{ name: 'a', args: ['3'] }] } });
  });

  it('keeps only the fields $retainKeys names', () => {
    const target = { spec: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } } } };
    const patch = { spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } } };
    expect(patched('apps/v1', 'Deployment', target, patch)).toEqual({ spec: { strategy: { type: 'Recreate' } } });
    const foreign = { spec: { strategy: { $retainKeys: ['type'], rollingUpdate: {} } } };
    expect(() => patched('apps/v1', 'Deployment', target, foreign)).toThrow('invalid patch format of retainKeys');
  });

  it('merges ports of a service by port', () => {
    const target = {
      spec: {
        ports: [
          { port: 80, name: 'http' },
          { port: 443, name: 'https' },
        ],
      },
    };
    expect(patched('v1', 'Service', target, { spec: { ports: [{ port: 443, targetPort: 8443 }] } })).toEqual({
      spec: {
        ports: [
          { port: 80, name: 'http' },
          { port: 443, name: 'https', targetPort: 8443 },
        ],
      },
    });
  });

  it.each([
    [
      'a missing merge key',
      { spec: { containers: [{ image: 'x' }] } },
      'map: map[image:x] does not contain declared merge key: name',
    ],
    ['an unknown directive', { spec: { $patch: 'sort' } }, 'unknown patch type: sort in map: map[$patch:sort]'],
    ['a mixed list', { spec: { containers: ['x'] } }, /^list element types are not identical/],
  ])('names the fault of %s', (_name, patch, message) => {
    expect(() => patched('v1', 'Pod', pod('a:1'), patch)).toThrow(message);
  });
});
