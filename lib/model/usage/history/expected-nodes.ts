// When a node should have been measured: a silent node that was Ready makes the sum it belongs to unknown; one that was
// known to be NotReady is no part of the sum.
import type { EventRecord, NodeRecord } from '../../records/records.ts';
import type { Axis } from './steps.ts';

export interface ReadyChange {
  node: string;
  atMs: number;
  isReady: boolean;
}

/** A node in the course of time. */
export interface NodeCourse {
  name: string;
  arch: string;
  /** Null where it has been there as long as anybody knows. */
  sinceMs: number | null;
  /** When it was taken out of the cluster; null while it is there. */
  goneMs: number | null;
  /** In order of time. */
  changes: readonly ReadyChange[];
  /** How it is now, or was at its end. */
  isReady: boolean;
}

export interface CourseInput {
  nodes: Iterable<NodeRecord>;
  /** What was seen of changes, and nodes that are gone since. */
  seen: readonly ReadyChange[];
  gone: ReadonlyMap<string, { arch: string; atMs: number }>;
  events: Iterable<EventRecord>;
}

const READY_REASONS: ReadonlyMap<string, boolean> = new Map([
  ['NodeReady', true],
  ['NodeNotReady', false],
]);

export function nodeCourses({ nodes, seen, gone, events }: CourseInput): NodeCourse[] {
  const byNode = new Map<string, ReadyChange[]>();
  const add = (change: ReadyChange) => {
    if (!Number.isFinite(change.atMs)) return;
    const changes = byNode.get(change.node) ?? [];
    byNode.set(change.node, changes);
    changes.push(change);
  };
  for (const change of seen) add(change);
  for (const event of events) for (const change of changesOf(event)) add(change);
  const courses: NodeCourse[] = [];
  for (const { name, hardware, conditions, createdAt } of nodes) {
    const ready = conditions.find(({ type }) => type === 'Ready');
    const isReady = ready?.status === 'True';
    if (ready?.since != null) add({ node: name, atMs: Date.parse(ready.since), isReady });
    const sinceMs = Date.parse(createdAt);
    courses.push({
      name,
      arch: hardware.architecture,
      sinceMs: Number.isNaN(sinceMs) ? null : sinceMs,
      goneMs: null,
      changes: inOrder(byNode.get(name)),
      isReady,
    });
  }
  for (const [name, { arch, atMs }] of gone) {
    const changes = inOrder(byNode.get(name));
    courses.push({ name, arch, sinceMs: null, goneMs: atMs, changes, isReady: changes.at(-1)?.isReady ?? true });
  }
  return courses;
}

/** Whether the node was Ready from the step's beginning to its end: then a value is missing where there is none. */
export function isExpected(course: NodeCourse, atMs: number, { stepMs }: Pick<Axis, 'stepMs'>): boolean {
  const endMs = atMs + stepMs;
  if (course.sinceMs !== null && course.sinceMs > atMs) return false;
  if (course.goneMs !== null && course.goneMs < endMs) return false;
  return wasReady(course, atMs) && wasReady(course, endMs - 1);
}

function wasReady({ changes, isReady }: NodeCourse, atMs: number): boolean {
  const before = changes.findLast((change) => change.atMs <= atMs);
  if (before !== undefined) return before.isReady;
  const after = changes[0];
  // What it became, it was not before.
  return after === undefined ? isReady : !after.isReady;
}

/** A repeated event tells of its first and its last time. */
function changesOf({ reason, about, firstAt, lastAt }: EventRecord): ReadyChange[] {
  const isReady = READY_REASONS.get(reason);
  if (isReady === undefined || about.kind !== 'Node') return [];
  const times = new Set([firstAt, lastAt].filter((at) => at !== null));
  return [...times].map((at) => ({ node: about.name, atMs: Date.parse(at), isReady }));
}

function inOrder(changes: readonly ReadyChange[] = []): ReadyChange[] {
  return [...changes].sort((a, b) => a.atMs - b.atMs);
}
