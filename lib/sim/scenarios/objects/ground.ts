// What every built object stands on: the first instant, chance, and metadata as a running cluster has it.
import { createHash } from 'node:crypto';
import type { ObjectMeta, OwnerReference } from 'kubernetes-types/meta/v1';
import type { ImageRegistry } from '../../kubelet/image-registry.ts';
import type { Random } from '../../random.ts';
import type { KubeObject, Stored } from '../../store/object.ts';
import { timestamp } from '../../timestamp.ts';

export interface Ground {
  nowMs: number;
  random: Random;
  /** What pods say they run is what it has. */
  registry: ImageRegistry;
}

/** How long ago, as kubectl prints ages: `42m30s`, `1h5m`, `60s`. */
export type Age = string;

const UNIT_MS: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000 };

/** Milliseconds of an age; throws on anything else. */
export function ageMs(age: Age): number {
  if (!/^(\d+[dhms])+$/.test(age)) throw new Error(`not an age: ${age}`);
  let total = 0;
  for (const [, count, unit] of age.matchAll(/(\d+)([dhms])/g)) total += Number(count) * (UNIT_MS[unit ?? ''] ?? 0);
  return total;
}

/** The time `age` before the first instant, `laterMs` after that. */
export function ago(ground: Ground, age: Age, laterMs = 0): string {
  return timestamp(ground.nowMs - ageMs(age) + laterMs);
}

/** The same in the microseconds that leases and some events use. */
export function agoMicro(ground: Ground, age: Age): string {
  return new Date(ground.nowMs - ageMs(age)).toISOString().replace('Z', '000Z');
}

export interface MetaInput {
  name: string;
  namespace?: string;
  age: Age;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  owner?: OwnerReference;
  /** Set for the kinds whose spec is counted. */
  generation?: number;
  generateName?: string;
}

export function meta(ground: Ground, input: MetaInput): ObjectMeta & { name: string; uid: string } {
  const { name, namespace, age, labels, annotations, owner, generation, generateName } = input;
  return {
    name,
    ...(generateName === undefined ? {} : { generateName }),
    ...(namespace === undefined ? {} : { namespace }),
    uid: ground.random.uuid(),
    creationTimestamp: ago(ground, age),
    ...(generation === undefined ? {} : { generation }),
    ...(labels === undefined ? {} : { labels }),
    ...(annotations === undefined ? {} : { annotations }),
    ...(owner === undefined ? {} : { ownerReferences: [owner] }),
  };
}

/** What the builders return: the object with the parts they have set themselves. */
export type Built<T extends KubeObject> = Stored<T>;

/** `count` hex digits that depend on `text` alone, as a content hash does. */
export function hexOf(text: string, count = 64): string {
  return createHash('sha256').update(text).digest('hex').slice(0, count);
}
