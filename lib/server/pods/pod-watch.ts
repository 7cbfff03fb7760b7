import 'server-only';
// One pod while somebody looks at it: a watch of its own, its owners, its use, and what became of it.
import type { Pod } from 'kubernetes-types/core/v1';
import { Reflector } from '#lib/kube/index.ts';
import { eventView } from '#lib/model/node/node.ts';
import type { PodRef, SourceView } from '#lib/model/overview/overview-view.ts';
import { containerViews } from '#lib/model/pod/containers.ts';
import { deletionAskedMs } from '#lib/model/pod/deletion.ts';
import { podView } from '#lib/model/pod/pod.ts';
import { eventsAbout } from '#lib/model/pod/pod-events.ts';
import type { GoneView, OwnerView } from '#lib/model/pod/pod-view.ts';
import { successorOf } from '#lib/model/pod/successor.ts';
import { projectPod } from '#lib/model/records/project-pod.ts';
import type { EventRecord, PodRecord } from '#lib/model/records/records.ts';
import { podUsageView } from '#lib/model/usage/pod-amounts.ts';
import { connectionOf } from '../live/connection.ts';
import type { RowParts } from '../live/rows.ts';
import { Waiters } from '../live/waiters.ts';
import { PodOwners } from './pod-owners.ts';

/** A crashing pod repeats itself for an hour; a page shows the newest. */
const POD_EVENTS_MAX = 100;

export class PodWatch {
  readonly #parts: RowParts;
  /** `namespace/name`. */
  readonly #key: string;
  readonly #changed: () => void;
  readonly #reflector: Reflector<Pod>;
  readonly #owners: PodOwners;
  #leaveUsage: (() => void) | null = null;
  readonly #waiting = new Waiters();
  /** As it was last, also once it has gone. */
  #pod: Pod | null = null;
  #goneAt: string | null = null;

  constructor(parts: RowParts, ref: PodRef, changed: () => void) {
    this.#parts = parts;
    this.#key = `${ref.namespace}/${ref.name}`;
    this.#changed = changed;
    this.#owners = new PodOwners(parts.transport, changed);
    this.#reflector = new Reflector<Pod>({
      transport: parts.transport,
      path: `/api/v1/namespaces/${ref.namespace}/pods`,
      resource: 'pods',
      fieldSelector: `metadata.name=${ref.name}`,
      project: readable,
      listener: { changed: (_, next) => this.#podChanged(next), state: () => this.#stateChanged() },
    });
    this.#reflector.start();
  }

  /** Read, and not there, and never was while we looked. */
  get isMissing(): boolean {
    return this.#reflector.known && this.#pod === null;
  }

  rows(): ReadonlyMap<string, unknown> {
    const sources: Record<string, SourceView> = { ...this.#parts.cache.sources(), pods: this.#reflector.state };
    const rows = new Map<string, unknown>([['sources', sources]]);
    const pod = this.#pod;
    if (pod === null) return rows;
    const { cache } = this.#parts;
    const record = projectPod(pod);
    const events = this.#events(record);
    const node = cache.nodes.get(pod.spec?.nodeName ?? '') ?? null;
    const nodesKnown = cache.sources().nodes.state === 'live';
    const owners: readonly OwnerView[] = this.#owners.of(pod);
    rows.set('pod', podView(pod, { node, nodesKnown, owners, gone: this.#gone(pod, record), events }));
    for (const container of containerViews(pod)) rows.set(`container/${container.name}`, container);
    for (const event of events) rows.set(`event/${event.uid}`, eventView(event));
    const { usage } = this.#parts;
    rows.set('usage', podUsageView(record, node, usage.pods));
    const spark = usage.podSpark(this.#key);
    if (spark !== null) rows.set('spark', spark);
    return rows;
  }

  watched(isWatched: boolean): void {
    this.#parts.usage.podWatched(this.#key);
    if (isWatched) this.#leaveUsage ??= this.#parts.usage.watchPods();
    else this.#pauseUsage();
  }

  whenRead(mostMs: number): Promise<void> {
    if (this.#reflector.state.state !== 'loading') return Promise.resolve();
    return this.#waiting.wait(mostMs);
  }

  poke(): void {
    this.#reflector.poke();
  }

  restart(): void {
    this.#reflector.relist();
  }

  async stop(): Promise<void> {
    this.#waiting.tell();
    this.#pauseUsage();
    this.#owners.stop();
    await this.#reflector.stop();
  }

  #pauseUsage(): void {
    this.#leaveUsage?.();
    this.#leaveUsage = null;
  }

  #podChanged(next: Pod | undefined): void {
    if (next !== undefined) {
      this.#pod = next;
      this.#goneAt = null;
      this.#owners.find(next);
    } else if (this.#reflector.known) {
      this.#goneAt = this.#clusterTime();
    } else {
      // Not gone: it may not be read any more.
      this.#pod = null;
    }
    this.#changed();
  }

  #stateChanged(): void {
    this.#waiting.tell();
    this.#changed();
  }

  #clusterTime(): string {
    const { clusterTime } = connectionOf(this.#parts.probe(), '', Date.now());
    return clusterTime ?? new Date().toISOString();
  }

  #gone(pod: Pod, record: PodRecord): GoneView | null {
    if (this.#goneAt === null) return null;
    const afterMs = deletionAskedMs(pod) ?? Date.parse(this.#goneAt);
    return { at: this.#goneAt, successor: successorOf(record, afterMs, this.#parts.cache.pods.values()) };
  }

  /** The newest about it. */
  #events(pod: PodRecord): EventRecord[] {
    const found = eventsAbout(pod, this.#parts.cache.events.values());
    if (found.length <= POD_EVENTS_MAX) return found;
    return found.sort((a, b) => ((a.lastAt ?? '') < (b.lastAt ?? '') ? 1 : -1)).slice(0, POD_EVENTS_MAX);
  }
}

/** Without its bookkeeping. Throws where its amounts cannot be read, as no API server would have stored them. */
function readable(object: unknown): Pod {
  const pod = object as Pod;
  projectPod(pod);
  const { managedFields: _fields, ...metadata } = pod.metadata ?? {};
  return { ...pod, metadata };
}
