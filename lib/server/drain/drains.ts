import 'server-only';
// Drains that this server runs: one a node, and what became of the last one. They end with the process, and are not resumed.
import { StatusError, type Transport } from '#lib/kube/index.ts';
import type { DrainPodPlan } from '#lib/model/drain/drain-view.ts';
import type { TopicName } from '#lib/model/stream.ts';
import { isNodeName } from '../actions/node-name.ts';
import type { ClusterCache } from '../live/cluster-cache.ts';
import type { TopicFamily, TopicLife } from '../live/topic-family.ts';
import { DrainRun } from './drain-run.ts';

const PREFIX = 'drain/';
/** At the same time: a rack, not a data centre. */
const RUNNING_MAX = 5;
/** Ended ones are kept to be read until so many others have ended. */
const KEPT_MAX = 100;

export class Drains implements TopicFamily {
  readonly needs = [];
  readonly subject = null;
  readonly life: TopicLife;
  readonly #transport: Transport;
  readonly #cache: ClusterCache;
  readonly #runs = new Map<string, DrainRun>();
  readonly #changed = new Map<TopicName, () => void>();

  constructor(transport: Transport, cache: ClusterCache) {
    this.#transport = transport;
    this.#cache = cache;
    this.life = {
      begin: (name, changed) => void this.#changed.set(name, changed),
      end: (name) => void this.#changed.delete(name),
      watched: () => undefined,
      whenRead: () => Promise.resolve(),
      isMissing: () => false,
      poke: () => undefined,
      restart: () => undefined,
      stop: () => this.#stop(),
    };
  }

  has(name: TopicName): boolean {
    return name.startsWith(PREFIX) && isNodeName(name.slice(PREFIX.length));
  }

  rows(name: TopicName): ReadonlyMap<string, unknown> {
    return this.#runs.get(name.slice(PREFIX.length))?.rows() ?? new Map();
  }

  /** Throws StatusError where it cannot begin. */
  requireFree(node: string): void {
    const running = [...this.#runs].filter(([, run]) => run.isRunning).map(([name]) => name);
    if (running.includes(node)) throw new StatusError(409, 'Conflict', `${node} is being drained already`);
    if (running.length < RUNNING_MAX) return;
    const message = `${running.join(', ')} are being drained: at most ${RUNNING_MAX} at the same time`;
    throw new StatusError(429, 'TooManyRequests', message, { retryAfterSeconds: 10 });
  }

  /** Throws StatusError as `requireFree`. */
  begin(node: string, pods: readonly DrainPodPlan[]): void {
    this.requireFree(node);
    const run = new DrainRun({
      transport: this.#transport,
      watchedUid: ({ namespace, name }) => this.#cache.pods.get(`${namespace}/${name}`)?.uid ?? null,
      changed: () => this.#changed.get(`${PREFIX}${node}`)?.(),
    });
    this.#runs.delete(node);
    this.#runs.set(node, run);
    this.#forget();
    void run.run(pods);
  }

  /** Throws StatusError 404 where none is under way. */
  cancel(node: string): void {
    const run = this.#runs.get(node);
    if (run?.isRunning !== true) throw new StatusError(404, 'NotFound', `${node} is not being drained from here`);
    run.cancel();
  }

  #forget(): void {
    for (const [node, run] of this.#runs) {
      if (this.#runs.size <= KEPT_MAX) return;
      if (!run.isRunning) this.#runs.delete(node);
    }
  }

  async #stop(): Promise<void> {
    for (const run of this.#runs.values()) run.cancel();
  }
}
