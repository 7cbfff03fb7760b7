// Does another viewer cost the Kubernetes API anything? Counts requests at the API over a span of its own probes.
import { setTimeout as wait } from 'node:timers/promises';
import type { TestCluster } from './simulated-cluster.ts';

const PROBE_POLL_MS = 100;
const SPAN_LIMIT_MS = 60_000;

/** Requests by `verb resource`, seen by the API server while the dashboard probed it `probes` times. */
export async function requestsDuringProbes(cluster: TestCluster, probes: number): Promise<Record<string, number>> {
  await cluster.clearRequests();
  const deadline = Date.now() + SPAN_LIMIT_MS;
  for (;;) {
    const counts = await countsOfDashboard(cluster);
    if ((counts['get /version'] ?? 0) >= probes) return counts;
    if (Date.now() > deadline)
      throw new Error(
        `the dashboard probed the API server only ${counts['get /version'] ?? 0} times in ${SPAN_LIMIT_MS} ms`,
      );
    await wait(PROBE_POLL_MS);
  }
}

async function countsOfDashboard(cluster: TestCluster): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { userAgent, verb, resource, count } of await cluster.requests()) {
    if (!userAgent.startsWith('bramble')) continue;
    const key = `${verb} ${resource}`;
    counts[key] = (counts[key] ?? 0) + count;
  }
  return counts;
}
