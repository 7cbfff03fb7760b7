// What the talk's cluster costs: to start it, to leave it running, and in memory beyond what all clusters share.
import { setTimeout as delay } from 'node:timers/promises';
import { megabytes } from './figures.ts';
import { measuredCluster } from './measured-cluster.ts';

const IDLE_MS = 20_000;
const PERCENT = 100;

export async function measureSmallCluster(print: (line: string) => void): Promise<void> {
  const cluster = await measuredCluster('kubecon-2017');
  const usedMs = await cluster.cpuMs();
  await delay(IDLE_MS);
  const idlePercent = (((await cluster.cpuMs()) - usedMs) / IDLE_MS) * PERCENT;
  const { heapBytes } = await cluster.memory();
  const { startMs, before } = cluster.ready;
  await cluster.stop();
  print(`kubecon-2017: starts in ${startMs.toFixed(0)} ms once the code is loaded`);
  print(`kubecon-2017: ${idlePercent.toFixed(2)} % of a core at rest, over ${IDLE_MS / 1_000} s`);
  print(`kubecon-2017: ${megabytes(heapBytes - before.heapBytes)} MB beyond code and schemas`);
}
