// The public face of the Kubernetes client; what is not here is nobody else's.

export { applyObject } from './apply.ts';
export { type ClusterConfig, ConfigError, loadInCluster, loadKubeconfig } from './config.ts';
export { type FoundUsageSource, SourceFinder } from './metrics/discover.ts';
export { MetricsApiSource } from './metrics/metrics-api.ts';
export type { PrometheusClient } from './metrics/prometheus-client.ts';
export type {
  BoardHealthReading,
  BoardHealthSource,
  HistorySeries,
  HistorySubject,
  LiveUsageSource,
  UsageHistorySource,
  UsageReading,
  UsageSourceKind,
} from './metrics/usage-source.ts';
export { Probe, type ProbeView } from './probe.ts';
export { Reflector } from './reflector.ts';
export { isStatusError, StatusError, timedOut, unreachable } from './status-error.ts';
export { type KubeAnswer, readText, Transport, tooLarge } from './transport.ts';
export { createObject, deleteObject, patchObject } from './write.ts';
