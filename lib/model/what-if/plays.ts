// A supposition played several times: once in the plainest order, without it, and with other chances. What comes out
// alike is sure; where it does not, the other outcomes are named.
import { NOWHERE, type PodFate, type Supposition } from '../placement/what-if-view.ts';
import { groupBy } from '../records/grouping.ts';
import { type Chance, NO_CHANCE, seededChance } from './chance.ts';
import { fatesOf, type PlayedFate } from './fates.ts';
import { watchTaints } from './outages.ts';
import { play } from './play.ts';
import { Scene } from './scene.ts';
import { suppose } from './suppose.ts';
import type { SupposedCluster } from './supposed-cluster.ts';

const VARIANTS_MAX = 8;
const VARIANTS_MIN = 2;
/** Looks of the scheduler at a node, in all variants together. */
const VARIANT_LOOKS_MAX = 200_000;

export interface Outcome {
  /** As it ends in the plainest order. */
  scene: Scene;
  fates: readonly PodFate[];
  /** Workloads that something happens to only in some of the plays. */
  open: readonly string[];
  /** Why a supposition changes nothing. */
  notes: readonly string[];
  /** False where it was not played to its end. */
  isWhole: boolean;
  /** Workloads whose pods come and go for ever. */
  restless: readonly string[];
}

/** @throws {SuppositionError} */
export function outcomeOf(cluster: SupposedCluster, suppositions: readonly Supposition[]): Outcome {
  const { scene, fates, notes, isWhole } = played(cluster, suppositions, NO_CHANCE);
  const looks = Math.max(1, scene.attempts * scene.places.size);
  const count = Math.max(VARIANTS_MIN, Math.min(VARIANTS_MAX, Math.floor(VARIANT_LOOKS_MAX / looks)));
  const variants = Array.from({ length: count }, (_, seed) => played(cluster, suppositions, seededChance(seed)).fates);
  const baseline = new Set(played(cluster, [], NO_CHANCE).fates.map(fateKey));
  const byWorkload = variants.map((variant) => groupBy(variant, ({ workload }) => workload));
  const own = groupBy(fates, ({ workload }) => workload);
  const others = new Set(byWorkload.flatMap((variant) => [...variant.keys()]).filter((key) => !own.has(key)));
  return {
    scene,
    fates: fates.map((fate) => {
      const { workload, ties: _ties, ...rest } = fate;
      const elsewhere = byWorkload.map((variant) => variant.get(workload) ?? []);
      const orElse = otherPlaces(fate, own.get(workload) ?? [], elsewhere);
      return { ...rest, orElse, anyway: baseline.has(fateKey(fate)) };
    }),
    open: namesOf(others),
    restless: namesOf(scene.restless),
    notes,
    isWhole,
  };
}

/** `namespace/Deployment/web`: what a sentence calls it by. */
function namesOf(keys: Iterable<string>): string[] {
  return [...keys].map((key) => key.slice(key.lastIndexOf('/') + 1)).sort();
}

function played(cluster: SupposedCluster, suppositions: readonly Supposition[], chance: Chance) {
  const scene = new Scene(cluster, chance);
  const plugged = new Set([...scene.places].filter(([, place]) => place.plugged).map(([name]) => name));
  watchTaints(scene);
  const notes = suppositions.flatMap((supposition) => suppose(scene, supposition) ?? []);
  const isWhole = play(scene);
  return { scene, fates: fatesOf(scene, plugged), notes, isWhole };
}

function fateKey({ namespace, name, fate }: PlayedFate): string {
  return `${fate} ${namespace}/${name}`;
}

/** Where pods of one workload land together: which of them is which does not matter. */
function otherPlaces(
  fate: PlayedFate,
  own: readonly PlayedFate[],
  elsewhere: readonly (readonly PlayedFate[])[],
): string[] {
  const places = new Set(fate.to === null ? [] : fate.ties);
  for (const variant of elsewhere) {
    if (placesText(variant) !== placesText(own)) {
      for (const other of variant) if (isAlike(fate, other)) places.add(placeOf(other));
    }
    // Another one ends in its stead: it stays where it is.
    const isSpared = !variant.some(({ name }) => name === fate.name) && leftText(variant) !== leftText(own);
    if (isSpared && fate.from !== null && fate.fate !== 'removed') places.add(fate.from);
  }
  places.delete(placeOf(fate));
  return [...places].sort();
}

function leftText(fates: readonly PlayedFate[]): string {
  return fates
    .map(({ from }) => from ?? '')
    .sort()
    .join();
}

/** Of pods that are given up the boards they are taken from. */
function placeOf({ fate, from, to }: PlayedFate): string {
  return (fate === 'removed' ? from : to) ?? NOWHERE;
}

const ENDS: ReadonlySet<string> = new Set(['lost', 'stays-down', 'removed']);

function isAlike(a: PlayedFate, b: PlayedFate): boolean {
  return a.fate === b.fate || (!ENDS.has(a.fate) && !ENDS.has(b.fate));
}

function placesText(fates: readonly PlayedFate[]): string {
  return fates
    .map((fate) => `${fate.fate} ${placeOf(fate)}`)
    .sort()
    .join();
}
