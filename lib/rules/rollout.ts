// The arithmetic of replacing pods: surge, unavailability, and how many replicas each replica set may have.
// Mirrors apimachinery pkg/util/intstr/intstr.go and kubernetes pkg/controller/deployment/{rolling.go,util/deployment_util.go}.

/** `25%` or a count, as maxSurge, maxUnavailable, minAvailable and partition are written. */
export type IntOrPercent = number | string;

const PERCENT = /^([0-9]+)%$/;

/** A count from a count or a percentage of `total`; null for text that is no percentage. */
export function scaledValue(value: IntOrPercent, total: number, round: 'up' | 'down'): number | null {
  if (typeof value === 'number') return value;
  const percent = PERCENT.exec(value)?.[1];
  if (percent === undefined) return null;
  const exact = (Number(percent) * total) / 100;
  return round === 'up' ? Math.ceil(exact) : Math.floor(exact);
}

/** The parts of a Deployment that decide how it rolls. */
export interface RolloutSpec {
  replicas: number;
  type: 'RollingUpdate' | 'Recreate';
  maxSurge: IntOrPercent;
  maxUnavailable: IntOrPercent;
}

export interface RolloutBounds {
  /** Pods beyond the desired count that may exist at a time. */
  surge: number;
  /** Pods of the desired count that may be missing at a time. */
  unavailable: number;
}

/** ResolveFenceposts: surge rounds up, unavailable down; were both 0 nothing could ever move, so unavailable is 1. */
export function rolloutBounds(spec: RolloutSpec): RolloutBounds {
  if (spec.type === 'Recreate') return { surge: 0, unavailable: 0 };
  const surge = scaledValue(spec.maxSurge, spec.replicas, 'up') ?? 0;
  const unavailable = scaledValue(spec.maxUnavailable, spec.replicas, 'down') ?? 0;
  const movable = surge === 0 && unavailable === 0 ? 1 : unavailable;
  // MaxUnavailable: never more than there are, and none of none.
  return { surge, unavailable: Math.min(movable, spec.replicas) };
}

/** NewRSNewReplicas: how large the newest replica set may be now. `allReplicas` sums spec.replicas of all sets. */
export function newReplicaSetSize(spec: RolloutSpec, newReplicas: number, allReplicas: number): number {
  if (spec.type === 'Recreate') return spec.replicas;
  const podsMax = spec.replicas + rolloutBounds(spec).surge;
  if (allReplicas >= podsMax) return newReplicas;
  return newReplicas + Math.min(podsMax - allReplicas, spec.replicas - newReplicas);
}

export interface SetSize {
  name: string;
  /** spec.replicas */
  replicas: number;
  /** status.availableReplicas */
  available: number;
}

/** A replica set and its new size. */
export interface ScaleStep {
  name: string;
  replicas: number;
}

/**
 * reconcileOldReplicaSets: how far old sets, oldest first, shrink now, step by step. Unhealthy pods go first, because
 * they would block the rollout; healthy ones only as far as enough available pods remain.
 */
export function shrinkSteps(spec: RolloutSpec, old: readonly SetSize[], newest: SetSize): ScaleStep[] {
  const steps: ScaleStep[] = [];
  const sizes = new Map(old.map((set) => [set.name, set.replicas]));
  const shrink = (name: string, removed: number) => {
    const replicas = (sizes.get(name) ?? 0) - removed;
    sizes.set(name, replicas);
    if (removed > 0) steps.push({ name, replicas });
  };
  const oldTotal = sum(old, (set) => set.replicas);
  const availableMin = spec.replicas - rolloutBounds(spec).unavailable;
  let unhealthyLeft = oldTotal + newest.replicas - availableMin - (newest.replicas - newest.available);
  if (oldTotal === 0 || unhealthyLeft <= 0) return steps;
  for (const set of old) {
    const removed = Math.max(0, Math.min(unhealthyLeft, set.replicas - set.available));
    shrink(set.name, removed);
    unhealthyLeft -= removed;
  }
  let healthyLeft = sum(old, (set) => set.available) + newest.available - availableMin;
  for (const set of old) {
    const removed = Math.max(0, Math.min(healthyLeft, sizes.get(set.name) ?? 0));
    shrink(set.name, removed);
    healthyLeft -= removed;
  }
  return steps;
}

export interface ScaledSet {
  name: string;
  replicas: number;
  /** The `deployment.kubernetes.io/max-replicas` annotation; null where it is missing or no number. */
  maxReplicasBefore: number | null;
  creationMs: number;
}

/**
 * The proportional part of `scale` in sync.go: a Deployment resized in the middle of a rollout spreads the difference
 * over its active replica sets by their size. Returns new sizes by name.
 */
export function proportionalSizes(
  spec: RolloutSpec,
  sets: readonly ScaledSet[],
  statusReplicas: number,
): Map<string, number> {
  const allowed = spec.replicas > 0 ? spec.replicas + rolloutBounds(spec).surge : 0;
  const toAdd = allowed - sum(sets, (set) => set.replicas);
  const sizes = new Map(sets.map((set) => [set.name, set.replicas]));
  if (toAdd === 0) return sizes;
  // Larger sets first; of equal ones the newer when growing, the older when shrinking.
  const olderFirst = (a: ScaledSet, b: ScaledSet) => a.creationMs - b.creationMs || (a.name < b.name ? -1 : 1);
  const sorted = [...sets].sort((a, b) => b.replicas - a.replicas || (toAdd > 0 ? olderFirst(b, a) : olderFirst(a, b)));
  let added = 0;
  for (const set of sorted) {
    const share = proportion(spec, set, toAdd - added, statusReplicas);
    sizes.set(set.name, set.replicas + share);
    added += share;
  }
  const largest = sorted[0];
  if (largest !== undefined) {
    sizes.set(largest.name, Math.max(0, (sizes.get(largest.name) ?? 0) + toAdd - added));
  }
  return sizes;
}

/** GetReplicaSetProportion: this set's fair share of `left`, never beyond it. */
function proportion(spec: RolloutSpec, set: ScaledSet, left: number, statusReplicas: number): number {
  if (set.replicas === 0 || left === 0) return 0;
  const share = fraction(spec, set, statusReplicas);
  return left > 0 ? Math.min(share, left) : Math.max(share, left);
}

function fraction(spec: RolloutSpec, set: ScaledSet, statusReplicas: number): number {
  if (spec.replicas === 0) return -set.replicas;
  const before = set.maxReplicasBefore || statusReplicas;
  if (before === 0) return 0;
  const size = (set.replicas * (spec.replicas + rolloutBounds(spec).surge)) / before;
  return Math.floor(size + 0.5) - set.replicas;
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}
