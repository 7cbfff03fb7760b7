// How an aggregated API (metrics, custom metrics, wardle) plugs into the generic request path:
// one group-version, what it lists in discovery, and either an answer function or the store behind it.
import type { KubeObject, ResourceId } from '../store/object.ts';

/** One row of discovery: the same shape as a built-in resource's. */
export interface AggregatedResource {
  /** `nodes.metrics.k8s.io`, as kubectl writes it. */
  id: ResourceId;
  group: string;
  version: string;
  resource: string;
  singular: string;
  kind: string;
  namespaced: boolean;
  verbs: readonly string[];
  shortNames: readonly string[];
  categories: readonly string[];
  subresources: readonly { name: string; group: string; version: string; kind: string; verbs: readonly string[] }[];
  preferred: boolean;
}

/** A request that passed authentication and authorization. Only reads: stored resources take the generic path. */
export interface AggregatedRequest {
  verb: 'get' | 'list';
  /** `pods`; for custom metrics `services/http_requests`, so: resource `services`, name, subresource `http_requests`. */
  resource: string;
  subresource: string | undefined;
  namespace: string | undefined;
  /** `*` is meant literally where the API knows it (custom metrics: all objects). */
  name: string | undefined;
  labelSelector: string | undefined;
  query: URLSearchParams;
}

export interface AggregatedApi {
  readonly group: string;
  readonly version: string;
  /** The APIService that must exist for this API to be served: `v1beta1.metrics.k8s.io`. */
  readonly apiService: string;
  resources(): readonly AggregatedResource[];
  /**
   * Answers one object or one list (kind and apiVersion set; items included); throws a StatusError to refuse.
   * Absent where the resources live in the store and the generic path serves them with all its verbs.
   */
  handle?(request: AggregatedRequest): KubeObject;
  /** OpenAPI v3 schema of each kind of a stored API, by kind, for validation, patches and `kubectl explain`. */
  schemas?: Readonly<Record<string, unknown>>;
}
