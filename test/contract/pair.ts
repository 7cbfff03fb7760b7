// Two clusters that are alike: a real control plane, and a simulated one that starts from its recording.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadKubeconfig, Transport } from '#lib/kube/index.ts';
import { recordingText } from '#lib/sim/index.ts';
import { readCluster } from '#scripts/read-cluster.ts';
import type { Binaries } from '../control-plane/binaries.ts';
import { type RealCluster, startRealCluster } from '../control-plane/real-cluster.ts';
import { startTestCluster, type TestCluster } from '../support/simulated-cluster.ts';
import { ClusterClient } from './client.ts';

export interface Pair {
  simulated: ClusterClient;
  real: ClusterClient;
  /** Of their owners. */
  kubeconfigs: Readonly<Record<'simulated' | 'real', string>>;
  stop(): Promise<void>;
}

/** Containers start at once on the real one's boards; here images are pulled first. */
export const CLOCK = 'x10';

/** `prepare` is done to the real cluster before it is recorded. */
export async function startPair(
  binaries: Binaries,
  prepare: (real: RealCluster) => Promise<void> = async () => undefined,
): Promise<Pair> {
  const real = await startRealCluster(binaries);
  try {
    await prepare(real);
    return await pairOf(real);
  } catch (error) {
    await real.stop();
    throw error;
  }
}

async function pairOf(real: RealCluster): Promise<Pair> {
  const directory = mkdtempSync(join(tmpdir(), 'bramble-pair-'));
  const scenario = join(directory, 'recorded.jsonl');
  writeFileSync(scenario, await recorded(real.kubeconfig));
  const simulated = await startTestCluster({ scenario, clock: CLOCK });
  const clients = { real: await realClient(real), simulated: simulatedClient(simulated) };
  return {
    ...clients,
    kubeconfigs: { simulated: simulated.kubeconfig, real: real.kubeconfig },
    stop: async () => {
      clients.real.close();
      clients.simulated.close();
      await Promise.all([real.stop(), simulated.stop()]);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

export async function realClient(real: RealCluster): Promise<ClusterClient> {
  // Named as the simulated cluster's reader is: refusals name the user.
  const student = await real.plane.kubeconfig('viewer', ['students']);
  const nobody = await real.kubeconfigOf('nobody');
  return new ClusterClient('real', { admin: real.kubeconfig, student, nobody });
}

export function simulatedClient(cluster: TestCluster): ClusterClient {
  const [student, nobody] = [cluster.kubeconfigOf('viewer'), cluster.kubeconfigOf('nobody')];
  return new ClusterClient('simulated', { admin: cluster.kubeconfig, student, nobody });
}

/** What a simulated cluster starts from to be like that one; the text of a file. */
export async function recorded(kubeconfig: string): Promise<string> {
  const transport = new Transport(await loadKubeconfig(kubeconfig));
  try {
    const cluster = await readCluster(transport);
    return recordingText({ ...cluster, options: { withConfigMaps: true, renameNodes: false } });
  } finally {
    await transport.close();
  }
}
