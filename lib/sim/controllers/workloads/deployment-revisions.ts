// A Deployment's revisions: which replica set is the newest, how one is made, and the annotations that number them.
// Mirrors kubernetes pkg/controller/deployment/{sync.go,util/deployment_util.go}.
import type { Deployment, ReplicaSet } from 'kubernetes-types/apps/v1';
import type { LabelSelector } from 'kubernetes-types/meta/v1';
import { TEMPLATE_HASH_LABEL } from '#lib/rules/pods/template-hash.ts';
import type { Stored } from '../../store/object.ts';
import { canonical, contentHash } from '../canonical.ts';
import { controllerRef } from '../owner.ts';

export const REVISION = 'deployment.kubernetes.io/revision';
const REVISION_HISTORY = 'deployment.kubernetes.io/revision-history';
const DESIRED_REPLICAS = 'deployment.kubernetes.io/desired-replicas';
const MAX_REPLICAS = 'deployment.kubernetes.io/max-replicas';
const HISTORY_LENGTH_MAX = 2_000;
const NAME_LENGTH_MAX = 253;

/** Annotations that a replica set does not take over from its Deployment. */
const NOT_COPIED: ReadonlySet<string> = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  REVISION,
  REVISION_HISTORY,
  DESIRED_REPLICAS,
  MAX_REPLICAS,
  'deprecated.deployment.rollback.to',
]);

type Annotations = Readonly<Record<string, string>>;
/** `deployment.spec.template`, also inside a replica set. */
type Template = NonNullable<ReplicaSet['spec']>['template'];

/** Oldest first; of the same second by name. */
export function byCreation<T extends Stored>(sets: readonly T[]): T[] {
  const order = ({ metadata }: T) => `${metadata.creationTimestamp} ${metadata.name}`;
  return [...sets].sort((a, b) => (order(a) < order(b) ? -1 : 1));
}

/** The oldest set with the Deployment's template: rolling back to an earlier template finds its set again. */
export function findNewReplicaSet<T extends Stored<ReplicaSet>>(
  deployment: Deployment,
  sets: readonly T[],
): T | undefined {
  const wanted = templateText(deployment.spec?.template);
  return byCreation(sets).find((set) => templateText(set.spec?.template) === wanted);
}

/** EqualIgnoreHash: the hash label is the controller's own, and may have been computed in another way. */
export function templateText(template: Template): string {
  const { [TEMPLATE_HASH_LABEL]: _, ...labels } = template?.metadata?.labels ?? {};
  return `${canonical({ ...template?.metadata, labels })}${canonical(template?.spec ?? {})}`;
}

export function revisionOf(set: ReplicaSet): number {
  const revision = Number.parseInt(set.metadata?.annotations?.[REVISION] ?? '0', 10);
  return Number.isNaN(revision) ? 0 : revision;
}

/** A new replica set for the Deployment's template, without a size yet. */
export function newReplicaSet(deployment: Stored<Deployment>): ReplicaSet {
  const { spec, status, metadata } = deployment;
  const hash = contentHash(spec?.template, status?.collisionCount ?? 0);
  const labels = { ...spec?.template.metadata?.labels, [TEMPLATE_HASH_LABEL]: hash };
  const selector: LabelSelector = {
    ...spec?.selector,
    matchLabels: { ...spec?.selector.matchLabels, [TEMPLATE_HASH_LABEL]: hash },
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${metadata.name.slice(0, NAME_LENGTH_MAX - 1 - hash.length)}-${hash}`,
      namespace: metadata.namespace ?? '',
      labels,
      ownerReferences: [controllerRef(deployment)],
    },
    spec: {
      replicas: 0,
      ...(spec?.minReadySeconds ? { minReadySeconds: spec.minReadySeconds } : {}),
      selector,
      template: { ...spec?.template, metadata: { ...spec?.template.metadata, labels } },
    },
  };
}

/** The set's annotations brought up to date with its Deployment; the same object when there is nothing to change. */
export function syncedAnnotations(deployment: Deployment, set: ReplicaSet, revision: number): Annotations {
  const current: Annotations = set.metadata?.annotations ?? {};
  const annotations: Record<string, string> = { ...current };
  for (const [key, value] of Object.entries(deployment.metadata?.annotations ?? {})) {
    if (!NOT_COPIED.has(key)) annotations[key] = value;
  }
  const before = revisionOf(set);
  if (before < revision) {
    annotations[REVISION] = String(revision);
    // Rolling back to this set: its earlier numbers are kept for `kubectl rollout history`.
    if (current[REVISION] !== undefined) {
      annotations[REVISION_HISTORY] = extendedHistory(current[REVISION_HISTORY], current[REVISION]);
    }
  }
  return canonical(annotations) === canonical(current) ? current : annotations;
}

export function replicasAnnotations(desired: number, max: number): Annotations {
  return { [DESIRED_REPLICAS]: String(desired), [MAX_REPLICAS]: String(max) };
}

export function desiredReplicasOf(set: ReplicaSet): number | null {
  return countIn(set, DESIRED_REPLICAS);
}

export function maxReplicasOf(set: ReplicaSet): number | null {
  return countIn(set, MAX_REPLICAS);
}

function countIn(set: ReplicaSet, annotation: string): number | null {
  const text = set.metadata?.annotations?.[annotation] ?? '';
  return /^[0-9]{1,10}$/.test(text) ? Number(text) : null;
}

/** The oldest numbers fall out where the list would become too long. */
function extendedHistory(history: string | undefined, revision: string): string {
  const revisions = [...(history ? history.split(',') : []), revision];
  while (revisions.length > 1 && revisions.join().length > HISTORY_LENGTH_MAX) revisions.shift();
  return revisions.join();
}
