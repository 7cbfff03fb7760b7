// The custom resources that a Prometheus Operator acts on, as far as it is simulated (api/prometheus/monitoring/v1).
import type {
  Affinity,
  LocalObjectReference,
  PersistentVolumeClaim,
  PodSecurityContext,
  ResourceRequirements,
  Toleration,
} from 'kubernetes-types/core/v1';
import type { LabelSelector } from 'kubernetes-types/meta/v1';
import { z } from 'zod';
import { fieldsOf, type KubeObject, type Stored } from '../../store/object.ts';

export const PROMETHEUSES = 'prometheuses.monitoring.coreos.com';
export const SERVICE_MONITORS = 'servicemonitors.monitoring.coreos.com';

export interface PrometheusObject extends KubeObject {
  spec?: {
    image?: string;
    version?: string;
    replicas?: number;
    paused?: boolean;
    retention?: string;
    retentionSize?: string;
    scrapeInterval?: string;
    evaluationInterval?: string;
    serviceAccountName?: string;
    serviceDiscoveryRole?: string;
    serviceMonitorSelector?: LabelSelector;
    serviceMonitorNamespaceSelector?: LabelSelector;
    resources?: ResourceRequirements;
    securityContext?: PodSecurityContext;
    tolerations?: Toleration[];
    affinity?: Affinity;
    nodeSelector?: Record<string, string>;
    imagePullSecrets?: LocalObjectReference[];
    podMetadata?: { labels?: Record<string, string>; annotations?: Record<string, string> };
    storage?: { volumeClaimTemplate?: Pick<PersistentVolumeClaim, 'spec'> };
  };
  status?: Record<string, unknown>;
}

export type Prometheus = Stored<PrometheusObject>;

const TEXT = z.string();
const SELECTOR = z.object({
  matchLabels: z.record(TEXT, TEXT).optional(),
  matchExpressions: z
    .array(
      z.object({
        key: TEXT,
        operator: z.enum(['In', 'NotIn', 'Exists', 'DoesNotExist']),
        values: z.array(TEXT).optional(),
      }),
    )
    .optional(),
});
const MONITOR = z.object({
  jobLabel: TEXT.optional(),
  selector: SELECTOR,
  namespaceSelector: z.object({ any: z.boolean().optional(), matchNames: z.array(TEXT).optional() }).optional(),
  endpoints: z.array(z.object({ port: TEXT.optional(), path: TEXT.optional(), interval: TEXT.optional() })),
});
/** What is read of it here; the rest goes into a pod, which the API checks. */
const PROMETHEUS = z.object({
  replicas: z.number().optional(),
  version: TEXT.optional(),
  serviceMonitorSelector: SELECTOR.optional(),
  serviceMonitorNamespaceSelector: SELECTOR.optional(),
  podMetadata: z
    .object({ labels: z.record(TEXT, TEXT).optional(), annotations: z.record(TEXT, TEXT).optional() })
    .optional(),
  storage: z.object({ volumeClaimTemplate: z.looseObject({}).optional() }).optional(),
});

export interface Monitor {
  metadata: Stored['metadata'];
  spec: z.infer<typeof MONITOR>;
}

/** Schemas of these definitions may let anything through; null for what an operator would refuse. */
export function monitorIn(object: Stored): Monitor | null {
  const read = MONITOR.safeParse(fieldsOf(object)['spec']);
  return read.success ? { metadata: object.metadata, spec: read.data } : null;
}

export function isPrometheus(object: Stored): object is Prometheus {
  return PROMETHEUS.safeParse(fieldsOf(object)['spec']).success;
}
