// What was foretold of pods beside what came, workload by workload: which of alike pods is which does not matter.
import { NOWHERE, type PodFate } from '#lib/model/placement/what-if-view.ts';
import { workloadKey } from '#lib/model/placement/workload-ref.ts';
import { workloadOf } from '#lib/model/placement/workloads.ts';
import { groupBy } from '#lib/model/records/grouping.ts';
import type { PodRecord } from '#lib/model/records/records.ts';

/** Each in words; none where it came as foretold, or as it was said that it may. */
export function differencesOf(
  before: readonly PodRecord[],
  after: readonly PodRecord[],
  fates: readonly PodFate[],
): string[] {
  const known = groupBy(before, keyOf);
  const now = groupBy(after, keyOf);
  const foretold = groupBy(fates, ({ owner }) => workloadKey(owner));
  return [...new Set([...known.keys(), ...now.keys()])].flatMap((key) =>
    ofWorkload(key, known.get(key) ?? [], now.get(key) ?? [], foretold.get(key) ?? []),
  );
}

function keyOf(pod: PodRecord): string {
  return workloadKey(workloadOf(pod));
}

function ofWorkload(
  key: string,
  before: readonly PodRecord[],
  after: readonly PodRecord[],
  fates: readonly PodFate[],
): string[] {
  const left = new Map(after.map((pod) => [pod.uid, pod]));
  const isNewlyGone = ({ uid, deletionAt }: PodRecord) => deletionAt === null && left.get(uid)?.deletionAt !== null;
  const down = new Set(fates.filter(({ fate }) => fate === 'stays-down').map(({ name }) => name));
  const gone = before.filter((pod) => isNewlyGone(pod) && !down.has(pod.name));
  const ending = new Set(fates.filter(({ fate }) => ENDS.has(fate)).map(({ name }) => name));
  // Of two on one board it does not matter which one ends.
  const ended = gone.map(({ nodeName }) => nodeName ?? NOWHERE);
  const foretold = before.filter(({ name }) => ending.has(name)).map(({ nodeName }) => nodeName ?? NOWHERE);
  const isOpen = fates.some(({ orElse }) => orElse.length > 0);
  return [
    ...(isOpen || same(foretold, ended) ? [] : [differenceOf(`${key} ended`, foretold, ended)]),
    ...landings(key, before, after, fates),
  ];
}

/** Where its pods are in the end: which of them is which does not matter. */
function landings(
  key: string,
  before: readonly PodRecord[],
  after: readonly PodRecord[],
  fates: readonly PodFate[],
): string[] {
  const actual = after.filter(({ deletionAt }) => deletionAt === null).map(({ nodeName }) => nodeName ?? NOWHERE);
  const fateOf = new Map(fates.filter(({ fate }) => fate !== 'added').map((fate) => [fate.name, fate]));
  const kept = before.flatMap(({ name, nodeName, deletionAt }) => {
    const fate = fateOf.get(name);
    if (deletionAt !== null || ENDS.has(fate?.fate ?? '')) return [];
    // On a board that is lost: whether it is asked to go depends on its tolerations.
    if (fate?.fate === 'stays-down')
      return after.some((pod) => pod.name === name && pod.deletionAt === null) ? [nodeName ?? NOWHERE] : [];
    return [fate?.fate === 'placed' ? (fate.to ?? NOWHERE) : (nodeName ?? NOWHERE)];
  });
  // A StatefulSet makes no pod before its turn has come.
  const isMade = ({ fate, reason }: PodFate) => NEXT.has(fate) && reason?.includes('first waits') !== true;
  const next = fates.filter(isMade).map(({ to }) => to ?? NOWHERE);
  const foretold = [...kept, ...next];
  if (same(foretold, actual)) return [];
  const open = new Set(fates.flatMap(({ orElse }) => orElse));
  const all = new Set([...open, ...foretold, ...before.map(({ nodeName }) => nodeName ?? NOWHERE)]);
  if (open.size > 0 && actual.every((place) => all.has(place))) return [];
  return [differenceOf(`${key} are`, foretold, actual)];
}

const ENDS: ReadonlySet<string> = new Set(['moves', 'stuck', 'lost', 'removed']);
const NEXT: ReadonlySet<string> = new Set(['moves', 'stuck', 'held', 'added']);

function same(a: readonly string[], b: readonly string[]): boolean {
  return [...a].sort().join() === [...b].sort().join();
}

function differenceOf(what: string, foretold: readonly string[], actual: readonly string[]): string {
  return `${what}: foretold [${[...foretold].sort().join()}], came [${[...actual].sort().join()}]`;
}
