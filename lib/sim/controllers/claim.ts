// Adoption and release: a controller takes orphans its selector matches and lets go of what no longer matches.
// Mirrors ClaimObject in kubernetes pkg/controller/controller_ref_manager.go.
import { type LabelSelectorObject, matchesLabelSelector } from '#lib/rules/labels/label-selector.ts';
import { type KubeObject, keyOf, type ResourceId, type Stored } from '../store/object.ts';
import type { Change } from '../store/store.ts';
import { sameMeaning } from './canonical.ts';
import type { View, Write } from './controller.ts';
import { controllerOf, controllerRef, withOwnerReferences } from './owner.ts';

export interface Claim<T extends KubeObject> {
  claimed: Stored<T>[];
  writes: Write[];
}

/**
 * `owned` and `orphans` as the view gives them; adopted objects are among the claimed, still as they were but for the
 * `finalizer` that they get with their owner.
 */
export function claim<T extends KubeObject>(
  resource: ResourceId,
  owner: Stored,
  selector: LabelSelectorObject | undefined,
  owned: readonly Stored<T>[],
  orphans: readonly Stored<T>[],
  finalizer?: string,
): Claim<T> {
  const claimed: Stored<T>[] = [];
  const writes: Write[] = [];
  const isLeaving = owner.metadata.deletionTimestamp !== undefined;
  for (const object of owned) {
    if (matchesLabelSelector(selector, object.metadata.labels)) claimed.push(object);
    else if (!isLeaving) writes.push({ op: 'update', resource, object: released(object, owner.metadata.uid) });
  }
  for (const object of orphans) {
    if (isLeaving || object.metadata.deletionTimestamp !== undefined) continue;
    if (!matchesLabelSelector(selector, object.metadata.labels)) continue;
    const held = finalizer === undefined ? object : withFinalizer(object, finalizer);
    claimed.push(held);
    writes.push({ op: 'update', resource, object: adopted(held, owner) });
  }
  return { claimed, writes };
}

function adopted(object: Stored, owner: Stored): KubeObject {
  return withOwnerReferences(object, [...(object.metadata.ownerReferences ?? []), controllerRef(owner)]);
}

function withFinalizer<T extends KubeObject>(object: Stored<T>, finalizer: string): Stored<T> {
  const finalizers = [...new Set([...(object.metadata.finalizers ?? []), finalizer])];
  return { ...object, metadata: { ...object.metadata, finalizers } };
}

function released(object: Stored, ownerUid: string): KubeObject {
  const references = object.metadata.ownerReferences ?? [];
  return withOwnerReferences(
    object,
    references.filter((reference) => reference.uid !== ownerUid),
  );
}

/** The controller's key, where an object names one of that kind. */
export function controllerKey(object: KubeObject, kind: string): string | undefined {
  const owner = controllerOf(object);
  return owner?.kind === kind ? `${object.metadata?.namespace}/${owner.name}` : undefined;
}

type ClaimingResource =
  | 'daemonsets.apps'
  | 'deployments.apps'
  | 'jobs.batch'
  | 'replicasets.apps'
  | 'replicationcontrollers'
  | 'statefulsets.apps';

/**
 * Keys that the change of a dependent concerns: its controller of this kind, the one it had, and for one that is an
 * orphan now whatever could adopt it.
 */
export function* claimantsOf(change: Change, kind: string, resource: ClaimingResource, view: View): Iterable<string> {
  const { object, previous } = change;
  const key = controllerKey(object, kind);
  const previousKey = previous && controllerKey(previous, kind);
  if (key !== undefined) yield key;
  if (previousKey !== undefined && previousKey !== key) yield previousKey;
  if (controllerOf(object) !== undefined || change.type === 'DELETED') return;
  const { namespace, labels } = object.metadata;
  const wasOrphan = previous !== undefined && controllerOf(previous) === undefined;
  if (wasOrphan && sameMeaning(previous.metadata.labels ?? {}, labels ?? {})) return;
  for (const { metadata, spec } of view.list(resource, namespace)) {
    if (matchesLabelSelector(selectorOf(resource, spec?.selector), labels)) yield keyOf(namespace, metadata.name);
  }
}

/** A ReplicationController's selector is a plain set of labels. */
function selectorOf(resource: ClaimingResource, selector: object | undefined): LabelSelectorObject | undefined {
  const isPlain = resource === 'replicationcontrollers' && selector !== undefined;
  return isPlain ? { matchLabels: selector as Readonly<Record<string, string>> } : selector;
}
