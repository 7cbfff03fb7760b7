'use client';
// A workload in the table: how many are ready, where its pods are, and why none can be elsewhere.
import { memo, useMemo } from 'react';
import { archClass } from '#components/boards/arch-class.ts';
import { Glyph } from '#components/boards/glyph.tsx';
import type { PlacementPod, PlacementRow } from '#lib/model/placement/placement-view.ts';
import { workloadKey } from '#lib/model/placement/workload-ref.ts';
import { groupBy } from '#lib/model/records/grouping.ts';
import { type ColumnGroup, type ColumnLayout, columnCount, READY_COLUMN } from './column-layout.ts';
import { type ColumnWindow, drawnPart } from './column-window.ts';
import { FoldedCell, Gap, NodeCell, type RowPods } from './matrix-cells.tsx';
import { PodLinks, StateCounts } from './pod-links.tsx';
import { type RovingStop, useStopTab } from './roving-stop.ts';

/** Pods on no node that are drawn one by one. */
const UNPLACED_MOST = 2;
/** Pods are looked for in this order where one has to stand for all. */
const EXAMPLES = ['pending', 'failing', 'unknown', 'starting'];

interface MatrixRowProps {
  row: PlacementRow;
  layout: ColumnLayout;
  /** The columns that are drawn: the same object as long as it says the same. */
  shown: ColumnWindow;
  roving: RovingStop;
  /** The pod of this row whose why is shown. */
  selected: string | null;
  /** Its place in the whole table, of which only a part may be drawn. */
  index: number;
}

/** Drawn again only when what it shows changed: a row that did not is the same object. */
export const MatrixRow = memo(function MatrixRow({ row, layout, shown, roving, selected, index }: MatrixRowProps) {
  const key = workloadKey(row);
  const tabIndex = useStopTab(roving, key);
  const byNode = useMemo(() => groupBy(row.pods, (pod) => pod.node ?? ''), [row]);
  const pods: RowPods = { row, byNode, example: exampleOf(row.pods), selected, tabIndex };
  return (
    <tr data-row={key} aria-rowindex={index + 1} data-selected={selected === null ? undefined : ''}>
      <th scope="row" className="cell-first" aria-colindex={1} title={`${row.kind} ${row.namespace}/${row.name}`}>
        <span className="row-name">{row.name}</span>
        <span className="row-kind">
          {row.kind} in {row.namespace}
        </span>
      </th>
      <td className="cell-ready" aria-colindex={READY_COLUMN}>
        <span className="ready">
          <Ready row={row} />
          <Unplaced pods={pods} />
        </span>
      </td>
      {layout.groups.map((group) =>
        group.folded ? (
          <FoldedCell key={group.arch} group={group} pods={pods} />
        ) : (
          <NodeCells key={group.arch} group={group} layout={layout} shown={shown} pods={pods} />
        ),
      )}
      <ImageCell archs={row.imageArchs} layout={layout} />
    </tr>
  );
});

interface NodeCellsProps {
  group: ColumnGroup;
  layout: ColumnLayout;
  shown: ColumnWindow;
  pods: RowPods;
}

function NodeCells({ group, layout, shown, pods }: NodeCellsProps) {
  const { before, drawn, after } = drawnPart(group, shown);
  return (
    <>
      <Gap columns={before} first />
      {drawn.map(({ node, at, column }) => (
        <NodeCell
          key={node.name}
          node={node}
          column={column}
          arch={group.arch}
          first={at === 0}
          verdict={pods.row.verdicts[group.firstVerdict + at]}
          density={layout.density}
          pods={pods}
        />
      ))}
      <Gap columns={after} first={drawn.length === 0 && before === 0} />
    </>
  );
}

function Ready({ row: { ready, desired, note } }: { row: PlacementRow }) {
  const short = desired !== null && ready < desired;
  return (
    <span className={short ? 'font-semibold' : undefined}>
      {ready}
      {desired === null ? '' : `/${desired}`}
      <span className="sr-only"> ready</span>
      {note === null ? null : <span className="row-note">{note}</span>}
    </span>
  );
}

/** Pods that are on no node stand beside the count they are missing from. */
function Unplaced({ pods: { row, byNode, selected, tabIndex } }: { pods: RowPods }) {
  const counts = row.byArch[''];
  if (counts === undefined) return null;
  const known = byNode.get('') ?? [];
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return (
    <span title="on no node">
      <span className="sr-only">, on no node: </span>
      {known.length === total && total <= UNPLACED_MOST ? (
        <PodLinks namespace={row.namespace} pods={known} most={UNPLACED_MOST} selected={selected} tabIndex={tabIndex} />
      ) : (
        <StateCounts namespace={row.namespace} counts={counts} pods={known} selected={selected} tabIndex={tabIndex} />
      )}
    </span>
  );
}

interface ImageCellProps {
  archs: readonly string[] | null;
  layout: ColumnLayout;
}

/** In the order of the columns: of what an image supports beyond the cluster's architectures only how many they are. */
function ImageCell({ archs, layout }: ImageCellProps) {
  const column = columnCount(layout);
  if (archs === null) {
    return (
      <td
        className="cell-group cell-images"
        aria-colindex={column}
        title="Nobody has read which architectures its image supports."
      >
        <span className="cell-title">image</span>
        <span className="text-ink-2">not known</span>
      </td>
    );
  }
  const here = layout.groups.filter(({ arch }) => archs.includes(arch));
  const elsewhere = archs.length - here.length;
  return (
    <td
      className="cell-group cell-images"
      aria-colindex={column}
      title={`its image supports ${archs.join(', ') || 'no architecture'}`}
    >
      <span className="cell-title">image</span>
      <span className="inline-flex items-center gap-1.5 align-middle">
        {here.map(({ arch }) => (
          <span key={arch} className={archClass(arch)}>
            <Glyph arch={arch} size={13} />
            <span className="sr-only">{arch}</span>
          </span>
        ))}
        {here.length === 0 ? <span className="text-ink-2">none here</span> : null}
        {elsewhere === 0 ? null : <span className="text-ink-2">+{elsewhere}</span>}
      </span>
    </td>
  );
}

function exampleOf(pods: readonly PlacementPod[]): PlacementPod | null {
  for (const state of EXAMPLES) {
    const found = pods.find((pod) => pod.state === state);
    if (found !== undefined) return found;
  }
  return pods[0] ?? null;
}
