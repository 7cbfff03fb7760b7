// A simulated cluster in a process of its own, which answers what only it can know: its memory, its time, its changes.
// Started with fork: SCENARIO [NODES PODS]. Needs --expose-gc, so that garbage does not count as memory.
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { createCluster } from '#lib/sim/index.ts';

export interface Memory {
  residentBytes: number;
  heapBytes: number;
}

export interface Ready {
  kubeconfig: string;
  /** From the call to the listening cluster, and until nothing is left to do at the first instant; null where that lasts. */
  startMs: number;
  settledMs: number | null;
  /** With all code and schemas loaded, before this cluster. */
  before: Memory;
}

export type Question =
  | { ask: 'memory' }
  /** CPU time used since the start, in milliseconds. */
  | { ask: 'cpuMs' }
  /** Changes the labels of pods, one after the other, so many times a second. */
  | { ask: 'change'; perSecond: number; seconds: number };

const TICK_MS = 20;
const QUIET_MS = 1_000;
const QUIET_SHARE = 0.3;
/** On a machine that does much else it may never be quiet. */
const QUIET_AFTER_MS_MAX = 120_000;

function memory(): Memory {
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  return { residentBytes: rss, heapBytes: heapUsed };
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

const [scenario = 'kubecon-2017', nodes, pods] = process.argv.slice(2);
const parameters = nodes === undefined ? {} : { nodes: Number(nodes), pods: Number(pods) };

// One that is over loads the code and the schemas that all share.
const warm = await createCluster({ scenario: 'empty', clock: { kind: 'real' }, seed: 1 });
warm.settle();
await warm.close();
const before = memory();
const startedMs = performance.now();
const cluster = await createCluster({ scenario, parameters, clock: { kind: 'real' }, seed: 1 });
const startMs = performance.now() - startedMs;
const isQuiet = await quiet();
const settledMs = isQuiet ? performance.now() - startedMs - QUIET_MS : null;
const ready: Ready = { kubeconfig: cluster.kubeconfig(), startMs, settledMs, before };
process.send?.(ready);

/** Waits for a second in which the event loop has next to nothing to do. */
async function quiet(): Promise<boolean> {
  const untilMs = performance.now() + QUIET_AFTER_MS_MAX;
  while (performance.now() < untilMs) {
    const since = performance.eventLoopUtilization();
    await delay(QUIET_MS);
    if (performance.eventLoopUtilization(since).utilization < QUIET_SHARE) return true;
  }
  return false;
}

async function change(perSecond: number, seconds: number): Promise<number> {
  const names = cluster.store.list('pods').map(({ metadata }) => metadata);
  const total = perSecond * seconds;
  const fromMs = performance.now();
  let done = 0;
  while (done < total) {
    const due = Math.min(total, ((performance.now() - fromMs) * perSecond) / 1_000);
    for (; done < due; done++) {
      const { namespace, name = '' } = names[done % names.length] ?? {};
      const pod = cluster.store.get('pods', namespace, name);
      if (pod === undefined) continue;
      const labels = { ...pod.metadata.labels, change: String(done) };
      cluster.writer.update('pods', { ...pod, metadata: { ...pod.metadata, labels } }, 'bench');
    }
    await delay(TICK_MS);
  }
  return performance.now() - fromMs;
}

process.on('message', (question: Question) => {
  if (question.ask === 'memory') process.send?.(memory());
  else if (question.ask === 'cpuMs') process.send?.(cpuMs());
  else void change(question.perSecond, question.seconds).then((tookMs) => process.send?.(tookMs));
});
process.on('disconnect', () => void cluster.close().then(() => process.exit(0)));
