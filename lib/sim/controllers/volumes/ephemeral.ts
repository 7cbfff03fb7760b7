// Makes the claims that pods bring along: volumes that live and die with them.
// Mirrors kubernetes pkg/controller/volume/ephemeral/controller.go.
import type { PersistentVolumeClaim, Pod, Volume } from 'kubernetes-types/core/v1';
import { claimNameOf } from '#lib/rules/volumes/pod-volumes.ts';
import { keyOf, type Stored, splitKey } from '../../store/object.ts';
import type { Controller, View, Write } from '../controller.ts';
import { note } from '../note.ts';
import { CLAIMS } from './binding.ts';

export const ephemeralVolumes: Controller = {
  name: 'ephemeral_volume',
  fieldManager: 'kube-controller-manager',
  *initialKeys(view) {
    for (const pod of view.list('pods')) if (bringsClaims(pod)) yield keyOf(pod.metadata.namespace, pod.metadata.name);
  },
  *wakes({ resource, type, object }) {
    const { namespace, name } = object.metadata;
    if (resource === 'pods' && type === 'ADDED' && bringsClaims(object as Pod)) yield keyOf(namespace, name);
  },
  reconcile(view, key) {
    const { namespace, name } = splitKey(key);
    const pod = view.get('pods', namespace, name);
    if (pod === undefined || pod.metadata.deletionTimestamp !== undefined) return {};
    return { writes: (pod.spec?.volumes ?? []).flatMap((volume) => claimWrites(view, pod, volume)) };
  },
};

function bringsClaims({ spec }: Pod): boolean {
  return spec?.volumes?.some(({ ephemeral }) => ephemeral?.volumeClaimTemplate !== undefined) === true;
}

function claimWrites(view: View, pod: Stored<Pod>, volume: Volume): Write[] {
  const template = volume.ephemeral?.volumeClaimTemplate;
  const name = claimNameOf(pod, volume);
  if (template === undefined || name === null) return [];
  const { namespace = '', uid } = pod.metadata;
  const held = view.get(CLAIMS, namespace, name);
  if (held !== undefined) {
    const isOwn = held.metadata.ownerReferences?.some((owner) => owner.uid === uid) === true;
    const why = `PVC "${keyOf(namespace, name)}" was not created for pod "${keyOf(namespace, pod.metadata.name)}" (pod is not owner)`;
    return isOwn
      ? []
      : [note(pod, 'Warning', 'EphemeralVolumeCreateFailed', `ephemeral volume ${volume.name}: ${why}`)];
  }
  const owner = {
    apiVersion: 'v1',
    kind: 'Pod',
    name: pod.metadata.name,
    uid,
    controller: true,
    blockOwnerDeletion: true,
  };
  const object: PersistentVolumeClaim = {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { ...template.metadata, name, namespace, ownerReferences: [owner] },
    spec: template.spec,
  };
  return [{ op: 'create', resource: CLAIMS, object }];
}
