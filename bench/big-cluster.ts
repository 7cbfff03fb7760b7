// What the largest cluster costs: start, memory, lists of all its pods, and fifty watchers of everything that happens.
import type { IncomingMessage } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { latencies, megabytes } from './figures.ts';
import { type MeasuredCluster, measuredCluster } from './measured-cluster.ts';

const NODES = '5000';
const PODS = '150000';
const PAGE = 500;
const WATCHERS = 50;
const EVENTS_PER_SECOND = 500;
const SECONDS = 10;
const PROBE_PAUSE_MS = 50;
/** After the last change, for the events on their way: at most. */
const ARRIVAL_MS_MAX = 30_000;
const NEWLINE = 10;

type Print = (line: string) => void;

export async function measureBigCluster(print: Print): Promise<void> {
  const cluster = await measuredCluster('big', NODES, PODS);
  const { startMs, settledMs, before } = cluster.ready;
  const name = `big, ${NODES} boards and ${PODS} pods`;
  const seconds = (ms: number) => (ms / 1_000).toFixed(1);
  const rest = settledMs === null ? 'not at rest within two minutes' : `at rest after ${seconds(settledMs)} s`;
  print(`${name}: starts in ${seconds(startMs)} s, ${rest}`);
  const { residentBytes, heapBytes } = await cluster.memory();
  print(`${name}: ${megabytes(residentBytes)} MB resident, ${megabytes(heapBytes - before.heapBytes)} MB of objects`);
  await measurePages(cluster, print);
  await measureWhole(cluster, print);
  await measureWatchers(cluster, print);
  print(`${name}: ${megabytes((await cluster.memory()).residentBytes)} MB resident after all this`);
  await cluster.stop();
}

async function measurePages(cluster: MeasuredCluster, print: Print): Promise<void> {
  const usedMs = await cluster.cpuMs();
  const fromMs = performance.now();
  let pages = 0;
  let token = '';
  do {
    let text = '';
    await cluster.read(`/api/v1/pods?limit=${PAGE}&continue=${encodeURIComponent(token)}`, (chunk) => {
      // The token stands in the head of the list.
      if (text.length < PAGE) text += chunk.toString('latin1');
    });
    token = /"continue":"([^"]*)"/.exec(text.slice(0, PAGE))?.[1] ?? '';
    pages += 1;
  } while (token !== '');
  const tookMs = performance.now() - fromMs;
  const cpuMs = (await cluster.cpuMs()) - usedMs;
  print(`list of all pods in ${pages} pages of ${PAGE}: ${took(tookMs, cpuMs)}`);
}

async function measureWhole(cluster: MeasuredCluster, print: Print): Promise<void> {
  const probe = startProbe(cluster);
  const usedMs = await cluster.cpuMs();
  const fromMs = performance.now();
  const bytes = await cluster.read('/api/v1/pods');
  const tookMs = performance.now() - fromMs;
  const cpuMs = (await cluster.cpuMs()) - usedMs;
  const others = latencies(await probe());
  print(`list of all pods at once: ${megabytes(bytes)} MB, ${took(tookMs, cpuMs)}; a get meanwhile ${others}`);
}

async function measureWatchers(cluster: MeasuredCluster, print: Print): Promise<void> {
  const watches = await Promise.all(Array.from({ length: WATCHERS }, () => openWatch(cluster)));
  const probe = startProbe(cluster);
  const usedMs = await cluster.cpuMs();
  const tookMs = await cluster.change(EVENTS_PER_SECOND, SECONDS);
  const cpuShare = ((await cluster.cpuMs()) - usedMs) / tookMs;
  const others = latencies(await probe());
  const wanted = EVENTS_PER_SECOND * SECONDS;
  const complete = () => watches.filter(({ events }) => events() === wanted).length;
  const untilMs = performance.now() + ARRIVAL_MS_MAX;
  while (complete() < WATCHERS && performance.now() < untilMs) await delay(PROBE_PAUSE_MS);
  for (const { close } of watches) close();
  const rate = (wanted / tookMs) * 1_000;
  print(
    `${rate.toFixed(0)} changes a second to ${WATCHERS} watchers: ${complete()} got every one, ${(cpuShare * 100).toFixed(0)} % of a core; a get meanwhile ${others}`,
  );
}

function took(tookMs: number, cpuMs: number): string {
  return `${(tookMs / 1_000).toFixed(1)} s, ${(cpuMs / 1_000).toFixed(1)} s of the server's CPU`;
}

/** Pods from now on. */
async function openWatch(cluster: MeasuredCluster): Promise<{ events: () => number; close: () => void }> {
  let events = 0;
  const { version } = await newest(cluster);
  const message: IncomingMessage = await cluster.open(`/api/v1/pods?watch=true&resourceVersion=${version}`);
  message.on('data', (chunk: Buffer) => {
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, at + 1)) events += 1;
  });
  message.on('error', () => undefined);
  return { events: () => events, close: () => message.destroy() };
}

async function newest(cluster: MeasuredCluster): Promise<{ version: string; path: string }> {
  const chunks: Buffer[] = [];
  await cluster.read('/api/v1/pods?limit=1', (chunk) => chunks.push(chunk));
  const text = Buffer.concat(chunks).toString();
  const version = /"resourceVersion":"(\d+)"/.exec(text)?.[1] ?? '';
  const name = /"name":"([^"]+)"/.exec(text)?.[1] ?? '';
  const namespace = /"namespace":"([^"]+)"/.exec(text)?.[1] ?? '';
  return { version, path: `/api/v1/namespaces/${namespace}/pods/${name}` };
}

/** Gets a pod again and again until it is called off; then how long each took, in milliseconds. */
function startProbe(cluster: MeasuredCluster): () => Promise<number[]> {
  const tookMs: number[] = [];
  let isOver = false;
  const run = async (): Promise<void> => {
    const { path } = await newest(cluster);
    while (!isOver) {
      const fromMs = performance.now();
      await cluster.read(path);
      tookMs.push(performance.now() - fromMs);
      await delay(PROBE_PAUSE_MS);
    }
  };
  const running = run();
  return async () => {
    isOver = true;
    await running;
    return tookMs;
  };
}
