// Taints and tolerations: who is kept away, who must leave and when.
// Mirrors api core/v1/toleration.go, component-helpers scheduling/corev1/helpers.go and
// kubernetes pkg/controller/tainteviction/taint_eviction.go.
import type { Taint, Toleration } from 'kubernetes-types/core/v1';

export const TAINT_NOT_READY = 'node.kubernetes.io/not-ready';
export const TAINT_UNREACHABLE = 'node.kubernetes.io/unreachable';
export const TAINT_UNSCHEDULABLE = 'node.kubernetes.io/unschedulable';
export const TAINT_MEMORY_PRESSURE = 'node.kubernetes.io/memory-pressure';
export const TAINT_DISK_PRESSURE = 'node.kubernetes.io/disk-pressure';
export const TAINT_PID_PRESSURE = 'node.kubernetes.io/pid-pressure';
export const TAINT_NETWORK_UNAVAILABLE = 'node.kubernetes.io/network-unavailable';

/** api core/v1/well_known_taints.go: set and removed by Kubernetes' own controllers. */
const SYSTEM_TAINTS: ReadonlySet<string> = new Set([
  TAINT_NOT_READY,
  TAINT_UNREACHABLE,
  TAINT_UNSCHEDULABLE,
  TAINT_MEMORY_PRESSURE,
  TAINT_DISK_PRESSURE,
  TAINT_PID_PRESSURE,
  TAINT_NETWORK_UNAVAILABLE,
]);

/** Taints that keep new pods away; PreferNoSchedule only lowers a node's score. */
export const HARD_EFFECTS: readonly string[] = ['NoSchedule', 'NoExecute'];

/** plugin/pkg/admission/defaulttolerationseconds: what every pod tolerates of an outage unless it says otherwise. */
export const DEFAULT_TOLERATION_SECONDS = 300;

export function isSystemTaint(key: string): boolean {
  return SYSTEM_TAINTS.has(key);
}

export function toleratesTaint(toleration: Toleration, taint: Taint): boolean {
  if (toleration.effect && toleration.effect !== taint.effect) return false;
  if (toleration.key && toleration.key !== taint.key) return false;
  switch (toleration.operator ?? '') {
    case '':
    case 'Equal':
      return (toleration.value ?? '') === (taint.value ?? '');
    case 'Exists':
      return true;
    default:
      // Lt and Gt are behind a feature gate that is off by default: then they match nothing.
      return false;
  }
}

export function isTolerated(taint: Taint, tolerations: readonly Toleration[]): boolean {
  return tolerations.some((toleration) => toleratesTaint(toleration, taint));
}

/** Taints with one of these effects that no toleration matches, in the node's order. */
export function untoleratedTaints(
  taints: readonly Taint[],
  tolerations: readonly Toleration[],
  effects: readonly string[] = HARD_EFFECTS,
): readonly Taint[] {
  return taints.filter((taint) => effects.includes(taint.effect) && !isTolerated(taint, tolerations));
}

export type NoExecuteVerdict =
  | { stays: true }
  /** 0 is at once; the seconds count from when the taint was added. */
  | { stays: false; afterSeconds: number };

/**
 * What NoExecute taints do to a running pod: an untolerated one evicts now; else the smallest tolerationSeconds of the
 * first toleration that matches each taint, and without any the pod stays.
 */
export function noExecuteVerdict(taints: readonly Taint[], tolerations: readonly Toleration[]): NoExecuteVerdict {
  let afterSeconds = Number.POSITIVE_INFINITY;
  for (const taint of taints) {
    if (taint.effect !== 'NoExecute') continue;
    const toleration = tolerations.find((candidate) => toleratesTaint(candidate, taint));
    if (toleration === undefined) return { stays: false, afterSeconds: 0 };
    const seconds = toleration.tolerationSeconds;
    if (seconds !== undefined && seconds !== null) afterSeconds = Math.min(afterSeconds, Math.max(0, seconds));
  }
  return afterSeconds === Number.POSITIVE_INFINITY ? { stays: true } : { stays: false, afterSeconds };
}

/** Tolerations that admission adds to a pod that has none for these two taints. */
export function defaultTolerations(tolerations: readonly Toleration[]): Toleration[] {
  const added: Toleration[] = [];
  for (const key of [TAINT_NOT_READY, TAINT_UNREACHABLE]) {
    const present = tolerations.some(
      (toleration) =>
        (toleration.key === key || !toleration.key) && (toleration.effect === 'NoExecute' || !toleration.effect),
    );
    if (present) continue;
    added.push({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: DEFAULT_TOLERATION_SECONDS });
  }
  return added;
}

/** Same key and effect: a node holds at most one of them (Taint.MatchTaint). */
export function sameTaint(a: { key: string; effect: string }, b: { key: string; effect: string }): boolean {
  return a.key === b.key && a.effect === b.effect;
}

/** `key=value:Effect`, `key:Effect` (Taint.ToString). */
export function formatTaint(taint: { key: string; value?: string | null; effect: string }): string {
  const effect = taint.effect === '' ? '' : `:${taint.effect}`;
  return taint.value ? `${taint.key}=${taint.value}${effect}` : `${taint.key}${effect}`;
}
