import type { PersistentVolume, PersistentVolumeClaim } from 'kubernetes-types/core/v1';
import { describe, expect, it } from 'vitest';
import { podVolumes, type Storage } from './pod-volumes.ts';
import { volumesOn } from './volume-binding.ts';
import { findVolume, volumeMismatch } from './volume-matching.ts';

function volume(
  name: string,
  storage: string,
  changes: Partial<NonNullable<PersistentVolume['spec']>> = {},
  labels = {},
): PersistentVolume {
  const spec = { capacity: { storage }, accessModes: ['ReadWriteOnce'], ...changes };
  return { metadata: { name, labels }, spec, status: { phase: 'Available' } };
}

function claim(
  storage: string,
  changes: Partial<NonNullable<PersistentVolumeClaim['spec']>> = {},
): PersistentVolumeClaim {
  const spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } }, ...changes };
  return { metadata: { name: 'c', namespace: 'default', uid: 'u' }, spec };
}

function onNode(name: string): Partial<NonNullable<PersistentVolume['spec']>> {
  const matchExpressions = [{ key: 'kubernetes.io/hostname', operator: 'In', values: [name] }];
  return { nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions }] } } };
}

const many = ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany'];
const held = { kind: 'PersistentVolumeClaim', namespace: 'default', name: 'other', uid: 'x' };

describe('findVolume', () => {
  it.each<[string, PersistentVolumeClaim, PersistentVolume[], string | null]>([
    [
      'the smallest that is large enough',
      claim('4Gi'),
      [volume('s', '1Gi'), volume('l', '10Gi'), volume('m', '5Gi')],
      'm',
    ],
    [
      'the one with fewer modes to spare, though larger',
      claim('1Gi'),
      [volume('m', '1Gi', { accessModes: many }), volume('l', '9Gi')],
      'l',
    ],
    ['none without the mode', claim('1Gi', { accessModes: ['ReadWriteMany'] }), [volume('a', '1Gi')], null],
    ['none of another class', claim('1Gi', { storageClassName: 'fast' }), [volume('a', '1Gi')], null],
    [
      'the one with the labels',
      claim('1Gi', { selector: { matchLabels: { disk: 'ssd' } } }),
      [volume('a', '1Gi'), volume('b', '5Gi', {}, { disk: 'ssd' })],
      'b',
    ],
    ['none that another claim holds', claim('1Gi'), [volume('a', '1Gi', { claimRef: held })], null],
    [
      'the one that is reserved for it, though too large',
      claim('1Gi'),
      [volume('a', '1Gi'), volume('b', '9Gi', { claimRef: { ...held, name: 'c', uid: '' } })],
      'b',
    ],
    ['none of another mode', claim('1Gi', { volumeMode: 'Block' }), [volume('a', '1Gi')], null],
  ])('takes %s', (_what, wanted, volumes, expected) => {
    expect(findVolume(wanted, volumes, { waitsForConsumer: false })?.metadata?.name ?? null).toBe(expected);
  });

  it('leaves the choice to the scheduler where the class waits for a pod', () => {
    const volumes = [volume('here', '1Gi', onNode('pi5'))];
    expect(findVolume(claim('1Gi'), volumes, { waitsForConsumer: true })).toBeNull();
    const at = (name: string) => ({
      waitsForConsumer: true,
      node: { name, labels: { 'kubernetes.io/hostname': name } },
    });
    expect(findVolume(claim('1Gi'), volumes, at('pi5'))?.metadata?.name).toBe('here');
    expect(findVolume(claim('1Gi'), volumes, at('pi6'))).toBeNull();
  });
});

describe('volumeMismatch', () => {
  it.each<[PersistentVolumeClaim, PersistentVolume, string | null]>([
    [claim('1Gi'), volume('a', '1Gi'), null],
    [claim('2Gi'), volume('a', '1Gi'), 'requested PV is too small'],
    [claim('1Gi', { storageClassName: 'fast' }), volume('a', '1Gi'), 'storageClassName does not match'],
    [claim('1Gi', { volumeMode: 'Block' }), volume('a', '1Gi'), 'incompatible volumeMode'],
    [claim('1Gi', { accessModes: ['ReadWriteMany'] }), volume('a', '1Gi'), 'incompatible accessMode'],
  ])('of a named volume: case %#', (wanted, given, expected) => {
    expect(volumeMismatch(given, wanted)).toBe(expected);
  });
});

describe('a pod with several claims', () => {
  const names = ['a', 'b'];
  const claims = names.map((name) => ({
    ...claim('1Gi', { storageClassName: 'manual' }),
    metadata: { name, namespace: 'default', uid: name },
  }));
  const storage = (volumes: PersistentVolume[]): Storage => ({
    claim: (_namespace, name) => claims.find(({ metadata }) => metadata.name === name),
    volume: (name) => volumes.find(({ metadata }) => metadata?.name === name),
    storageClass: () => ({
      provisioner: 'kubernetes.io/no-provisioner',
      volumeBindingMode: 'WaitForFirstConsumer',
      metadata: {},
    }),
    volumes: () => volumes,
  });
  const pod = {
    metadata: { name: 'p', namespace: 'default' },
    spec: { containers: [], volumes: names.map((name) => ({ name, persistentVolumeClaim: { claimName: name } })) },
  };
  const local = (name: string, node: string) => volume(name, '1Gi', { ...onNode(node), storageClassName: 'manual' });

  it.each<[string, PersistentVolume[], boolean]>([
    ['needs a volume for each', [local('v1', 'pi5')], false],
    ['needs them on one node', [local('v1', 'pi5'), local('v2', 'pi6')], false],
    ['has them', [local('v1', 'pi5'), local('v2', 'pi5')], true],
  ])('%s', (_what, volumes, fits) => {
    const own = podVolumes(pod, storage(volumes));
    if (own === null) throw new Error('the pod has claims');
    const node = { name: 'pi5', labels: { 'kubernetes.io/hostname': 'pi5' } };
    expect(volumesOn(own, node, storage(volumes)).fits).toBe(fits);
  });
});
