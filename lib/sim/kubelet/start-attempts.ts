// When a kubelet tries again what stands in a pod's way: mounting its volumes, and creating a container.
// Mirrors kubernetes pkg/util/goroutinemap/exponentialbackoff and pkg/kubelet/pod_workers.go (backOffPeriod).

/** exponential_backoff.go initialDurationBeforeRetry and maxDurationBeforeRetry. */
const MOUNT_BASE_MS = 500;
const MOUNT_MAX_MS = 122_000;
/** backOffPeriod, with half of it as jitter at most: the middle. */
const CREATE_PERIOD_MS = 12_000;

interface Attempts {
  count: number;
  nextMs: number;
}

export interface MountState {
  /** Since when all is mounted; null while something is missing. */
  mountedMs: number | null;
  /** It is time to say so. */
  tells: boolean;
  nextMs: number | null;
}

/** Of one kubelet's pods, by uid; forgotten with the pod. */
export class StartAttempts {
  readonly #mounts = new Map<string, Attempts>();
  readonly #mountedMs = new Map<string, number>();
  readonly #creations = new Map<string, Map<string, number>>();

  /** `isMissing`: whether a volume cannot be mounted, should this be the moment to try. */
  mount(uid: string, isMissing: () => boolean, nowMs: number): MountState {
    const held = this.#mounts.get(uid);
    const mountedMs = this.#mountedMs.get(uid);
    if (mountedMs !== undefined) return { mountedMs, tells: false, nextMs: null };
    if (held !== undefined && nowMs < held.nextMs) return { mountedMs: null, tells: false, nextMs: held.nextMs };
    if (isMissing()) {
      const count = (held?.count ?? 0) + 1;
      const nextMs = nowMs + Math.min(MOUNT_BASE_MS * 2 ** (count - 1), MOUNT_MAX_MS);
      this.#mounts.set(uid, { count, nextMs });
      return { mountedMs: null, tells: true, nextMs };
    }
    this.#mounts.delete(uid);
    // Only a pod that had to wait needs to know when that ended.
    if (held !== undefined) this.#mountedMs.set(uid, nowMs);
    return { mountedMs: held === undefined ? Number.NEGATIVE_INFINITY : nowMs, tells: false, nextMs: null };
  }

  /** Whether this failed creation is a new attempt, and when the next one is due. */
  create(uid: string, container: string, nowMs: number): { tells: boolean; nextMs: number } {
    const own = this.#creations.get(uid) ?? new Map<string, number>();
    this.#creations.set(uid, own);
    const dueMs = own.get(container);
    if (dueMs !== undefined && nowMs < dueMs) return { tells: false, nextMs: dueMs };
    own.set(container, nowMs + CREATE_PERIOD_MS);
    return { tells: true, nextMs: nowMs + CREATE_PERIOD_MS };
  }

  forget(uid: string): void {
    this.#mounts.delete(uid);
    this.#mountedMs.delete(uid);
    this.#creations.delete(uid);
  }
}
