// How long a supposition about a large cluster is played for, the server's event loop being held up meanwhile.
import type { Supposition } from '#lib/model/placement/what-if-view.ts';
import { whatIf } from '#lib/model/what-if/what-if.ts';
import { createCluster } from '#lib/sim/index.ts';
import { recordsOf } from '#test/what-if/records-of.ts';

const SIZES = [
  { nodes: 30, pods: 450 },
  { nodes: 100, pods: 1_500 },
  { nodes: 300, pods: 3_000 },
] as const;
const START_MS = Date.UTC(2026, 0, 1);
const SETTLE_MS = 60_000;

export async function measureWhatIf(print: (line: string) => void): Promise<void> {
  for (const { nodes, pods } of SIZES) {
    const parameters = { nodes, pods };
    const clock = { kind: 'paused' } as const;
    const cluster = await createCluster({ scenario: 'big', parameters, clock, seed: 1, startAt: START_MS });
    cluster.clock.step(SETTLE_MS);
    const records = recordsOf(cluster);
    const [board] = records.nodes.map(({ name }) => name).sort();
    const largest = [...records.workloads]
      .filter(({ kind }) => kind === 'Deployment')
      .sort((a, b) => (b.desired ?? 0) - (a.desired ?? 0))[0];
    if (board === undefined || largest === undefined) throw new Error('the big cluster has no board or no Deployment');
    const { kind, namespace, name, desired } = largest;
    const workload = { kind, namespace, name };
    const suppositions: Readonly<Record<string, Supposition>> = {
      'a board is unplugged': { suppose: 'unplug', node: board },
      'a workload doubles': {
        suppose: 'action',
        action: { action: 'scale', workload, replicas: 2 * (desired ?? 0) },
      },
      'a workload is rolled over': {
        suppose: 'action',
        action: {
          action: 'place',
          workload,
          placement: { nodeSelector: { none: 'such' }, affinity: null, tolerations: null },
        },
      },
    };
    for (const [words, supposition] of Object.entries(suppositions)) {
      const startMs = performance.now();
      const startCpu = process.cpuUsage();
      const { pods: fates } = whatIf(records, [supposition]);
      const milliseconds = Math.round(performance.now() - startMs);
      const { user, system } = process.cpuUsage(startCpu);
      const cpu = `${Math.round((user + system) / 1_000)} ms of processor time`;
      print(`${nodes} boards, ${pods} pods, ${words}: ${milliseconds} ms (${cpu}), ${fates.length} pods concerned`);
    }
    await cluster.close();
  }
}
