// One reconciliation of a Deployment in progress: the state it works on and the writes it has decided so far.
// Later steps must see what earlier ones decided, so decisions change drafts, never what the view gave.
import type { Deployment, DeploymentStatus, ReplicaSet } from 'kubernetes-types/apps/v1';
import { type RolloutBounds, type RolloutSpec, rolloutBounds } from '#lib/rules/rollout.ts';
import type { Stored } from '../../store/object.ts';
import { sameMeaning } from '../canonical.ts';
import type { EventNote, Outcome, View, Write } from '../controller.ts';
import { note } from '../note.ts';
import {
  byCreation,
  findNewReplicaSet,
  REVISION,
  replicasAnnotations,
  revisionOf,
  syncedAnnotations,
} from './deployment-revisions.ts';
import { conditionOf, deadlineCheckMs, hasProgressDeadline, newCondition, withCondition } from './deployment-status.ts';

export class DeploymentSync {
  readonly view: View;
  readonly deployment: Stored<Deployment>;
  readonly spec: RolloutSpec;
  readonly bounds: RolloutBounds;
  readonly nextRevision: number;
  /** As it is to be written; starts as stored. */
  status: DeploymentStatus;
  newest: Stored<ReplicaSet> | undefined;
  /** All others, oldest first. */
  old: Stored<ReplicaSet>[];
  readonly #writes: Write[];
  #revision: string | undefined;
  /** A set was created: it is not among the sets before the next reconciliation. */
  isWaitingForSet = false;

  constructor(view: View, deployment: Stored<Deployment>, sets: readonly Stored<ReplicaSet>[], writes: Write[]) {
    this.view = view;
    this.deployment = deployment;
    this.spec = rolloutSpec(deployment);
    this.bounds = rolloutBounds(this.spec);
    this.status = deployment.status ?? {};
    this.newest = findNewReplicaSet(deployment, sets);
    this.old = byCreation(sets).filter((set) => set.metadata.uid !== this.newest?.metadata.uid);
    this.nextRevision = Math.max(0, ...this.old.map(revisionOf)) + 1;
    this.#writes = writes;
    this.#revision = deployment.metadata.annotations?.[REVISION];
  }

  get sets(): Stored<ReplicaSet>[] {
    return this.newest === undefined ? this.old : [...this.old, this.newest];
  }

  /** The sets that want pods. */
  get active(): Stored<ReplicaSet>[] {
    return this.sets.filter((set) => sizeOf(set) > 0);
  }

  /** getNewReplicaSet where there is one: annotations follow the Deployment, the Deployment's revision follows the set. */
  syncNewest(): void {
    const set = this.newest;
    if (set === undefined) return;
    const annotations = syncedAnnotations(this.deployment, set, this.nextRevision);
    const minReadySeconds = this.deployment.spec?.minReadySeconds ?? 0;
    const isCurrent = sameMeaning(annotations, set.metadata.annotations ?? {});
    if (!isCurrent || (set.spec?.minReadySeconds ?? 0) !== minReadySeconds) {
      this.#updateSet(set, { annotations, minReadySeconds });
    }
    this.#revision = annotations[REVISION] ?? this.#revision;
    if (hasProgressDeadline(this.deployment) && conditionOf(this.status, 'Progressing') === undefined) {
      this.setProgressing('True', 'FoundNewReplicaSet', `Found new replica set "${set.metadata.name}"`);
    }
  }

  /** Creates the newest set; what follows from it happens when it is there. */
  createSet(set: ReplicaSet, size: number): void {
    const annotations = {
      ...syncedAnnotations(this.deployment, set, this.nextRevision),
      ...replicasAnnotations(this.spec.replicas, this.spec.replicas + this.bounds.surge),
    };
    const name = set.metadata?.name ?? '';
    const created = {
      ...set,
      metadata: { ...set.metadata, annotations },
      spec: { ...set.spec, selector: set.spec?.selector ?? {}, replicas: size },
    };
    this.#writes.push({ op: 'create', resource: 'replicasets.apps', object: created });
    if (size > 0) this.note('ScalingReplicaSet', `Scaled up replica set ${name} from 0 to ${size}`);
    this.#revision = String(this.nextRevision);
    this.isWaitingForSet = true;
    if (hasProgressDeadline(this.deployment)) {
      this.setProgressing('True', 'NewReplicaSetCreated', `Created new replica set "${name}"`);
    }
  }

  /**
   * Sets a set's size and tells it how many the Deployment wants; returns whether the size changed.
   * `always` tells it also where the size stays (scaleReplicaSet's forceUpdate).
   */
  scale(name: string, size: number, always = false): boolean {
    const set = this.sets.find((known) => known.metadata.name === name);
    const before = set === undefined ? size : sizeOf(set);
    if (set === undefined || (before === size && !always)) return false;
    const annotations = {
      ...set.metadata.annotations,
      ...replicasAnnotations(this.spec.replicas, this.spec.replicas + this.bounds.surge),
    };
    if (before === size && sameMeaning(annotations, set.metadata.annotations ?? {})) return false;
    this.#updateSet(set, { annotations, replicas: size });
    if (before === size) return false;
    const direction = before < size ? 'up' : 'down';
    this.note('ScalingReplicaSet', `Scaled ${direction} replica set ${set.metadata.name} from ${before} to ${size}`);
    return true;
  }

  deleteSet(set: Stored<ReplicaSet>): void {
    const { namespace = '', name } = set.metadata;
    this.#writes.push({ op: 'delete', resource: 'replicasets.apps', namespace, name });
  }

  setProgressing(state: 'True' | 'False' | 'Unknown', reason: string, message: string): void {
    this.status = withCondition(this.status, newCondition('Progressing', state, reason, message, this.view.nowMs));
  }

  note(reason: string, message: string, type: EventNote['type'] = 'Normal'): void {
    this.#writes.push(note(this.deployment, type, reason, message));
  }

  /** All writes, the Deployment's own last: as upstream does, the status write carries the revision annotation along. */
  outcome(): Outcome {
    const { metadata, status } = this.deployment;
    const revision = this.#revision ?? metadata.annotations?.[REVISION];
    const hasNewRevision = revision !== metadata.annotations?.[REVISION];
    if (hasNewRevision || !sameMeaning(this.status, status ?? {})) {
      const annotations =
        revision === undefined ? metadata.annotations : { ...metadata.annotations, [REVISION]: revision };
      const noted = annotations === undefined ? metadata : { ...metadata, annotations };
      const object = { ...this.deployment, metadata: noted, status: this.status };
      this.#writes.push({ op: 'updateStatus', resource: 'deployments.apps', object });
    }
    const waitMs = deadlineCheckMs(this.deployment, this.status, this.view.nowMs);
    return { writes: this.#writes, ...(waitMs === null ? {} : { requeueAfterMs: waitMs }) };
  }

  #updateSet(
    set: Stored<ReplicaSet>,
    change: { annotations: Readonly<Record<string, string>>; replicas?: number; minReadySeconds?: number },
  ): void {
    const { annotations, replicas = sizeOf(set), minReadySeconds = set.spec?.minReadySeconds } = change;
    const { minReadySeconds: _, ...spec } = set.spec ?? { selector: {} };
    const draft: Stored<ReplicaSet> = {
      ...set,
      metadata: { ...set.metadata, annotations },
      spec: { ...spec, replicas, ...(minReadySeconds ? { minReadySeconds } : {}) },
    };
    this.#writes.push({ op: 'update', resource: 'replicasets.apps', object: withoutVersion(draft) });
    if (set.metadata.uid === this.newest?.metadata.uid) this.newest = draft;
    this.old = this.old.map((other) => (other.metadata.uid === set.metadata.uid ? draft : other));
  }
}

export function sizeOf(set: ReplicaSet): number {
  return set.spec?.replicas ?? 1;
}

function rolloutSpec({ spec }: Deployment): RolloutSpec {
  const { maxSurge, maxUnavailable } = spec?.strategy?.rollingUpdate ?? {};
  return {
    replicas: spec?.replicas ?? 1,
    type: spec?.strategy?.type === 'Recreate' ? 'Recreate' : 'RollingUpdate',
    maxSurge: maxSurge ?? '25%',
    maxUnavailable: maxUnavailable ?? '25%',
  };
}

/** One set may be written twice in one reconciliation; nothing else runs between, so no version has to guard it. */
function withoutVersion<T extends Stored>(object: T): T {
  const { resourceVersion: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}
