// What was used, kept by this server itself: bounded in bytes, from its start on. Nodes come first, then the sums of
// namespaces, then pods while there is room: those that nobody looked at for longest go first.

import type { GraphValues } from '../usage-view.ts';
import { aggregated } from './aggregate.ts';
import type { SeriesValues } from './graph-series.ts';
import { type Amount, type Recorded, SERIES_BYTES, SeriesRing, TIERS } from './series-ring.ts';
import { type Axis, pointCount } from './steps.ts';

/** Pods that somebody looks at before anything is known of them: as many as there can be pages of. */
const AWAITED_PODS_MAX = 500;
/** A pod that has gone is remembered so long. */
const GONE_PODS_MS = 3_600_000;

interface PodSeries {
  containers: Map<string, SeriesRing>;
  /** By our clock; 0 while nobody ever looked. */
  watchedMs: number;
}

export class UsageRing {
  readonly #seriesMax: number;
  readonly #nodes = new Map<string, SeriesRing>();
  readonly #namespaces = new Map<string, SeriesRing>();
  /** By `namespace/name`. */
  readonly #pods = new Map<string, PodSeries>();
  #containers = 0;
  #sinceMs: number | null = null;
  #version = 0;

  /** `bytesMax` is what it may take of memory. */
  constructor(bytesMax: number) {
    this.#seriesMax = Math.floor(bytesMax / SERIES_BYTES);
  }

  /** The first value there ever was; null while there is none. */
  get sinceMs(): number | null {
    return this.#sinceMs;
  }

  /** Another one as soon as anything is recorded or forgotten: what was read stands for as long as this does. */
  get version(): number {
    return this.#version;
  }

  /** Series that are kept, and how many there is room for. */
  get size(): { series: number; most: number } {
    return { series: this.#nodes.size + this.#namespaces.size + this.#containers, most: this.#seriesMax };
  }

  recordNode(name: string, value: Recorded): void {
    this.#record(this.#nodes, name, value);
  }

  recordNamespace(name: string, value: Recorded): void {
    this.#record(this.#namespaces, name, value);
  }

  recordContainer(pod: string, container: string, value: Recorded): void {
    let series = this.#pods.get(pod)?.containers.get(container);
    if (series === undefined) {
      const watchedMs = this.#pods.get(pod)?.watchedMs ?? 0;
      if (this.#isFull && !this.#makeRoom(watchedMs)) return;
      series = new SeriesRing();
      const kept = this.#pods.get(pod) ?? { containers: new Map<string, SeriesRing>(), watchedMs };
      kept.containers.set(container, series);
      this.#pods.set(pod, kept);
      this.#containers++;
    }
    this.#write(series, value);
  }

  /** Somebody looks at this pod: it stays while there is room for any. */
  watched(pod: string, nowMs: number): void {
    const kept = this.#pods.get(pod);
    if (kept !== undefined) kept.watchedMs = nowMs;
    else if (this.#pods.size < this.#seriesMax + AWAITED_PODS_MAX) {
      this.#pods.set(pod, { containers: new Map(), watchedMs: nowMs });
    }
  }

  nodes(axis: Axis): Map<string, SeriesValues> {
    return valuesOf(this.#nodes, axis);
  }

  node(name: string, axis: Axis): SeriesValues | null {
    const series = this.#nodes.get(name);
    return series === undefined ? null : seriesValues(series, axis);
  }

  namespaces(axis: Axis): Map<string, SeriesValues> {
    return valuesOf(this.#namespaces, axis);
  }

  /** By container; null where nothing is kept of the pod. */
  pod(key: string, axis: Axis): Map<string, SeriesValues> | null {
    const kept = this.#pods.get(key);
    return kept === undefined || kept.containers.size === 0 ? null : valuesOf(kept.containers, axis);
  }

  /** Frees what has gone: pods after an hour, nodes and namespaces once nothing is left of them. */
  sweep(nowMs: number): void {
    for (const [key, { containers }] of this.#pods) {
      for (const [name, series] of containers) {
        if (nowMs - series.lastMs <= GONE_PODS_MS) continue;
        containers.delete(name);
        this.#containers--;
      }
      if (containers.size === 0) this.#pods.delete(key);
    }
    const longestMs = Math.max(...TIERS.map(({ stepMs, slots }) => stepMs * slots));
    for (const series of [this.#nodes, this.#namespaces]) {
      for (const [name, { lastMs }] of series) if (nowMs - lastMs > longestMs) series.delete(name);
    }
  }

  clear(): void {
    for (const series of [this.#nodes, this.#namespaces, this.#pods]) series.clear();
    this.#containers = 0;
    this.#sinceMs = null;
    this.#version++;
  }

  get #isFull(): boolean {
    const { series, most } = this.size;
    return series >= most;
  }

  #write(series: SeriesRing, value: Recorded): void {
    series.record(value);
    this.#sinceMs = Math.min(this.#sinceMs ?? value.atMs, value.atMs);
    this.#version++;
  }

  #record(kept: Map<string, SeriesRing>, name: string, value: Recorded): void {
    let series = kept.get(name);
    if (series === undefined) {
      if (this.#isFull && !this.#makeRoom(Number.POSITIVE_INFINITY, kept === this.#nodes)) return;
      series = new SeriesRing();
      kept.set(name, series);
    }
    this.#write(series, value);
  }

  /** Lets go of a pod that was looked at longer ago than `watchedMs`, or of a namespace for a node. */
  #makeRoom(watchedMs: number, isNode = false): boolean {
    if (watchedMs === 0) return false;
    let oldest: string | null = null;
    let oldestMs = watchedMs;
    for (const [key, kept] of this.#pods) {
      if (kept.containers.size === 0 || kept.watchedMs >= oldestMs) continue;
      oldest = key;
      oldestMs = kept.watchedMs;
    }
    if (oldest !== null) {
      this.#containers -= this.#pods.get(oldest)?.containers.size ?? 0;
      return this.#pods.delete(oldest);
    }
    const [namespace] = this.#namespaces.keys();
    return isNode && namespace !== undefined && this.#namespaces.delete(namespace);
  }
}

function valuesOf(series: ReadonlyMap<string, SeriesRing>, axis: Axis): Map<string, SeriesValues> {
  return new Map([...series].map(([name, one]) => [name, seriesValues(one, axis)]));
}

function seriesValues(series: SeriesRing, axis: Axis): SeriesValues {
  return { cpu: amountValues(series, axis, 'cpu'), memory: amountValues(series, axis, 'memory') };
}

function amountValues(series: SeriesRing, axis: Axis, amount: Amount): GraphValues {
  const tier = tierFor(axis.stepMs);
  const width = axis.stepMs / (TIERS[tier]?.stepMs ?? axis.stepMs);
  const first = (axis.fromMs / axis.stepMs) * width;
  const slots = Array.from({ length: pointCount(axis) * width }, (_, index) => series.at(tier, first + index, amount));
  return {
    mean: aggregated(
      slots.map((slot) => slot?.mean ?? null),
      width,
    ).mean,
    max: aggregated(
      slots.map((slot) => slot?.max ?? null),
      width,
    ).max,
  };
}

/** The coarsest that a step is made of whole: it reaches furthest. */
function tierFor(stepMs: number): number {
  return Math.max(
    0,
    TIERS.findLastIndex((tier) => stepMs % tier.stepMs === 0),
  );
}
