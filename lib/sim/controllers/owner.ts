// Who controls an object: the one owner reference with controller set (apimachinery meta/v1 controller_ref.go).
import type { OwnerReference } from 'kubernetes-types/meta/v1';
import type { KubeObject, Stored } from '../store/object.ts';

export function controllerOf(object: KubeObject): OwnerReference | undefined {
  return object.metadata?.ownerReferences?.find((owner) => owner.controller === true);
}

/** The reference a controller puts on what it makes. */
export function controllerRef(owner: Stored): OwnerReference {
  return {
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    name: owner.metadata.name,
    uid: owner.metadata.uid,
    controller: true,
    blockOwnerDeletion: true,
  };
}

/** The object with these references in place of its own; none at all where there are none, as Go's omitempty has it. */
export function withOwnerReferences<T extends KubeObject>(object: T, references: readonly OwnerReference[]): T {
  const { ownerReferences: _, ...metadata } = object.metadata ?? {};
  const ownerReferences = [...references];
  return { ...object, metadata: ownerReferences.length === 0 ? metadata : { ...metadata, ownerReferences } };
}
