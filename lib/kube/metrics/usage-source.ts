// What every source of CPU and memory use looks like, whichever API is behind it. Each source is one file beside this.
import type { NodeUsage, PodUsage } from '#lib/rules/top/resource-metrics.ts';

export type UsageSourceKind = 'metrics.k8s.io' | 'heapster' | 'prometheus';

/** One look at a source: a node or pod that it has no figures for is not in it. */
export interface UsageReading {
  nodes: ReadonlyMap<string, NodeUsage>;
  /** By `namespace/name`; null where they were not asked for, or may not be read: then `podsTrouble` says why. */
  pods: ReadonlyMap<string, PodUsage> | null;
  podsTrouble: string | null;
}

/** What is used now. */
export interface LiveUsageSource {
  readonly kind: UsageSourceKind;
  /** What it is asked at, in words for people: `metrics.k8s.io/v1beta1`, `heapster in kube-system`. No address. */
  readonly title: string;
  /** Never ask more often: milliseconds between two measurements as far as it is known. */
  readonly resolutionMs: number;
  /** @throws {StatusError} where the nodes cannot be read. */
  read(want: { pods: boolean }, signal: AbortSignal): Promise<UsageReading>;
}

export type HistorySubject = { by: 'node' } | { by: 'namespace' } | { by: 'pod'; namespace: string; name: string };

export interface HistoryQuery {
  subject: HistorySubject;
  /** Both inclusive, multiples of the step, milliseconds since the epoch. */
  fromMs: number;
  toMs: number;
  stepMs: number;
}

/** Values at `fromMs`, `fromMs + stepMs`, ... `toMs`. Null is a hole: nobody measured. */
export interface HistorySeries {
  cpuMillicores: readonly (number | null)[];
  memoryBytes: readonly (number | null)[];
}

/** What was used. */
export interface UsageHistorySource {
  readonly kind: UsageSourceKind;
  readonly title: string;
  readonly resolutionMs: number;
  /** By node or namespace name, or `namespace/name/container` of a pod's containers. @throws {StatusError} */
  history(query: HistoryQuery, signal: AbortSignal): Promise<ReadonlyMap<string, HistorySeries>>;
}

/** What node_exporter tells of a board beyond its use; each null where it does not tell. */
export interface BoardHealthReading {
  at: string;
  temperatureCelsius: number | null;
  /** The firmware's low-voltage alarm of a Raspberry Pi. */
  underVoltage: boolean | null;
  /** Its clock is held down now: for heat or voltage. */
  throttled: boolean | null;
  /** Of the root file system. */
  diskFreeBytes: number | null;
  diskSizeBytes: number | null;
  /** Share of time in which the card or disk was busy: 0 to 1. */
  diskBusy: number | null;
  receiveBytesPerSecond: number | null;
  transmitBytesPerSecond: number | null;
}

export interface BoardHealthSource {
  readonly kind: UsageSourceKind;
  readonly title: string;
  /** By node name. @throws {StatusError} */
  boardHealth(signal: AbortSignal): Promise<ReadonlyMap<string, BoardHealthReading>>;
}
