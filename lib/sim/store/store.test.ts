import { describe, expect, it } from 'vitest';
import type { KubeObject } from './object.ts';
import { type Change, Store } from './store.ts';

function configMap(namespace: string, name: string, data: Record<string, string> = {}): KubeObject & { data: unknown } {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace, name, uid: `${namespace}-${name}` }, data };
}

function filled(...keys: string[]): Store {
  const store = new Store();
  for (const key of keys) {
    const [namespace = '', name = ''] = key.split('/');
    store.put('configmaps', configMap(namespace, name));
  }
  return store;
}

const names = (store: Store, namespace?: string) =>
  store.list('configmaps', namespace).map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);

describe('the store', () => {
  it('lists by key, whatever the order of arrival', () => {
    const store = filled('b/2', 'a/9', 'c/1', 'a/1', 'ab/5');
    expect(names(store)).toEqual(['a/1', 'a/9', 'ab/5', 'b/2', 'c/1']);
    store.remove('configmaps', 'a', '9');
    store.put('configmaps', configMap('a', '5'));
    expect(names(store)).toEqual(['a/1', 'a/5', 'ab/5', 'b/2', 'c/1']);
  });

  it('lists one namespace and none that only begins like it', () => {
    const store = filled('a/1', 'ab/1', 'a/2', 'a-b/3');
    expect(names(store, 'a')).toEqual(['a/1', 'a/2']);
    expect(names(store, 'a-b')).toEqual(['a-b/3']);
    expect(names(store, 'none')).toEqual([]);
  });

  it('counts one version up over all resources, and gives each change the version it made', () => {
    const store = new Store();
    const changes: Change[] = [];
    store.subscribe((change) => changes.push(change));
    store.put('configmaps', configMap('a', '1'));
    store.put('secrets', { metadata: { namespace: 'a', name: '1' } });
    store.put('configmaps', configMap('a', '1', { x: 'y' }));
    store.remove('configmaps', 'a', '1');
    expect(changes.map(({ type, resource, version }) => [type, resource, version])).toEqual([
      ['ADDED', 'configmaps', 2],
      ['ADDED', 'secrets', 3],
      ['MODIFIED', 'configmaps', 4],
      ['DELETED', 'configmaps', 5],
    ]);
    expect(changes.at(-1)?.object.metadata.resourceVersion).toBe('5');
    expect(changes[2]?.previous?.metadata.resourceVersion).toBe('2');
  });

  it('tells what changed since a version, until it has forgotten', () => {
    const store = filled('a/1', 'a/2', 'a/3');
    expect(store.changesSince('configmaps', 3)?.map(({ object }) => object.metadata.name)).toEqual(['3']);
    expect(store.changesSince('configmaps', store.version)).toEqual([]);
    store.compact();
    expect(store.changesSince('configmaps', 3)).toBeNull();
    expect(store.changesSince('configmaps', store.version)).toEqual([]);
  });

  it('knows nothing of the versions of a store whose place it took, and gives out later ones', () => {
    const before = filled('a/1', 'a/2');
    const store = new Store(before.version);
    expect(store.changesSince('configmaps', before.version)).toBeNull();
    expect(store.compactedVersion).toBeGreaterThan(before.version);
    const first = store.put('configmaps', configMap('a', '3'));
    expect(Number(first.metadata.resourceVersion)).toBeGreaterThan(before.version);
    expect(store.changesSince('configmaps', store.compactedVersion)).toHaveLength(1);
  });

  it('keeps the newest two thousand changes at most', () => {
    const store = new Store();
    for (let count = 0; count < 2_001; count++) store.put('configmaps', configMap('a', '1'));
    expect(store.changesSince('configmaps', 1)).toBeNull();
    expect(store.changesSince('configmaps', store.version - 500)).toHaveLength(500);
  });
});
