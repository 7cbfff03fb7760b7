import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeleteOptions } from '../api/write/writer.ts';
import type { Stored } from '../store/object.ts';
import { type TestCluster, testCluster } from './testdata/test-cluster.ts';

let cluster: TestCluster;
beforeEach(() => {
  cluster = testCluster();
});
afterEach(() => {
  cluster.close();
  expect(cluster.bugs).toEqual([]);
});

function configMap(name: string, owners: readonly Stored[] = [], blockOwnerDeletion = true): Stored {
  const ownerReferences = owners.map(({ apiVersion, kind, metadata }) => {
    return { apiVersion, kind, name: metadata.name, uid: metadata.uid, blockOwnerDeletion };
  });
  const metadata = { name, namespace: 'default', ownerReferences };
  return cluster.apply('configmaps', { apiVersion: 'v1', kind: 'ConfigMap', metadata });
}

const names = () =>
  cluster.store
    .list('configmaps', 'default')
    .map(({ metadata }) => metadata.name)
    .filter((name) => name !== 'kube-root-ca.crt');

function remove(name: string, options?: DeleteOptions) {
  cluster.writer.delete('configmaps', 'default', name, options);
  cluster.clock.settle();
}

const hold = (name: string) => setFinalizers(name, ['example.com/hold']);
function setFinalizers(name: string, finalizers: string[]) {
  const object = cluster.store.get('configmaps', 'default', name);
  if (object !== undefined) cluster.apply('configmaps', { ...object, metadata: { ...object.metadata, finalizers } });
}

describe('garbage collection', () => {
  it('removes what a deleted owner leaves behind, over generations', () => {
    const top = configMap('top');
    const middle = configMap('middle', [top]);
    configMap('leaf', [middle]);
    configMap('other');
    remove('top');
    expect(names()).toEqual(['other']);
  });

  it('keeps what still has another owner, and drops the reference', () => {
    const first = configMap('first');
    const second = configMap('second');
    configMap('shared', [first, second]);
    remove('first');
    const owners = cluster.store.get('configmaps', 'default', 'shared')?.metadata.ownerReferences;
    expect(owners?.map((owner) => owner.name)).toEqual(['second']);
  });

  it('keeps dependents of an owner deleted with the Orphan policy', () => {
    const top = configMap('top');
    configMap('leaf', [top]);
    remove('top', { propagationPolicy: 'Orphan' });
    expect(names()).toEqual(['leaf']);
    expect(cluster.store.get('configmaps', 'default', 'leaf')?.metadata).not.toHaveProperty('ownerReferences');
  });

  it('in the foreground, removes the owner only after the last blocking dependent', () => {
    const top = configMap('top');
    configMap('blocking', [top]);
    configMap('passing', [top], false);
    hold('blocking');
    hold('passing');
    remove('top', { propagationPolicy: 'Foreground' });
    expect(names()).toEqual(['blocking', 'passing', 'top']);
    expect(cluster.store.get('configmaps', 'default', 'top')?.metadata.finalizers).toEqual(['foregroundDeletion']);
    setFinalizers('blocking', []);
    expect(names()).toEqual(['passing']);
  });

  it('in the foreground, goes down the generations first', () => {
    const top = configMap('top');
    const middle = configMap('middle', [top]);
    configMap('leaf', [middle]);
    hold('leaf');
    remove('top', { propagationPolicy: 'Foreground' });
    expect(names()).toEqual(['leaf', 'middle', 'top']);
    setFinalizers('leaf', []);
    expect(names()).toEqual([]);
  });

  it('removes what names an owner that never was, or one of the same name born later', () => {
    const top = configMap('top');
    const ghost = { ...top, metadata: { ...top.metadata, uid: '00000000-0000-4000-8000-000000000000' } };
    configMap('leaf', [ghost]);
    expect(names()).toEqual(['top']);
  });
});
