// What the history of use takes of memory over a day, and whether more viewers make more requests for it.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { UsageRing } from '#lib/model/usage/history/usage-ring.ts';
import { ensureBuild } from '#scripts/build.ts';
import { startDashboard } from '#test/support/dashboard.ts';
import { EventReader } from '#test/support/event-stream.ts';
import { root, startTestCluster } from '#test/support/simulated-cluster.ts';
import { requestsDuringProbes } from '#test/support/viewers.ts';
import { megabytes } from './figures.ts';

const DAY_MS = 24 * 3_600_000;
/** As metrics-server measures, and as often as pods are read for history alone. */
const NODES_MS = 15_000;
const PODS_MS = 60_000;
const START_MS = Date.UTC(2026, 0, 1);
const MEBIBYTE = 1024 ** 2;
const HISTORY_MIB = 32;
const SIZES = [
  { nodes: 7, namespaces: 4, pods: 60 },
  { nodes: 300, namespaces: 40, pods: 10_000 },
] as const;
const VIEWERS = 50;
const PROBES = 10;
const PROBE_SECONDS = 3;

type Print = (line: string) => void;

export async function measureUsage(print: Print): Promise<void> {
  for (const size of SIZES) measureRing(size, print);
  await measurePolls(print);
}

function measureRing({ nodes, namespaces, pods }: (typeof SIZES)[number], print: Print): void {
  const before = heapBytes();
  const startMs = performance.now();
  const ring = new UsageRing(HISTORY_MIB * MEBIBYTE);
  for (let passedMs = 0; passedMs < DAY_MS; passedMs += NODES_MS) {
    const atMs = START_MS + passedMs;
    const amounts = { atMs, cpuMillicores: passedMs % 1_000, memoryBytes: passedMs };
    for (let node = 0; node < nodes; node++) ring.recordNode(`node-${node}`, { ...amounts, spanMs: NODES_MS });
    if (passedMs % PODS_MS !== 0) continue;
    const value = { ...amounts, spanMs: PODS_MS };
    for (let each = 0; each < namespaces; each++) ring.recordNamespace(`namespace-${each}`, value);
    for (let pod = 0; pod < pods; pod++) ring.recordContainer(`namespace-${pod % namespaces}/pod-${pod}`, 'app', value);
    ring.sweep(atMs);
  }
  const seconds = ((performance.now() - startMs) / 1_000).toFixed(1);
  const { series, most } = ring.size;
  const bytes = heapBytes() - before;
  print(
    `history of ${nodes} nodes and ${pods} pods over a day: ${megabytes(bytes)} MB of at most ${HISTORY_MIB} MB, ${series} series of at most ${most}, recorded in ${seconds} s`,
  );
  if (bytes > HISTORY_MIB * MEBIBYTE) throw new Error('the history of use takes more than it may');
}

/** With what typed arrays hold beside the heap. */
function heapBytes(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

async function measurePolls(print: Print): Promise<void> {
  await ensureBuild(root, print);
  const cluster = await startTestCluster();
  const dashboard = await startDashboard({ kubeconfig: cluster.kubeconfig });
  const readers: EventReader[] = [];
  const open = async (): Promise<void> => {
    const { body } = await fetch(`${dashboard.url}/api/stream?topics=overview,usage,usage-pods`);
    if (body === null) throw new Error('the stream has no body');
    const reader = new EventReader(body);
    await reader.until(({ data }) => (data as { topic?: string }).topic === 'usage-pods');
    readers.push(reader);
    // Read on, as a browser does.
    void reader.until(() => false).catch(() => undefined);
  };
  try {
    await open();
    // What is done once, when the first viewer comes, is over.
    await requestsDuringProbes(cluster, PROBES);
    const one = perMinute(await requestsDuringProbes(cluster, PROBES));
    while (readers.length < VIEWERS) await open();
    const many = perMinute(await requestsDuringProbes(cluster, PROBES));
    print(`requests for use a minute: 1 viewer ${JSON.stringify(one)}, ${VIEWERS} viewers ${JSON.stringify(many)}`);
  } finally {
    for (const reader of readers) await reader.cancel();
    await dashboard.stop();
    await cluster.stop();
  }
}

/** Of those for use: lists of measures, and questions to services. */
function perMinute(counts: Readonly<Record<string, number>>): Record<string, number> {
  const ours = Object.entries(counts).filter(([name]) => name.includes('metrics.k8s.io') || name.includes('proxy'));
  const factor = 60 / (PROBES * PROBE_SECONDS);
  return Object.fromEntries(ours.map(([name, count]) => [name, Math.round(count * factor)]));
}
