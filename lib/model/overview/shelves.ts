// The rack: boards put on one shelf per architecture, with sums that count only what is known.
import { isArchitectureKey } from '#lib/rules/nodes/platform.ts';
import { HARD_EFFECTS } from '#lib/rules/nodes/taints.ts';
import { groupBy } from '../records/grouping.ts';
import { architectureName, compareArchitectures } from './architectures.ts';
import type { BoardView, ShelfTaintView, ShelfUseView, ShelfView } from './overview-view.ts';

/** Shelves in the order of the rack; boards by name, with numbers in names in order (pi9 before pi10). */
export function shelvesOf(boards: Iterable<BoardView>): ShelfView[] {
  const byArch = groupBy(boards, (board) => board.arch);
  const archs = [...byArch.keys()].sort(compareArchitectures);
  return archs.map((arch) => shelfView(arch, byArch.get(arch) ?? []));
}

function shelfView(arch: string, unsorted: readonly BoardView[]): ShelfView {
  const boards = [...unsorted].sort((a, b) => compareNames(a.name, b.name));
  return {
    arch,
    title: architectureName(arch).title,
    boards,
    readyCount: boards.filter(({ ready }) => ready.status === 'True').length,
    cpuMillicores: knownSum(boards.map((board) => board.cpuMillicores)),
    memoryBytes: knownSum(boards.map((board) => board.memoryBytes)),
    podCount: boards.every((board) => board.podCount !== null) ? knownSum(boards.map((board) => board.podCount)) : null,
    cpu: sharedUse(boards, 'cpu'),
    memory: sharedUse(boards, 'memory'),
    taint: shelfTaint(boards),
  };
}

/** Digits compare as numbers; otherwise by code unit, the same everywhere (a browser's locale must not reorder). */
export function compareNames(a: string, b: string): number {
  const partsA = a.match(/\d+|\D+/g) ?? [];
  const partsB = b.match(/\d+|\D+/g) ?? [];
  for (const [index, partA] of partsA.entries()) {
    const partB = partsB[index];
    if (partB === undefined) return 1;
    if (partA === partB) continue;
    const difference = Number(partA) - Number(partB);
    if (Number.isFinite(difference) && difference !== 0) return difference;
    return partA < partB ? -1 : 1;
  }
  return partsA.length - partsB.length;
}

/** Their use together, over those that are measured. */
export function sharedUse(
  boards: readonly Pick<BoardView, 'name' | 'cpu' | 'memory'>[],
  resource: 'cpu' | 'memory',
): ShelfUseView {
  let used = 0;
  let allocatable = 0;
  let measuredCount = 0;
  const unmeasured: { board: string; reason: string; since: string | null }[] = [];
  for (const board of boards) {
    const measure = board[resource];
    if (measure.state === 'missing') {
      unmeasured.push({ board: board.name, reason: measure.reason, since: measure.since });
      continue;
    }
    used += measure.used;
    allocatable += measure.allocatable;
    measuredCount++;
  }
  const [first] = unmeasured;
  if (measuredCount === 0) {
    const shared = first !== undefined && unmeasured.every(({ reason }) => reason === first.reason);
    const since = unmeasured.length === 1 ? (first?.since ?? null) : null;
    return { state: 'missing', reason: shared ? first.reason : 'no board is measured', since };
  }
  return { state: 'measured', used, allocatable, percent: (used / allocatable) * 100, measuredCount, unmeasured };
}

function shelfTaint(boards: readonly BoardView[]): ShelfTaintView {
  const tainted = boards.filter(({ taints }) =>
    taints.some(({ key, effect }) => isArchitectureKey(key) && HARD_EFFECTS.includes(effect)),
  );
  const taintedCount = tainted.length;
  return { state: taintedCount === 0 ? 'none' : taintedCount === boards.length ? 'all' : 'some', taintedCount };
}

/** Null where none is known. */
export function knownSum(amounts: readonly (number | null)[]): number | null {
  const known = amounts.filter((amount) => amount !== null);
  return known.length === 0 ? null : known.reduce((sum, amount) => sum + amount, 0);
}
