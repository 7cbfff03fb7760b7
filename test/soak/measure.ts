// One fault from its beginning until the page shows again what the cluster has: when it was noticed, when it healed, what was wrong.
import { setTimeout as delay } from 'node:timers/promises';
import type { NodeView } from '#lib/model/node/node-view.ts';
import type { Fault } from './faults.ts';
import { differences } from './truth.ts';
import type { World } from './world.ts';
import { TICK, TICKER_KEY, type Tick } from './writes.ts';

/** docs/architecture.md: within these the page says that it may be old, and shows everything as it is again. */
export const NOTICE_MS = 10_000;
export const HEAL_MS = 15_000;
/** A fault that the page does not get over in so long is given up. */
const PATIENCE_MS = 60_000;
const SAMPLE_MS = 50;
const COMPARE_MS = 250;
/** The page's own way: changes wait for company, on a busy machine for longer. */
const SLACK_MS = 1_500;
/** Things move while kubectl looks. */
const KUBECTL_ATTEMPTS = 8;

export interface Outcome {
  fault: string;
  lastedMs: number;
  writes: number;
  /** After its beginning; null where the page was never in doubt, as nothing it showed was old. */
  noticedMs: number | null;
  /** After its end. */
  healedMs: number;
  /** What was older than allowed and shown as live; empty where all was well. */
  wrong: string[];
}

export async function measure(world: World, fault: Fault, forMs: number): Promise<Outcome> {
  const { writes } = world;
  const wrong = new Set<string>();
  await fault.prepare?.(world);
  const before = writes.count;
  writes.ticks.splice(0, writes.ticks.length - 1);
  writes.start();
  await delay(2 * COMPARE_MS);
  const beganMs = Date.now();
  const watching = watch(world, wrong);
  const end = await fault.begin(world);
  if (fault.instant !== true) await delay(forMs);
  await end();
  const endedMs = Date.now();
  await delay(2 * COMPARE_MS);
  await writes.stop();
  const healedMs = (await untilHealed(world, await writes.tick(), endedMs + PATIENCE_MS)) - endedMs;
  const noticedAtMs = await watching.stop();
  if (world.view.misfits > 0) wrong.add('the stream left out a step');
  if (healedMs > HEAL_MS) wrong.add(`healed only after ${seconds(healedMs)}`);
  for (const difference of await kubectlDifferences(world)) wrong.add(difference);
  return {
    fault: fault.name,
    lastedMs: endedMs - beganMs,
    writes: writes.count - before,
    noticedMs: noticedAtMs === null ? null : noticedAtMs - beganMs,
    healedMs,
    wrong: [...wrong],
  };
}

/** Notes when the page first says that it may be old, and whether it ever shows as live what is older than it may be. */
function watch(world: World, wrong: Set<string>): { stop(): Promise<number | null> } {
  let noticedMs: number | null = null;
  let going = true;
  const run = (async () => {
    while (going) {
      const nowMs = Date.now();
      if (world.view.saysDoubt(nowMs)) noticedMs ??= nowMs;
      else {
        const lagMs = nowMs - (oldestUnseen(world)?.atMs ?? nowMs);
        if (lagMs > NOTICE_MS + SLACK_MS) wrong.add('what it showed as live was older than 10 s');
      }
      await delay(SAMPLE_MS);
    }
  })();
  return {
    stop: async () => {
      going = false;
      await run;
      return noticedMs;
    },
  };
}

function oldestUnseen(world: World): Tick | undefined {
  const seen = Math.min(shownOnNode(world), shownOnPod(world));
  return world.writes.ticks.find(({ number }) => number > seen);
}

function shownOnNode({ view, ticker }: World): number {
  const row = view.rows(`node/${ticker}`)['node'] as NodeView | undefined;
  return Number(row?.annotations[TICK] ?? 0);
}

function shownOnPod({ hub }: World): number {
  return Number(hub.cache.pods.get(TICKER_KEY)?.labels[TICK] ?? 0);
}

/** When the page shows the last tick and all there is, without a doubt; by the deadline at the latest. */
async function untilHealed(world: World, last: Tick, deadlineMs: number): Promise<number> {
  const { view, hub, direct } = world;
  while (Date.now() < deadlineMs) {
    const ready = view.doubt === null && shownOnNode(world) >= last.number && shownOnPod(world) >= last.number;
    const atMs = Date.now();
    if (ready && differences(await direct.truth(), hub, view).length === 0) return atMs;
    await delay(ready ? COMPARE_MS : SAMPLE_MS);
  }
  return Date.now();
}

async function kubectlDifferences({ direct, hub, view }: World): Promise<string[]> {
  let found: string[] = [];
  for (let attempt = 0; attempt < KUBECTL_ATTEMPTS; attempt++) {
    found = differences(await direct.kubectlTruth(), hub, view);
    if (found.length === 0) return [];
    await delay(COMPARE_MS);
  }
  return found;
}

export function seconds(valueMs: number): string {
  return `${(valueMs / 1_000).toFixed(1)} s`;
}
