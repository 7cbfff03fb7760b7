// The clusters that a soak runs against: a first one, and another that takes its place now and then.
import { controlPlaneBinaries } from '../control-plane/binaries.ts';
import { startRealCluster } from '../control-plane/real-cluster.ts';
import { startTestCluster } from '../support/simulated-cluster.ts';

/** No two clusters have the same ids. */
const OTHER_SEED = 2;

export interface SoakClusters {
  kubeconfigs: string[];
  stop(): Promise<void>;
}

/** Both simulated, or first a real one; null where that cannot be had, with the reason said. */
export async function soakClusters(real: boolean, say: (line: string) => void): Promise<SoakClusters | null> {
  const binaries = real ? controlPlaneBinaries(say) : null;
  if (real && binaries === null) return null;
  const first = binaries === null ? startTestCluster() : startRealCluster(binaries);
  const clusters = await Promise.all([first, startTestCluster({ seed: OTHER_SEED })]);
  return {
    kubeconfigs: clusters.map(({ kubeconfig }) => kubeconfig),
    stop: async () => void (await Promise.all(clusters.map((cluster) => cluster.stop()))),
  };
}
