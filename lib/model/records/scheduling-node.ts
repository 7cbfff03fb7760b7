// A node's record as the scheduler's rules look at it.
import type { SchedulingNode } from '#lib/rules/scheduling/scheduling-input.ts';
import type { NodeRecord } from './records.ts';

export function schedulingNodeOf({
  name,
  labels,
  unschedulable,
  taints,
  allocatable,
  images,
}: NodeRecord): SchedulingNode {
  const sizes = new Map<string, number>();
  for (const { names, sizeBytes } of images) for (const image of names) sizes.set(image, sizeBytes ?? 0);
  return { name, labels, unschedulable, taints, allocatable, images: sizes };
}

/** Whether the scheduler would see no difference: heartbeats change nothing it looks at. */
export function looksTheSame(a: NodeRecord, b: NodeRecord): boolean {
  if (a === b) return true;
  return (
    a.unschedulable === b.unschedulable &&
    sameEntries(a.labels, b.labels) &&
    sameEntries(a.allocatable, b.allocatable) &&
    sameList(a.taints, b.taints, (x, y) => x.key === y.key && x.value === y.value && x.effect === y.effect) &&
    sameList(a.images, b.images, (x, y) => x.sizeBytes === y.sizeBytes && sameList(x.names, y.names, Object.is))
  );
}

export function sameEntries<T>(a: Readonly<Record<string, T>>, b: Readonly<Record<string, T>>): boolean {
  if (a === b) return true;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

function sameList<T>(a: readonly T[], b: readonly T[], same: (a: T, b: T) => boolean): boolean {
  return a.length === b.length && a.every((item, index) => same(item, b[index] as T));
}
