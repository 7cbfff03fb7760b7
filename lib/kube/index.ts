// The public face of the Kubernetes client; what is not here is nobody else's.
export { type ClusterConfig, ConfigError, loadInCluster, loadKubeconfig } from './config.ts';
export { MetricsPoll } from './metrics.ts';
export { Probe, type ProbeView } from './probe.ts';
export { Reflector, type ReflectorTiming } from './reflector.ts';
export type { SourceState } from './source-state.ts';
export { isStatusError, StatusError } from './status-error.ts';
export { type KubeAnswer, readText, Transport, tooLarge } from './transport.ts';
export { type PatchType, patchObject } from './write.ts';
