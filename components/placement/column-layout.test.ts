import { describe, expect, it } from 'vitest';
import type { PlacementColumns, PlacementRow } from '#lib/model/placement/placement-view.ts';
import { columnCount, columnLayout, columnWidths, type FoldChoice, layoutKey } from './column-layout.ts';
import { ALL_COLUMNS, drawnPart, hiddenStops, windowAround, windowOf } from './column-window.ts';

const NO_CHOICE: FoldChoice = { folded: new Set(), open: new Set() };
const open = (...archs: string[]): FoldChoice => ({ folded: new Set(), open: new Set(archs) });

function columns(boards: Record<string, number>, detail: PlacementColumns['detail'] = 'nodes'): PlacementColumns {
  const architectures = Object.entries(boards).map(([arch, count]) => ({
    arch,
    nodes: Array.from({ length: count }, (_, index) => ({ name: `${arch}-${index}`, state: 'ready' as const })),
    pods: {},
  }));
  return { architectures, detail, podCount: 0, workloadCount: 0 };
}

const talk = columns({ arm64: 1, arm: 2, amd64: 2 });
const many = columns({ arm64: 170, arm: 50, amd64: 80 });

describe('how the columns are drawn', () => {
  it.each<[what: string, of: PlacementColumns, choice: FoldChoice, width: number | null, drawn: string]>([
    ['few in words on a wide screen', talk, NO_CHOICE, 1_280, 'words roomy'],
    ['the same before the width is known', talk, NO_CHOICE, null, 'words roomy'],
    ['in letters where words have no room', talk, NO_CHOICE, 800, 'letters'],
    ['folded where letters have none', talk, NO_CHOICE, 640, 'letters: arm64 arm amd64'],
    ['very many folded', many, NO_CHOICE, 1_280, 'words roomy: arm64 arm amd64'],
    ['as the reader unfolded them', many, open('arm'), 1_280, 'letters: arm64 amd64'],
    ['as the reader folded them', talk, { folded: new Set(['arm']), open: new Set() }, 1_280, 'words roomy: arm'],
    [
      'folded where rows tell of architectures',
      columns({ arm: 600 }, 'architectures'),
      open('arm'),
      1_280,
      'words roomy: arm',
    ],
  ])('%s', (_what, of, choice, width, drawn) => {
    const layout = columnLayout(of, choice, width);
    const folded = layout.groups.filter((group) => group.folded).map(({ arch }) => arch);
    const words = `${layout.density}${layout.roomy ? ' roomy' : ''}`;
    expect(folded.length === 0 ? words : `${words}: ${folded.join(' ')}`).toBe(drawn);
    expect(columnWidths(layout)).toHaveLength(columnCount(layout) - 3);
  });

  it('counts columns on from the workload and ready, and verdicts as the rows tell them', () => {
    const { groups } = columnLayout(many, open('arm'), 1_280);
    expect(groups.map(({ firstColumn, firstVerdict }) => [firstColumn, firstVerdict])).toEqual([
      [3, 0],
      [4, 170],
      [54, 220],
    ]);
    const [only] = columnLayout(columns({ arm: 600 }, 'architectures'), NO_CHOICE, null).groups;
    expect([only?.verdictCount, only?.foldable]).toEqual([1, false]);
  });

  it('is told apart by what it draws, not by how many pods there are', () => {
    const key = (of: PlacementColumns) => layoutKey(columnLayout(of, NO_CHOICE, 1_280));
    expect(key({ ...talk, podCount: 9 })).toBe(key(talk));
    expect(key(columns({ arm64: 2, arm: 2, amd64: 2 }))).not.toBe(key(talk));
  });
});

describe('of very many columns', () => {
  const layout = columnLayout(many, open('arm64'), 1_280);
  const [arm64] = layout.groups;
  if (arm64 === undefined) throw new Error('no architecture');

  it.each<[what: string, shown: { from: number; to: number }, drawn: [before: number, drawn: number, after: number]]>([
    ['all, where nothing is left out', ALL_COLUMNS, [0, 170, 0]],
    ['those at the start', windowOf(3, 20), [0, 21, 149]],
    ['those in the middle', windowOf(80, 99), [77, 20, 73]],
    ['none, where the reader looks at others', windowOf(173, 175), [169, 1, 0]],
    ['those around one that is to be reached', windowAround(100), [57, 84, 29]],
  ])('%s are drawn, and the others keep their place', (_what, shown, [before, count, after]) => {
    const part = drawnPart(arm64, shown);
    expect([part.before, part.drawn.length, part.after]).toEqual([before, count, after]);
    const [first] = part.drawn;
    expect(first?.node.name).toBe(`arm64-${before}`);
    expect(first?.column).toBe(3 + before);
  });

  it('arrow keys know of pods and reasons in those that are not drawn', () => {
    const row: PlacementRow = {
      kind: 'Deployment',
      namespace: 'default',
      name: 'web',
      ready: 1,
      desired: 1,
      pods: [{ name: 'web-1', node: 'arm64-160', state: 'running', status: 'Running' }],
      podCount: 1,
      byArch: {},
      verdicts: `T${'.'.repeat(9)}T${'.'.repeat(289)}`,
      imageArchs: null,
      note: null,
    };
    expect(hiddenStops(row, layout, windowOf(3, 6))).toEqual([13, 163]);
    expect(hiddenStops(row, layout, ALL_COLUMNS)).toEqual([]);
    expect(hiddenStops({ ...row, pods: [] }, layout, windowOf(3, 6)), 'a reason leads nowhere without a pod').toEqual(
      [],
    );
  });
});
