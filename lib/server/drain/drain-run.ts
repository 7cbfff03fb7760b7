import 'server-only';
// One drain under way: each pod is asked to go until it is gone, as kubectl drain does (kubectl pkg/drain/drain.go).
import { setTimeout as pause } from 'node:timers/promises';
import { formatCount } from '#lib/format/count.ts';
import { createObject, isStatusError, type StatusError, type Transport } from '#lib/kube/index.ts';
import type { DrainPodPlan, DrainPodView, DrainView } from '#lib/model/drain/drain-view.ts';
import type { PodRef } from '#lib/model/overview/overview-view.ts';

/** drain.go EvictErrorRetryDelay. */
const ASK_AGAIN_MS = 5_000;
const LOOK_MS = 1_000;
const READ_TIMEOUT_MS = 10_000;

export interface DrainParts {
  transport: Transport;
  /** Of the pod as it is watched; null where there is none of that name, or it is not known. */
  watchedUid: (pod: PodRef) => string | null;
  changed: () => void;
}

type Evicted = Pick<DrainPodPlan, 'namespace' | 'name' | 'uid'>;

export class DrainRun {
  readonly #parts: DrainParts;
  readonly #pods = new Map<string, DrainPodView>();
  readonly #stop = new AbortController();
  readonly #startedAt = new Date().toISOString();
  #state: DrainView['state'] = 'running';
  #endedAt: string | null = null;

  constructor(parts: DrainParts) {
    this.#parts = parts;
  }

  get isRunning(): boolean {
    return this.#state === 'running';
  }

  rows(): ReadonlyMap<string, unknown> {
    const pods = [...this.#pods.values()];
    const failed = pods.filter(({ state }) => state === 'failed').length;
    const view: DrainView = {
      state: this.#state,
      startedAt: this.#startedAt,
      endedAt: this.#endedAt,
      goneCount: pods.filter(({ state }) => state === 'gone').length,
      podCount: pods.length,
      message: failed === 0 ? null : `${formatCount(failed, 'pod')} could not be evicted`,
    };
    return new Map<string, unknown>([
      ['drain', view],
      ...[...this.#pods].map(([key, pod]) => [`pod/${key}`, pod] as const),
    ]);
  }

  /** What was evicted goes on ending; what was not stays. */
  cancel(): void {
    this.#stop.abort();
  }

  /** Resolves when every pod is gone or has failed, or after `cancel`. Never rejects. */
  async run(pods: readonly Evicted[]): Promise<void> {
    for (const pod of pods) this.#set(pod, 'waiting', null);
    await Promise.all(pods.map((pod) => this.#removed(pod)));
    const states = [...this.#pods.values()].map(({ state }) => state);
    this.#state = states.includes('failed') ? 'failed' : this.#stop.signal.aborted ? 'cancelled' : 'done';
    this.#endedAt = new Date().toISOString();
    this.#parts.changed();
  }

  async #removed(pod: Evicted): Promise<void> {
    const { signal } = this.#stop;
    try {
      if (!(await this.#evicted(pod))) return;
      while (!(await this.#isGone(pod))) await pause(LOOK_MS, undefined, { signal });
      this.#set(pod, 'gone', null);
    } catch (error) {
      if (!signal.aborted) return this.#failed(pod, error);
      const ends = this.#pods.get(keyOf(pod))?.state === 'ending';
      if (ends) this.#set(pod, 'ending', 'was evicted before the drain was cancelled');
      else this.#set(pod, 'kept', null);
    }
  }

  /** True when it was evicted; false when it was gone already. */
  async #evicted(pod: Evicted): Promise<boolean> {
    const { signal } = this.#stop;
    for (;;) {
      signal.throwIfAborted();
      try {
        await evict(this.#parts.transport, pod, { dryRun: false, signal });
        this.#set(pod, 'ending', null);
        return true;
      } catch (error) {
        if (signal.aborted || !isStatusError(error)) throw error;
        // The name is another pod's now: ours is gone.
        if (error.code === 404 || error.code === 409) {
          this.#set(pod, 'gone', null);
          return false;
        }
        if (!isWorthAsking(error)) throw error;
        this.#set(pod, 'blocked', reasonOf(error));
      }
      await pause(ASK_AGAIN_MS, undefined, { signal });
    }
  }

  /** The watch says when to look; only the API server's own answer counts. */
  async #isGone(pod: Evicted): Promise<boolean> {
    if (this.#parts.watchedUid(pod) === pod.uid) return false;
    const { transport } = this.#parts;
    try {
      const { body } = await transport.json({
        path: pathOf(pod),
        timeoutMs: READ_TIMEOUT_MS,
        signal: this.#stop.signal,
      });
      return (body as { metadata?: { uid?: string } }).metadata?.uid !== pod.uid;
    } catch (error) {
      if (isStatusError(error) && error.code === 404) return true;
      if (isStatusError(error) && (!error.answered || error.code >= 500)) return false;
      throw error;
    }
  }

  #failed(pod: Evicted, error: unknown): void {
    if (!isStatusError(error)) console.error('bramble: while draining:', error);
    this.#set(pod, 'failed', isStatusError(error) ? error.message : "something went wrong here: see the server's log");
  }

  #set({ namespace, name }: PodRef, state: DrainPodView['state'], message: string | null): void {
    this.#pods.set(keyOf({ namespace, name }), { namespace, name, state, message });
    this.#parts.changed();
  }
}

/** Throws StatusError: 429 where a disruption budget is in the way. */
export async function evict(
  transport: Transport,
  { namespace, name, uid }: Evicted,
  { dryRun, signal }: { dryRun: boolean; signal?: AbortSignal },
): Promise<void> {
  const object = {
    apiVersion: 'policy/v1',
    kind: 'Eviction',
    metadata: { namespace, name },
    deleteOptions: { preconditions: { uid } },
  };
  const path = `${pathOf({ namespace, name })}/eviction`;
  await createObject(transport, { path, object, dryRun, ...(signal === undefined ? {} : { signal }) });
}

/** A budget may allow it later, and an API server may come back. */
function isWorthAsking({ code, answered, details }: StatusError): boolean {
  if (code === 429 || !answered) return true;
  return code === 403 && (details?.causes ?? []).some(({ reason }) => reason === 'NamespaceTerminating');
}

/** `The disruption budget web needs 2 healthy pods and has 2 currently`, where the API server says which. */
function reasonOf({ details, message }: StatusError): string {
  return details?.causes?.find(({ reason }) => reason === 'DisruptionBudget')?.message ?? message;
}

function keyOf({ namespace, name }: PodRef): string {
  return `${namespace}/${name}`;
}

function pathOf({ namespace, name }: PodRef): string {
  return `/api/v1/namespaces/${namespace}/pods/${name}`;
}
