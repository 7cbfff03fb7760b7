// How an aggregated API (metrics, custom metrics, wardle) plugs into the generic request path:
// one group-version, what it lists in discovery, and either an answer function or the store behind it.
import type { ResourceType } from '../schema/resources.ts';
import type { KubeObject } from '../store/object.ts';

/** One row of discovery, as a built-in resource has it. */
export type AggregatedResource = Omit<ResourceType, 'storedAs'>;

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
  /** Changes when `resources` may answer something else for reasons that lie in no APIService. */
  revision?(): number;
  /**
   * Answers one object or one list (kind and apiVersion set; items included); throws a StatusError to refuse.
   * Absent where the resources live in the store and the generic path serves them with all its verbs.
   */
  handle?(request: AggregatedRequest): KubeObject;
  /** So long an answer over the network takes, in milliseconds of the host. */
  delayMs?(): number;
  /** Of a stored API: what differs from the version its objects are stored in, beside `apiVersion`. */
  toStored?: (object: KubeObject) => KubeObject;
  fromStored?: (object: KubeObject) => KubeObject;
  /** OpenAPI v3 schema of each kind of a stored API, by kind, for validation, patches and `kubectl explain`. */
  schemas?: Readonly<Record<string, unknown>>;
}
