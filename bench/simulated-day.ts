// A day of the talk's cluster on a stepped clock: how long it takes, and whether its autoscaler did its work meanwhile.
import { createCluster } from '#lib/sim/index.ts';

const DAY_MS = 24 * 3_600_000;
/** The stretch of simulated time between two looks. */
const LOOK_MS = 60_000;
const START_MS = Date.UTC(2026, 0, 1);

export async function measureSimulatedDay(print: (line: string) => void): Promise<void> {
  const clock = { kind: 'paused' } as const;
  const cluster = await createCluster({ scenario: 'kubecon-2017', clock, seed: 1, startAt: START_MS });
  const { store } = cluster;
  const replicas = new Set<number>();
  const architectures = new Set<string>();
  const startMs = performance.now();
  const startCpu = process.cpuUsage();
  for (let passedMs = 0; passedMs < DAY_MS; passedMs += LOOK_MS) {
    cluster.clock.step(LOOK_MS);
    replicas.add(store.get('deployments.apps', 'default', 'sample-metrics-app')?.spec?.replicas ?? 0);
    for (const { metadata, spec } of store.list('pods', 'default')) {
      if (metadata.labels?.['app'] !== 'sample-metrics-app' || spec?.nodeName === undefined) continue;
      const node = store.get('nodes', undefined, spec.nodeName);
      architectures.add(node?.metadata.labels?.['kubernetes.io/arch'] ?? 'unknown');
    }
  }
  const seconds = ((performance.now() - startMs) / 1_000).toFixed(1);
  const { user, system } = process.cpuUsage(startCpu);
  const cpuSeconds = ((user + system) / 1e6).toFixed(1);
  const { version } = store;
  await cluster.close();
  const range = `${Math.min(...replicas)} to ${Math.max(...replicas)}`;
  print(`a simulated day of kubecon-2017: ${seconds} s (${cpuSeconds} s of processor time), ${version} changes`);
  print(`its autoscaler went from ${range} replicas, on ${[...architectures].sort().join(', ')}`);
}
