import 'server-only';
// What became of nodes while this server looked: when they were Ready, which taints came and went. Bounded.
import type { Taint } from 'kubernetes-types/core/v1';
import type { NodeRecord } from '#lib/model/records/records.ts';
import type { ReadyChange } from '#lib/model/usage/history/expected-nodes.ts';
import { isReady } from '#lib/rules/nodes/node-status.ts';
import { formatTaint, isSystemTaint } from '#lib/rules/nodes/taints.ts';
import type { ClusterCache } from '../live/cluster-cache.ts';

const ENTRIES_MAX = 500;
const GONE_MAX = 200;

export interface TaintChange {
  atMs: number;
  node: string;
  /** `pi5 tainted demo=x:NoSchedule`, `pi5 cordoned`. */
  text: string;
}

export class Journal {
  readonly #cache: ClusterCache;
  readonly #clusterMs: () => number;
  readonly #known = new Map<string, NodeRecord>();
  #readiness: ReadyChange[] = [];
  #taints: TaintChange[] = [];
  /** Architectures of nodes that were there and are not any more, oldest first. */
  readonly #gone = new Map<string, { arch: string; atMs: number }>();

  constructor(cache: ClusterCache, clusterMs: () => number) {
    this.#cache = cache;
    this.#clusterMs = clusterMs;
  }

  get readiness(): readonly ReadyChange[] {
    return this.#readiness;
  }

  get taints(): readonly TaintChange[] {
    return this.#taints;
  }

  get gone(): ReadonlyMap<string, { arch: string; atMs: number }> {
    return this.#gone;
  }

  /** Something about this node may have changed. */
  touched(name: string): void {
    const before = this.#known.get(name);
    const now = this.#cache.nodes.get(name);
    if (before === now) return;
    if (now === undefined) {
      this.#known.delete(name);
      if (before !== undefined) this.#left(before);
      return;
    }
    this.#known.set(name, now);
    this.#gone.delete(name);
    if (before !== undefined && before.uid === now.uid) this.#compare(before, now);
  }

  forget(): void {
    this.#readiness = [];
    this.#taints = [];
    this.#gone.clear();
  }

  #left({ name, hardware }: NodeRecord): void {
    this.#gone.delete(name);
    this.#gone.set(name, { arch: hardware.architecture, atMs: this.#clusterMs() });
    const [oldest] = this.#gone.keys();
    if (this.#gone.size > GONE_MAX && oldest !== undefined) this.#gone.delete(oldest);
  }

  #compare(before: NodeRecord, now: NodeRecord): void {
    const ready = isReady(now.conditions);
    if (ready !== isReady(before.conditions)) {
      const since = now.conditions.find(({ type }) => type === 'Ready')?.since ?? null;
      const atMs = since === null ? this.#clusterMs() : Date.parse(since);
      this.#readiness = [...this.#readiness, { node: now.name, atMs, isReady: ready }].slice(-ENTRIES_MAX);
    }
    const texts = taintChanges(before, now);
    const atMs = this.#clusterMs();
    this.#taints = [...this.#taints, ...texts.map((text) => ({ atMs, node: now.name, text }))].slice(-ENTRIES_MAX);
  }
}

/** Those that people make: Kubernetes' own go with what the node's state says. */
function taintChanges(before: NodeRecord, now: NodeRecord): string[] {
  const own = ({ taints }: NodeRecord) => taints.filter(({ key }) => !isSystemTaint(key)).map(textOf);
  const [had, has] = [own(before), own(now)];
  return [
    ...has.filter((taint) => !had.includes(taint)).map((taint) => `${now.name} tainted ${taint}`),
    ...had.filter((taint) => !has.includes(taint)).map((taint) => `${now.name} untainted ${taint}`),
    ...(before.unschedulable === now.unschedulable
      ? []
      : [`${now.name} ${now.unschedulable ? 'cordoned' : 'uncordoned'}`]),
  ];
}

function textOf({ key, value, effect }: Taint): string {
  return formatTaint({ key, value: value ?? null, effect });
}
