// What was found out along an autoscaler's chain: answers with their times, refusals with their words. No judgement.
import type { MetricSpec } from 'kubernetes-types/autoscaling/v2';
import type { Pod } from 'kubernetes-types/core/v1';
import type { MetricValueItem, PodMetricsItem } from '#lib/rules/hpa/metric-answers.ts';
import type { SourceView } from '../overview/overview-view.ts';
import type { ApiServiceRecord } from '../records/records.ts';

export type MetricsGroup = 'metrics.k8s.io' | 'custom.metrics.k8s.io' | 'external.metrics.k8s.io';

export interface Failure {
  /** HTTP; 503 or 504 where nothing answered. */
  code: number;
  /** Whether the API server answered at all. */
  answered: boolean;
  message: string;
}

/** `at`: the cluster's time, ISO 8601. */
export type Asked<T> = { at: string; latencyMs: number } & ({ ok: true; value: T } | { ok: false; failure: Failure });

/** One group of metrics: who serves it. */
export interface ApiFacts {
  group: MetricsGroup;
  /** Versions that are registered; none where none is. */
  versions: Asked<readonly string[]>;
  /** The version that is used; '' where none is registered. */
  version: string;
  /** Null where none is, or they may not be read. */
  apiService: ApiServiceRecord | null;
  /** Its own discovery: names as it lists them, `services/http_requests`. Null where it was not asked. */
  names: Asked<readonly string[]> | null;
}

export type MetricItems =
  | { kind: 'pod-metrics'; items: readonly PodMetricsItem[] }
  | { kind: 'values'; items: readonly MetricValueItem[] };

export interface MetricFacts {
  spec: MetricSpec;
  group: MetricsGroup;
  /** Where its value is read; null where that cannot be told, and then `values` says why. */
  path: string | null;
  values: Asked<MetricItems> | null;
  producer: ProducerFacts | null;
  collector: CollectorFacts | null;
}

/** What pods that were asked themselves answered. */
export interface ProducerFacts {
  at: string;
  latencyMs: number;
  /** Pods that run, and those of them that were asked. */
  podCount: number;
  askedCount: number;
  answeredCount: number;
  /** Of those that answered, the ones with a series of the metric's name. */
  measuringCount: number;
  /** Of the first that did not answer. */
  failure: Failure | null;
  /** The path that the first was asked at; null where none could be. */
  path: string | null;
  /** The first line of the metric, as a pod wrote it. */
  line: string | null;
  /** Counted from one look to the next; null where it is no counter, or was seen once only. */
  perSecond: number | null;
}

/** What a Prometheus has of the pods. */
export interface CollectorFacts {
  title: string;
  targets: Asked<{ total: number; up: number; newestAt: string | null }>;
  query: string;
}

/** Where use comes from: `metrics.k8s.io/v1beta1`. */
export interface UsageFacts {
  title: string;
  state: SourceView;
  measuredNodes: number;
  nodes: number;
}

export interface ScaleFacts {
  /** `deployments.apps`. */
  resource: string;
  path: string;
  specReplicas: number;
  statusReplicas: number;
  /** '' where there is none. */
  selector: string;
}

export interface ChainFacts {
  scale: Asked<ScaleFacts>;
  /** Those that the target's selector matches; null where they were not asked for. */
  pods: Asked<readonly Pod[]> | null;
  apis: readonly ApiFacts[];
  /** In the spec's order. */
  metrics: readonly MetricFacts[];
  usage: UsageFacts;
  /** Whether any Prometheus is known. */
  hasPrometheus: boolean;
}
