// What the usage page and its small relatives show: rows of the topics `usage` and `usage-pods`, and the answer of
// GET /api/usage/graph.
import type { MeasureView, SourceView } from '../overview/overview-view.ts';

/** Row `head` of both topics: where the figures come from. */
export interface UsageHeadView {
  live: UsageSourceLine | null;
  history: HistoryLine;
  /** Every source that was looked for, with what became of it: the page offers those that answer. */
  found: readonly FoundSource[];
}

export interface UsageSourceLine {
  kind: string;
  /** For people: `metrics.k8s.io/v1beta1`, `Prometheus in monitoring`. */
  title: string;
  /** The newest measurement, ISO 8601 of the cluster's time; null before the first. */
  at: string | null;
  /** Seconds between two measurements. */
  resolutionSeconds: number;
  state: SourceView;
}

export interface HistoryLine {
  kind: 'memory' | 'prometheus' | 'heapster' | 'none';
  title: string;
  /** Nothing is known of before: ISO 8601; null where the source does not say. */
  since: string | null;
  resolutionSeconds: number;
  state: SourceView;
}

export interface FoundSource {
  /** Of a live source its kind, of a history its kind: `memory` is what this server keeps itself. */
  kind: string;
  title: string;
  /** `used` for what, or why it is not. */
  use: 'live' | 'history' | 'live and history' | 'not used';
  /** Whether it answers with a history, so that graphs may be asked of it: `source=<kind>`. Of several of a kind the first. */
  graphs: boolean;
  reason: string;
}

/** Row `sources` of both topics: how far nodes, pods and measurements can be trusted, by kubectl's names of resources; `metrics` is use. */
export type UsageSources = Readonly<Partial<Record<string, SourceView>>>;

/** Row `fit/<arch>` of topic `usage`: what one more replica may ask for and still find a place. */
export interface FitRow {
  arch: string;
  /**
   * Free (allocatable less requests) of Ready, not cordoned nodes; only those that no other beats in both CPU and memory, most
   * memory first. Empty where no node takes another pod. Null where pods may not be read.
   */
  rooms: readonly { node: string; cpuMillicores: number; memoryBytes: number }[] | null;
}

/** CPU in millicores and memory in bytes; null where nothing is stated. */
export interface StatedAmounts {
  cpuMillicores: number | null;
  memoryBytes: number | null;
}

/** The last hour (or as far as is known), oldest first, evenly spaced; null is a hole. */
export interface Sparkline {
  cpu: readonly (number | null)[];
  memory: readonly (number | null)[];
}

/** Row `node/<name>` of topic `usage`. */
export interface NodeUsageRow {
  name: string;
  arch: string;
  /** As `kubectl top node` has them; missing with the reason. */
  cpu: MeasureView;
  memory: MeasureView;
  allocatable: StatedAmounts;
  requests: StatedAmounts;
  limits: StatedAmounts;
  spark: Sparkline | null;
}

/** Row `pod/<namespace>/<name>` of topic `usage-pods`. */
export interface PodUsageRow {
  namespace: string;
  name: string;
  node: string | null;
  /** Of its node; null while it has none. */
  arch: string | null;
  /** `Deployment/web`; null for a bare pod. */
  owner: string | null;
  /** The sum that `kubectl top pod` prints; missing with the reason. */
  usage: PodAmounts;
  containers: readonly ContainerUsageRow[];
  requests: StatedAmounts;
  limits: StatedAmounts;
  /** Null beyond SPARKLINE_PODS_MAX pods. */
  spark: Sparkline | null;
}

export type PodAmounts =
  | { state: 'measured'; cpuMillicores: number; memoryBytes: number; at: string }
  | { state: 'missing'; reason: string; since: string | null };

export interface ContainerUsageRow {
  name: string;
  /** Null where it was not measured. */
  cpuMillicores: number | null;
  memoryBytes: number | null;
  requests: StatedAmounts;
  limits: StatedAmounts;
}

/** Row `advice/<key>` of topic `usage`: requests against reality, in plain words. */
export interface AdviceRow {
  kind: 'no-requests' | 'no-limits' | 'near-limit' | 'full-but-idle';
  /** Sorted by it: 0 first. */
  rank: number;
  /** `Deployment default/web` or `node pi5`. */
  about: string;
  href: string;
  text: string;
  /** What mends it, to be copied. */
  kubectl: string;
  more: number;
}

export type GraphBy = 'arch' | 'node' | 'namespace' | 'pod';

/**
 * GET /api/usage/graph?by=…&range=5m|1h|6h|24h, or from= and to= as ISO 8601; source= is the `kind` of a found source
 * (left out: the best). by=pod with namespace= and name=, by=node perhaps with node=, or with each=1: every node by
 * itself up to EACH_NODE_MAX, none in `other`, with EACH_POINTS_MAX points, for many small drawings on one scale.
 */
export interface UsageGraphView {
  by: GraphBy;
  /** Milliseconds since the epoch in the cluster's time; multiples of the step, both inclusive. */
  fromMs: number;
  toMs: number;
  stepMs: number;
  source: HistoryLine;
  /** Stacked from the bottom in this order. */
  series: readonly GraphSeries[];
  marks: readonly GraphMark[];
  /** Nodes that the sums are without, by amount; null of namespaces and pods, where their layers alone tell. */
  unmeasured: Readonly<Record<'cpu' | 'memory', readonly UnmeasuredSpan[]>> | null;
  /** What all nodes together could give; null where unknown. */
  allocatable: StatedAmounts;
}

export interface GraphSeries {
  /** Name of the architecture, node, namespace or container; `other` for those beyond SERIES_MAX. */
  key: string;
  /** Of a node or architecture; null for a namespace or container. */
  arch: string | null;
  cpu: GraphValues;
  memory: GraphValues;
}

/** One value for each step. Null: nobody measured, or not all that belong to the series: drawn as a gap. */
export interface GraphValues {
  mean: readonly (number | null)[];
  /** Peak within the step: what averaging hides. Same as the mean where the source has one value a step. */
  max: readonly (number | null)[];
}

/** Steps between two indices, both inclusive, without the same ones: nodes, or an architecture whose layer is unknown. */
export interface UnmeasuredSpan {
  from: number;
  to: number;
  /** The first of them. */
  named: readonly string[];
  count: number;
}

/** Something that happened, on the time axis. */
export interface GraphMark {
  key: string;
  atMs: number;
  kind: 'not-ready' | 'ready' | 'taint' | 'scale' | 'deploy' | 'oom-killed' | 'eviction';
  /** `pi5 NotReady`, `web 2 → 4`. */
  text: string;
  node: string | null;
}

/** Beyond so many series the smallest are told together. */
export const SERIES_MAX = 12;
/** Points of a series at most. */
export const POINTS_MAX = 300;
/** With each=1. */
export const EACH_NODE_MAX = 300;
export const EACH_POINTS_MAX = 60;
export const SPARKLINE_POINTS = 30;
export const SPARKLINE_PODS_MAX = 1_000;
