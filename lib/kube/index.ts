// The public face of the Kubernetes client; what is not here is nobody else's.
export { type ClusterConfig, ConfigError, loadInCluster, loadKubeconfig } from './config.ts';
export { MetricsPoll } from './metrics.ts';
export { Probe, type ProbeView } from './probe.ts';
export { Reflector } from './reflector.ts';
export { isStatusError, StatusError } from './status-error.ts';
export { type KubeAnswer, readText, Transport, tooLarge } from './transport.ts';
export { patchObject } from './write.ts';
